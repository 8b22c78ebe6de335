"""Briefings that an office's communities gave to officials: the day, the kind of official and the status."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import OfficeRequest, office_view
from stakeholders.models import BriefingStatus
from tfc import keyset

PAGE_SIZE = 50
NEWEST_FIRST = ("-shared_on", "-pk")


@office_view
@require_safe
def office_briefing_list(request: OfficeRequest) -> HttpResponse:
    statuses = BriefingStatus.objects.filter(office=request.office)
    page = keyset.read_page(
        statuses.select_related("community"), NEWEST_FIRST, request.GET, PAGE_SIZE, among=statuses
    )
    context = {
        "rows": [{"status": status, "meta": describe_status(status)} for status in page.rows],
        **keyset.addresses(page, request.path, {}),
    }
    return render(request, "stakeholders/office_briefing_list.html", context)


def describe_status(status: BriefingStatus) -> str:
    """Return “A mayor or council · answered on March 3, 2026”."""
    parts: list[Any] = [status.get_audience_display()]
    if status.answered_on:
        parts.append(_("answered on %(day)s") % {"day": date_format(status.answered_on)})
    if status.followed_on:
        parts.append(_("followed up on %(day)s") % {"day": date_format(status.followed_on)})
    if not status.answered_on and not status.followed_on:
        parts.append(_("no answer yet"))
    return " · ".join(str(part) for part in parts)
