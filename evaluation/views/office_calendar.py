"""An office's calendar: the dates of its half-years, and what its communities show to everybody. It reads no event."""

import datetime as dt
from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import OfficeRequest, office_view
from evaluation.models import Round
from events.calendar_page import ICONS, Row, calendar_page, wanted_month
from events.local_time import LONGEST
from events.models import EventKind, PublicEvent
from events.month import Month
from tfc.half_years import half_year_text


@office_view
@require_safe
def office_calendar(request: OfficeRequest) -> HttpResponse:
    today = timezone.localdate()
    month, is_right = wanted_month(request.GET, today)
    context = {
        **calendar_page(
            month,
            _events_in(request, month),
            _row_of,
            query=request.GET,
            today=today,
            marks=_marks(request),
        ),
        "is_wrong": not is_right,
    }
    return render(request, "evaluation/office_calendar.html", context, status=200 if is_right else 422)


def _events_in(request: OfficeRequest, month: Month) -> Iterable[PublicEvent]:
    """A day more on both sides: a town's wall may be ahead of ours, or behind."""
    weeks, day = month.weeks(), dt.timedelta(days=1)
    first = dt.datetime.combine(weeks[0][0], dt.time(), dt.UTC) - day
    last = dt.datetime.combine(weeks[-1][-1], dt.time(), dt.UTC) + 2 * day
    found = PublicEvent.objects.filter(office=request.office, starts_at__range=(first - LONGEST, last))
    return found.filter(ends_at__gte=first).select_related("community").soonest_first()


def _row_of(event: PublicEvent) -> Row:
    kind = f" · {event.get_kind_display()}" if event.title else ""
    return {
        "title": str(event),
        "kind": f"{event.community.name}{kind}",
        "icon": ICONS[EventKind(event.kind)],
        "state": event.status,
        "place": event.place,
        "url": "",
    }


def _marks(request: OfficeRequest) -> dict[dt.date, list[Row]]:
    """When each half-year of the office opened, is due and closed."""
    found: dict[dt.date, list[Row]] = {}
    there = reverse("evaluation:submission-list", args=[request.office.slug])
    for one in Round.objects.opened().filter(office=request.office):
        name = half_year_text(one.period)
        dates = (
            (one.opened_at and timezone.localdate(one.opened_at), _("%(half_year)s opened")),
            (one.due_on, _("%(half_year)s: surveys are due")),
            (one.closed_at and timezone.localdate(one.closed_at), _("%(half_year)s closed")),
        )
        for day, words in dates:
            if day:
                mark = {"title": words % {"half_year": name}, "icon": "round", "time": "", "kind": ""}
                found.setdefault(day, []).append(mark | {"url": f"{there}?round={one.half_year}"})
    return found
