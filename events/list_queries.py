"""Queries of the event list without a filter, the usual case."""

import datetime as dt

from events.models import Event, EventStatus, JointShare
from events.models.events import EventQuerySet
from tfc.compiled_queries import CompiledQuery, parameter
from tfc.periods import HalfYear

PAGE = 12
# The most upcoming and unresolved events shown above the past ones.
AHEAD = 5


def past(events: EventQuerySet) -> EventQuerySet:
    return events.exclude(status=EventStatus.PLANNED)


def ahead(events: EventQuerySet, now: dt.datetime, earliest: dt.datetime) -> EventQuerySet:
    """Return the first unresolved and the first upcoming events, one more of each than is shown, soonest first.

    ``earliest``: as in `EventQuerySet.coming`.
    """
    querysets = (events.unresolved(now), events.coming(now, earliest))
    waiting, coming = (queryset.soonest_first()[: AHEAD + 1] for queryset in querysets)
    return waiting.union(coming, all=True)


newest = CompiledQuery(lambda: past(Event.objects.not_deleted()).newest_first()[: PAGE + 1])
joint_questions = CompiledQuery(lambda: JointShare.objects.waiting_for(parameter(0)))
_days = Event.objects.not_deleted().values_list("local_day")
_first_and_last_day = CompiledQuery(
    lambda: _days.order_by("local_day")[:1].union(_days.order_by("-local_day")[:1], all=True)
)
planned = CompiledQuery(lambda: ahead(Event.objects.not_deleted(), parameter(0), parameter(1)))


def half_years_with_events(today: HalfYear) -> list[HalfYear]:
    """Return the half-years from the earliest event to the latest one, or today's if later, newest first."""
    boundary_half_years = [today, *(HalfYear.from_day(day) for (day,) in _first_and_last_day())]
    half_years, first = [max(boundary_half_years)], min(boundary_half_years)
    while half_years[-1] > first:
        half_years.append(half_years[-1].previous())
    return half_years
