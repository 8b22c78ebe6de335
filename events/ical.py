"""Events as iCalendar (RFC 5545), with only what an external calendar may hold.

Each event of a series is a separate row with its own local time, so each is a separate VEVENT: a moved or canceled one
is no exception to a rule, and no program has to compute a rule across clock changes. Title, time and place are
exported; never attendance, notes or contacts.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, vDuration
from icalendar import Event as Entry

from events.models import Event, EventStatus
from tfc.text.punctuation import join_title

MEDIA_TYPE = "text/calendar; charset=utf-8"
# How often a program may refresh.
AGAIN = dt.timedelta(hours=4)
STATUS = {
    EventStatus.PLANNED: "CONFIRMED",
    EventStatus.HELD: "CONFIRMED",
    EventStatus.CANCELLED: "CANCELLED",
}


def build_calendar(
    events: Iterable[Event], *, name: str, language: str, url_of: Callable[[Event], str] | None = None
) -> bytes:
    """Return a calendar with its time zones. ``language``: that of the kinds, used for events without a title."""
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
        # Some programs know only time zones defined in the file, from its first day to its last.
        first = min(event.local_start for event in event_list).date() - dt.timedelta(days=1)
        last = max(event.local_end for event in event_list).date() + dt.timedelta(days=2)
        calendar.add_missing_timezones(first_date=first, last_date=last)
        _correct(calendar)
    return calendar.to_ical()


def _correct(calendar: Calendar) -> None:
    """Correct DTSTART of each change of the clocks: the library gives the local time after it, RFC 5545 wants the one
    before.
    """
    parts: list[Any] = [*calendar.walk("DAYLIGHT"), *calendar.walk("STANDARD")]
    for part in parts:
        forward = part["TZOFFSETTO"].td - part["TZOFFSETFROM"].td
        if forward > dt.timedelta():
            part["DTSTART"].dt -= forward


def build_uid(event: Event) -> str:
    """Return an id that never changes, even if the installation moves to another host."""
    return f"event-{event.pk}-{int(event.created_at.timestamp())}@traffickfree"


def _entry(event: Event, url: str) -> Entry:
    entry = Entry()
    entry.add("uid", build_uid(event))
    entry.add("dtstamp", event.updated_at.astimezone(dt.UTC))
    entry.add("last-modified", event.updated_at.astimezone(dt.UTC))
    # The database increments the revision on every change, so it also rises with changes of time, place and state.
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
    """Return the title, with the state in words for canceled events, since many programs show no state."""
    if event.status == EventStatus.CANCELLED:
        return join_title(_("Canceled"), event)
    return str(event)
