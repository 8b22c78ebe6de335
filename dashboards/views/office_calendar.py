"""An office's calendar: the dates of its half-years, and its communities' public events. It reads
no internal event.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import OfficeRequest, office_view
from evaluation.models import Round
from events.calendar_page import Row, calendar_page, day_rows, parse_month
from events.event_icons import ICONS
from events.event_time import LONGEST
from events.models import EventKind, PublicEvent
from events.month import Month
from events.words import day_words
from tfc import keyset
from tfc.periods import half_year_text

# Events per day shown in the month, and events per page of a day.
OF_A_DAY, A_PAGE = 30, 50


@office_view
@require_safe
def office_calendar(request: OfficeRequest) -> HttpResponse:
    """``?month=2026-10``, or ``?day=2026-10-05`` for a day with more events than the month shows."""
    day = _parse_day(request.GET.get("day", ""))
    if day and (page := _day(request, day)):
        return page
    today = timezone.localdate()
    month, is_right = parse_month(request.GET, today)
    if day:
        month = Month.from_day(day)
    events = list(_events_in(request, month))
    context = {
        **calendar_page(
            month,
            events,
            _build_row,
            query=request.GET,
            today=today,
            marks=_marks(request),
            left_out={
                event.local_day: event.of_day - OF_A_DAY for event in events if event.of_day > OF_A_DAY
            },
        ),
        "is_wrong": not is_right,
    }
    return render(request, "dashboards/office_calendar.html", context, status=200 if is_right else 422)


def _parse_day(text: str) -> dt.date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and Month.from_day(day).is_shown() else None


def _day(request: OfficeRequest, day: dt.date) -> HttpResponse | None:
    """Return a page of the events that begin on the day; None if there are none, so that the month is shown."""
    events = PublicEvent.objects.filter(office=request.office).on_day(day).select_related("community")
    page = keyset.read_page(events, ("starts_at", "pk"), request.GET.dict(), A_PAGE)
    if not page.rows:
        return None
    context = {
        "words": day_words(day),
        "rows": day_rows(page.rows, day, _build_row),
        "month_url": f"{request.path}?month={Month.from_day(day)}",
        **keyset.addresses(page, request.path, {"day": day.isoformat()}),
    }
    return render(request, "dashboards/office_day.html", context)


def _events_in(request: OfficeRequest, month: Month) -> Iterable[Any]:
    """Return the month's events, with one day more on both sides: communities' time zones differ from ours."""
    weeks, day = month.weeks(), dt.timedelta(days=1)
    first = dt.datetime.combine(weeks[0][0], dt.time(), dt.UTC) - day
    last = dt.datetime.combine(weeks[-1][-1], dt.time(), dt.UTC) + 2 * day
    events = PublicEvent.objects.filter(office=request.office, starts_at__range=(first - LONGEST, last))
    shown = events.filter(ends_at__gte=first).first_of_each_day(OF_A_DAY)
    return shown.select_related("community").soonest_first()


def _build_row(event: PublicEvent) -> Row:
    kind = f" · {event.get_kind_display()}" if event.title else ""
    return {
        "title": str(event),
        "kind": f"{event.community.name}{kind}",
        "kind_code": event.kind,
        "icon": ICONS[EventKind(event.kind)],
        "state": event.status,
        "place": event.place,
        "url": "",
    }


def _marks(request: OfficeRequest) -> dict[dt.date, list[Row]]:
    """Return when each half-year of the office was opened, is due and was closed."""
    marks: dict[dt.date, list[Row]] = {}
    there = reverse("evaluation:submission-list", args=[request.office.slug])
    for round_ in Round.objects.opened().filter(office=request.office):
        name = half_year_text(round_.period)
        dates = (
            (round_.opened_at and timezone.localdate(round_.opened_at), _("%(half_year)s opened")),
            (round_.due_on, _("%(half_year)s: surveys are due")),
            (round_.closed_at and timezone.localdate(round_.closed_at), _("%(half_year)s closed")),
        )
        for day, text in dates:
            if day:
                mark = {"title": text % {"half_year": name}, "icon": "round", "time": "", "kind": ""}
                marks.setdefault(day, []).append(mark | {"url": f"{there}?round={round_.half_year}"})
    return marks
