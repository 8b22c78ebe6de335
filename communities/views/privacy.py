"""The privacy notice and the accessibility statement of an office, for everyone; their settings, and data retention,
for its staff.
"""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.validators import slug_re
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities import actions
from communities.access import OfficeRequest, office_view, open_view
from communities.forms import PrivacyForm
from communities.models import Community, Office, RetentionCount
from communities.privacy import privacy_notice
from tfc.retention import RuleScope, rules
from tfc.text.punctuation import join_bracketed

DAYS = 30
NOTICE, ACCESSIBILITY = "communities/privacy.html", "communities/accessibility.html"


@open_view
@require_safe
def privacy(request: HttpRequest, office_slug: str = "") -> HttpResponse:
    return _statement(request, office_slug, NOTICE, "communities:office-privacy")


@open_view
@require_safe
def accessibility(request: HttpRequest, office_slug: str = "") -> HttpResponse:
    return _statement(request, office_slug, ACCESSIBILITY, "communities:office-accessibility")


def _statement(request: HttpRequest, slug: str, template: str, name: str) -> HttpResponse:
    """Show the statement; without an office in the address that of the place that the link came from, or a choice of
    all.
    """
    if slug:
        office = get_object_or_404(Office.objects.real(), slug=slug)
        return render(request, template, privacy_notice(office) | {"page": name})
    place = request.GET.get("from", "")
    place = place if slug_re.fullmatch(place) else ""
    office_of_place = Office.objects.real().filter(slug=place).first() or _office_of_community(place)
    offices = Office.objects.real().order_by("name")
    if office_of_place is None and len(offices) == 1:
        office_of_place = offices[0]
    if office_of_place:
        return redirect(name, office_of_place.slug)
    return render(request, "communities/accessibility_offices.html", {"offices": offices, "page": name})


def _office_of_community(slug: str) -> Office | None:
    community = Community.objects.filter(slug=slug, office__is_sample=False).select_related("office").first()
    return community.office if community else None


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def privacy_edit(request: OfficeRequest) -> HttpResponse:
    office = request.office
    if request.is_guest:
        return redirect("communities:office-privacy", office.slug)
    form = PrivacyForm(request.POST if request.method == "POST" else None, instance=office)
    if request.method == "POST" and form.is_valid():
        actions.set_privacy(office=office, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("communities:office-privacy", office.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/privacy_edit.html", {"form": form}, status=status)


@office_view
@require_safe
def office_retention(request: OfficeRequest) -> HttpResponse:
    since = timezone.localdate() - timedelta(days=DAYS)
    counted = RetentionCount.objects.filter(on__gte=since)
    gone = dict(counted.order_by().values_list("rule").annotate(Sum("gone")))
    newest = {row.rule: row for row in counted.order_by("on")}
    context = {
        "rows": _build_retention_rows(gone, newest),
        "days": DAYS,
        "last_run": max((row.on for row in newest.values()), default=None),
    }
    return render(request, "communities/office_retention.html", context)


def _build_retention_rows(gone: dict[str, int], newest: dict[str, RetentionCount]) -> list[dict[str, Any]]:
    """Return each rule once, in order; rules outside any place are not shown to an office."""
    shown = {}
    for rule in rules():
        if rule.scope in (RuleScope.COMMUNITY, RuleScope.OFFICE) and rule.code not in shown:
            shown[rule.code] = {
                "what": join_bracketed(rule.what, _("Office"))
                if rule.scope is RuleScope.OFFICE
                else rule.what,
                "kept": rule.retention_period,
                "gone": gone.get(rule.code, 0),
                # None if the rule never ran: then nothing is known.
                "last": newest.get(rule.code),
            }
    return list(shown.values())
