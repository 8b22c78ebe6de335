"""What a target reached by when: a point per half-year or, for a target that counts started communities, per community
or per day.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connections

from communities.community_pager import PAGE
from communities.models import Role, StageChange
from communities.models.communities import TAKES_PART
from evaluation.measures.measured import Number
from evaluation.rollups.grid import activity_grid
from events.models import OfficeEvent
from tfc.periods import HalfYear

# A community has started on the first day on which it takes part and has a coordinator and this many other members.
MEMBERS = 3
NO_STAGES, BEFORE_RECORDS = "no_stages", "before_records"
# For each day, how many communities started and the first page of them; "first" is the first day with a known stage.
STARTS = """
    WITH stage AS (
        SELECT community_id, stage, since, lead(since) OVER (PARTITION BY community_id ORDER BY since, id) AS until
        FROM communities_stagechange
    ), person AS (
        SELECT community_id, user_id, role, started_on AS since, ended_on AS until FROM communities_roleperiod
    ), changed AS (
        SELECT community_id, since AS day FROM stage UNION SELECT community_id, since FROM person
    ), complete AS (
        SELECT changed.community_id, changed.day
        FROM changed
        JOIN stage ON stage.community_id = changed.community_id AND stage.stage = ANY (%(takes_part)s)
            AND changed.day >= stage.since AND (stage.until IS NULL OR changed.day < stage.until)
        JOIN person ON person.community_id = changed.community_id
            AND changed.day >= person.since AND (person.until IS NULL OR changed.day < person.until)
        GROUP BY changed.community_id, changed.day
        HAVING bool_or(person.role = %(coordinator)s) AND count(DISTINCT person.user_id) > %(members)s
    )
    SELECT began, count(*), min(first), (array_agg(community_id ORDER BY community_id))[:%(page)s]
    FROM (
        SELECT stage.community_id, min(stage.since) AS first, min(complete.day) AS began
        FROM stage LEFT JOIN complete ON complete.community_id = stage.community_id GROUP BY stage.community_id
    ) town GROUP BY began ORDER BY began
"""


@dataclass(frozen=True)
class Point:
    """One half-year, or one started community, or, for many, those of a day. ``lower`` None: not known (``reason``).
    ``value``: of a part only. ``overridden``: how many figures in it are overrides.
    """

    day: dt.date
    half_year: HalfYear | None = None
    community_id: int | None = None
    lower: Number | None = None
    upper: Number | None = None
    value: Number | None = None
    value_count: int = 0
    expected_count: int = 0
    reason: str = ""
    overridden: int = 0


@dataclass(frozen=True)
class CommunityStarts:
    """For each day, how many communities started (``began``), with up to a page of them; ``since``: first day with a
    known stage.
    """

    began: Sequence[tuple[dt.date, int, Sequence[int]]] = ()
    since: dt.date | None = None


NONE_KNOWN = CommunityStarts()


def get_community_starts() -> CommunityStarts:
    """Return the community starts, in the office's scope: one query."""
    with connections[StageChange.objects.all().db].cursor() as cursor:
        cursor.execute(
            STARTS,
            {
                "takes_part": list(TAKES_PART),
                "coordinator": Role.COORDINATOR,
                "members": MEMBERS,
                "page": PAGE,
            },
        )
        rows = cursor.fetchall()
    began = [(day, number, ids) for day, number, _first, ids in rows if day]
    return CommunityStarts(began, min((first for _day, _number, first, _ids in rows), default=None))


def count_oasis_events(office_id: int) -> Mapping[str, int]:
    """Return by half-year how many events the office held or sponsored itself and how many its communities marked as
    sponsored; joint events, and events that both recorded, count once.
    """
    own = OfficeEvent.objects.filter(office=office_id).counted()
    counted = Counter(str(HalfYear.from_day(day)) for day in own.values_list("on", flat=True))
    for (half_year, _kind), events in activity_grid(office_id).items():
        counted[half_year] += events.sponsored
    return counted


def build_oasis_points(
    base: Number,
    half_years: Sequence[HalfYear],
    recorded: Mapping[str, int],
    unresolved: Sequence[int],
    today: dt.date,
) -> list[Point]:
    """Return a point for each half-year. ``recorded``: events of a half-year that Oasis held or sponsored;
    ``unresolved``: past events without an outcome, any of which may be one of them. Without any record the number is
    not known.
    """
    points = []
    lower, pending, begun = base, 0, False
    for half_year, without_outcome in zip(half_years, unresolved, strict=True):
        number = recorded.get(str(half_year), 0)
        lower, pending, begun = lower + number, pending + without_outcome, begun or number > 0
        day = half_year.get_reference_day(today)
        if begun:
            points.append(Point(day, half_year, lower=lower, upper=lower + pending))
        else:
            points.append(Point(day, half_year, reason="nothing_recorded"))
    return points


def build_start_points(
    base: Number, since: dt.date, end: dt.date, community_starts: CommunityStarts
) -> list[Point]:
    """Return a point for each started community, or, for many, for each day with a start, and one for the last day."""
    if community_starts.since is None or end < community_starts.since:
        return [Point(end, reason=BEFORE_RECORDS if community_starts.since else NO_STAGES)]
    # Communities that started before the first recorded stage are missing, so the upper bound is open.
    is_open = since < community_starts.since
    days = [start for start in community_starts.began if since <= start[0] <= end]
    steps: list[tuple[dt.date, int, int | None]] = [
        (day, 1, community_id) for day, _number, ids in days for community_id in ids
    ]
    if sum(number for _day, number, _ids in days) > PAGE:
        steps = [(day, number, None) for day, number, _ids in days]
    points = []
    total = base
    for day, number, place in steps:
        total += number
        points.append(Point(day, None, place, total, None if is_open else total))
    return [*points, Point(end, lower=total, upper=None if is_open else total)]
