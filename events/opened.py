"""What the list of events asks when somebody opens it, as nearly everybody does without a filter."""

import datetime as dt

from events.models import Event, EventStatus
from events.models.events import EventQuerySet
from tfc.periods import HalfYear

PAGE = 25
# Shown of what is coming and of what waits for an answer, above what is past.
AHEAD = 5


def past(events: EventQuerySet) -> EventQuerySet:
    return events.exclude(status=EventStatus.PLANNED)


def ahead(events: EventQuerySet, now: dt.datetime, earliest: dt.datetime) -> EventQuerySet:
    """One more than is shown of what waits for an answer, and of what is coming; each soonest first.

    ``earliest``: as for `EventQuerySet.coming`.
    """
    asked = (events.unresolved(now), events.coming(now, earliest))
    waiting, coming = (found.soonest_first()[: AHEAD + 1] for found in asked)
    return waiting.union(coming, all=True)


def newest() -> EventQuerySet:
    return past(Event.objects.kept()).newest_first()[: PAGE + 1]


def planned(now: dt.datetime, earliest: dt.datetime) -> EventQuerySet:
    return ahead(Event.objects.kept(), now, earliest)


def half_years_with_events(today: HalfYear) -> list[HalfYear]:
    """From the earliest event's to that of the latest one, or of today, newest first."""
    days = Event.objects.kept().values_list("local_day", flat=True)
    ends = days.order_by("local_day")[:1].union(days.order_by("-local_day")[:1], all=True)
    found = [today, *(HalfYear.of(day) for day in ends)]
    half_years, first = [max(found)], min(found)
    while half_years[-1] > first:
        half_years.append(half_years[-1].previous())
    return half_years
