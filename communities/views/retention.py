"""Retention periods, and what was permanently deleted among an office's communities: numbers only."""

from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access import OfficeRequest, office_view
from communities.models import RetentionCount
from tfc.retention import RuleScope, rules

DAYS = 30


@office_view
@require_safe
def office_retention(request: OfficeRequest) -> HttpResponse:
    since = timezone.localdate() - timedelta(days=DAYS)
    counted = RetentionCount.objects.filter(on__gte=since)
    gone = dict(counted.order_by().values_list("rule").annotate(Sum("gone")))
    newest = {row.rule: row for row in counted.order_by("on")}
    context = {
        "rows": _shown(gone, newest),
        "days": DAYS,
        "last_run": max((row.on for row in newest.values()), default=None),
    }
    return render(request, "communities/office_retention.html", context)


def _shown(gone: dict[str, int], newest: dict[str, RetentionCount]) -> list[dict[str, Any]]:
    """Return each rule once, in order; rules outside any place are not shown to an office."""
    shown = {}
    for rule in rules():
        if rule.scope in (RuleScope.COMMUNITY, RuleScope.OFFICE) and rule.code not in shown:
            shown[rule.code] = {
                "what": rule.what,
                "kept": rule.retention_period,
                "gone": gone.get(rule.code, 0),
                # None if the rule never ran: then nothing is known.
                "last": newest.get(rule.code),
            }
    return list(shown.values())
