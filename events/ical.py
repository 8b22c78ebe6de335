"""Events as iCalendar (RFC 5545): what a calendar of somebody else may hold, and no more.

Each event of a series is a row of its own here, with a time on the wall of its own, so each is a VEVENT of its own:
one that was moved or cancelled is no exception to a rule, and no program has to work out a rule over the change of
clocks. Title, time and place go out; never who came, notes or contacts.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, vDuration
from icalendar import Event as Entry

from events.models import Event, EventStatus

MEDIA_TYPE = "text/calendar; charset=utf-8"
# How often a program may look again.
AGAIN = dt.timedelta(hours=4)
STATUS = {
    EventStatus.PLANNED: "CONFIRMED",
    EventStatus.HELD: "CONFIRMED",
    EventStatus.CANCELLED: "CANCELLED",
}


def build_calendar(
    events: Iterable[Event], *, name: str, language: str, url_of: Callable[[Event], str] | None = None
) -> bytes:
    """A calendar with its time zones. ``language`` is that of the kinds, which stand where an event has no title."""
    calendar = Calendar()
    calendar.add("prodid", "-//TraffickFree//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(AGAIN))
    event_list = list(events)
    with translation.override(language):
        for event in event_list:
            calendar.add_component(_entry(event, url_of(event) if url_of else ""))
    if event_list:
        # Some programs know no zone but those that the file itself explains, from its first day to its last.
        first = min(event.local_start for event in event_list).date() - dt.timedelta(days=1)
        last = max(event.local_end for event in event_list).date() + dt.timedelta(days=2)
        calendar.add_missing_timezones(first_date=first, last_date=last)
        _correct(calendar)
    return calendar.to_ical()


def _correct(calendar: Calendar) -> None:
    """The library tells the hour at which clocks go forward as they show it after; RFC 5545 wants it as before."""
    parts: list[Any] = [*calendar.walk("DAYLIGHT"), *calendar.walk("STANDARD")]
    for part in parts:
        forward = part["TZOFFSETTO"].td - part["TZOFFSETFROM"].td
        if forward > dt.timedelta():
            part["DTSTART"].dt -= forward


def build_uid(event: Event) -> str:
    """The same for ever, wherever this installation may move to."""
    return f"event-{event.pk}-{int(event.created_at.timestamp())}@traffickfree"


def _entry(event: Event, url: str) -> Entry:
    entry = Entry()
    entry.add("uid", build_uid(event))
    entry.add("dtstamp", event.updated_at.astimezone(dt.UTC))
    entry.add("last-modified", event.updated_at.astimezone(dt.UTC))
    # The database counts the revision up with every change, so it rises with those of time, place and state too.
    entry.add("sequence", event.revision)
    entry.add("summary", _summary(event))
    entry.add("dtstart", event.local_start)
    if event.has_end:
        entry.add("dtend", event.local_end)
    if event.place:
        entry.add("location", event.place)
    entry.add("status", STATUS[EventStatus(event.status)])
    if url:
        entry.add("url", url)
    return entry


def _summary(event: Event) -> str:
    """Many programs show no state, so the words say it too."""
    if event.status == EventStatus.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": event}
    return str(event)
