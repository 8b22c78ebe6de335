"""What a target reached by when: a half-year each, or where it counts communities that began, each of these or their
days."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db import connections

from communities.models import Stage, StageChange
from communities.pages import PAGE
from evaluation.kept_sums import read, told, told_half_year
from evaluation.measures.measured import Number
from tfc.periods import HalfYear

# A community has begun once it came to any stage but these.
NOT_BEGUN = (Stage.CANDIDATE, Stage.DORMANT)
NO_STAGES, BEFORE_RECORDS, ADDING_UP = "no_stages", "before_records", "adding_up"
# On each day, how many communities began and the first of them; "first" is the first day of which any stage is known.
STARTS = """
    SELECT began, count(*), min(first), (array_agg(community_id ORDER BY community_id))[:%s]
    FROM (
        SELECT community_id, min(since) AS first, min(since) FILTER (WHERE stage <> ALL (%s)) AS began
        FROM communities_stagechange GROUP BY community_id
    ) one GROUP BY began ORDER BY began
"""


@dataclass(frozen=True)
class Point:
    """One half-year, or one community that began, or of many those of a day. ``lower`` None: not known (``reason``).
    ``value``: of a part only."""

    day: dt.date
    half_year: HalfYear | None = None
    community_id: int | None = None
    lower: Number | None = None
    upper: Number | None = None
    value: Number | None = None
    known: int = 0
    asked: int = 0
    reason: str = ""

    def as_json(self) -> list[Any]:
        numbers = (told(one) for one in (self.lower, self.upper, self.value))
        where = (self.day.isoformat(), told_half_year(self.half_year), self.community_id)
        return [*where, *numbers, self.known, self.asked, self.reason]

    @classmethod
    def from_json(cls, told_as: Sequence[Any]) -> Self:
        day, half_year, community_id, lower, upper, value, *rest = told_as
        period = HalfYear.parse(half_year) if half_year else None
        numbers = (read(lower), read(upper), read(value))
        return cls(dt.date.fromisoformat(day), period, community_id, *numbers, *rest)


@dataclass(frozen=True)
class Starts:
    """On each day, how many communities ``began``, with up to a page of them; ``since`` when any stage is known."""

    began: Sequence[tuple[dt.date, int, Sequence[int]]] = ()
    since: dt.date | None = None


NONE_KNOWN = Starts()


def starts() -> Starts:
    """In the office's scope: one query."""
    with connections[StageChange.objects.all().db].cursor() as cursor:
        cursor.execute(STARTS, [PAGE, list(NOT_BEGUN)])
        found = cursor.fetchall()
    began = [(day, number, ids) for day, number, _first, ids in found if day]
    return Starts(began, min((first for _day, _number, first, _ids in found), default=None))


def begun(base: Number, since: dt.date, end: dt.date, found: Starts) -> list[Point]:
    """A point for each that began, or of many for each day on which any did, and one for the last day that is looked
    at."""
    if found.since is None or end < found.since:
        return [Point(end, reason=BEFORE_RECORDS if found.since else NO_STAGES)]
    # What began before anything was written down is in no record.
    is_open = since < found.since
    days = [one for one in found.began if since <= one[0] <= end]
    steps: list[tuple[dt.date, int, int | None]] = [
        (day, 1, one) for day, _number, ids in days for one in ids
    ]
    if sum(number for _day, number, _ids in days) > PAGE:
        steps = [(day, number, None) for day, number, _ids in days]
    points = []
    total = base
    for day, number, place in steps:
        total += number
        points.append(Point(day, None, place, total, None if is_open else total))
    return [*points, Point(end, lower=total, upper=None if is_open else total)]
