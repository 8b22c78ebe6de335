"""Targets followed: plan and actual, in a constant number of queries, in the scope of the one that asks.

Events, professionals and parts come from the stored figures, half-year by half-year, so that a target and the survey
cannot disagree; single communities' pass evaluation.figure_visibility. Communities started come from the stages, by
the day.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from communities.models import Direction, Measure, Owner, Target
from communities.models.targets import TargetQuerySet
from evaluation.figure_queries.round_membership import list_not_computed
from evaluation.figure_visibility import GUARDED, as_seen
from evaluation.figures import figures_here, overrides_of
from evaluation.instrument import Part, Unit
from evaluation.instrument import part as part_by_code
from evaluation.measures import Measured, Override, State, get_group_range, pool, unresolved_of
from evaluation.measures.measured import Number, exact, sure
from evaluation.measures.plans import Bounds, Plan, Step, Total, Verdict, add_up, judge
from evaluation.models import Figure
from evaluation.models.figures import FigureKey
from evaluation.rollups.stored_sums import added_up_at, is_kept
from evaluation.target_points import ADDING_UP, NONE_KNOWN, Point, Starts, begun, starts
from tfc.disclosure import Reader
from tfc.periods import HalfYear

PART_OF = {Measure.EVENTS: "engagement_events", Measure.PEOPLE: "professionals_trained"}


@dataclass(frozen=True)
class Followed:
    """A target with its plan and, where the reader may know, what was reached: ``verdict`` is None where not.
    ``added_up_at``: when a worker added up what is kept."""

    target: Target
    plan: Plan
    unit: Unit
    points: Sequence[Point] = ()
    verdict: Verdict | None = None
    added_up_at: dt.datetime | None = None

    @property
    def latest(self) -> Point | None:
        return next((one for one in reversed(self.points) if one.lower is not None), None)


@dataclass(frozen=True)
class Sources:
    """``figures`` by half-year and part. ``not_computed``: of an office, how many asked communities have no figure."""

    reader: Reader
    today: dt.date
    figures: Mapping[tuple[str, str], Sequence[Figure]]
    overrides: Mapping[FigureKey, Override]
    starts: Starts = NONE_KNOWN
    not_computed: Mapping[str, int] = field(default_factory=dict)


def part_of(target: Target) -> Part | None:
    """The part whose figures it follows; None for communities started."""
    code = target.code if target.measure == Measure.PART else PART_OF.get(Measure(target.measure), "")
    return part_by_code(code) if code else None


def unit_of(target: Target) -> Unit:
    return part.unit if (part := part_of(target)) else Unit.COUNT


def plan_of(target: Target) -> Plan:
    return Plan(
        start=target.baseline_on,
        base=_number(target.baseline_value),
        due=target.due_on,
        goal=_number(target.goal_value),
        up=target.direction == Direction.UP,
        grain=0 if unit_of(target) == Unit.PERCENT else 1,
    )


def _number(value: Decimal) -> Number:
    return sure(exact(value))


def visible(targets: TargetQuerySet, reader: Reader) -> TargetQuerySet:
    """Without what communities aim at in their residents' answers: the office would learn of few people by it."""
    if reader is Reader.COMMUNITY:
        return targets
    return targets.exclude(owner=Owner.COMMUNITY, code__in=GUARDED)


def follow(targets: Sequence[Target], *, reader: Reader, as_of: dt.date | None = None) -> list[Followed]:
    """Each target as it stands, in the same order. A community is told of its office's sums only what is planned."""
    today = as_of or timezone.localdate()
    shown = [one for one in targets if reader is not Reader.COMMUNITY or one.community_id]
    sources = _sources([one for one in shown if not is_kept(one)], reader, today)
    return [
        _followed(one, sources) if one in shown else Followed(one, plan_of(one), unit_of(one))
        for one in targets
    ]


def _sources(targets: Sequence[Target], reader: Reader, today: dt.date) -> Sources:
    asked = {
        (str(half_year), part.code)
        for one in targets
        if (part := part_of(one))
        for half_year in half_years_of(one, today)
    }
    figures: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    overrides: dict[FigureKey, Override] = {}
    if asked:
        half_years = {half_year for half_year, _part in asked}
        rows = figures_here().filter(half_year__in=half_years, part__in={part for _name, part in asked})
        # Targets of single communities need no figures of the others.
        towns = {one.community_id for one in targets}
        only = None if None in towns else [one for one in towns if one]
        if only is not None:
            rows = rows.for_communities(only)
        for figure in rows.defer("receipt").order_by("community_id"):
            figures[figure.half_year, figure.part].append(figure)
        overrides = overrides_of((HalfYear.parse(one) for one in half_years), community_ids=only)
    begun_by = starts() if any(one.measure == Measure.COMMUNITIES for one in targets) else NONE_KNOWN
    return Sources(reader, today, figures, overrides, begun_by, _count_not_computed(targets, today))


def _count_not_computed(targets: Sequence[Target], today: dt.date) -> dict[str, int]:
    """By half-year, for targets over all communities of the office; one query a half-year."""
    wanted = [one for one in targets if one.measure == Measure.PART and one.community_id is None]
    half_years = {half_year: one.office_id for one in wanted for half_year in half_years_of(one, today)}
    return {str(one): len(list_not_computed(office_id, one)) for one, office_id in half_years.items()}


def half_years_of(target: Target, today: dt.date) -> list[HalfYear]:
    """From the one in which it begins to that of today, of its end or of the day on which it was closed."""
    last_day = min(today, target.due_on, target.closed_on or target.due_on)
    found = []
    half_year = HalfYear.of(target.baseline_on)
    while half_year.first_day <= last_day:
        found.append(half_year)
        half_year = half_year.next()
    return found


def _followed(target: Target, sources: Sources) -> Followed:
    plan = plan_of(target)
    today = min(sources.today, target.closed_on or sources.today)
    points = _kept(target, today) if is_kept(target) else _points(target, sources, today)
    steps = [Step(one.day, one.lower, one.upper) for one in points if one.lower is not None]
    verdict = judge(plan, steps, today, by_lower=target.measure == Measure.PEOPLE)
    kept = added_up_at(target.kept) if is_kept(target) else None  # type: ignore[attr-defined]
    return Followed(target, plan, unit_of(target), points, verdict, kept)


def _kept(target: Target, today: dt.date) -> list[Point]:
    """What a worker added up; a target that was set just now waits for it."""
    kept = target.kept  # type: ignore[attr-defined]
    return [Point.from_json(one) for one in kept["points"]] if kept else [Point(today, reason=ADDING_UP)]


def _points(target: Target, sources: Sources, today: dt.date) -> list[Point]:
    if target.measure == Measure.COMMUNITIES:
        end = min(today, target.due_on)
        return begun(_number(target.baseline_value), target.baseline_on, end, sources.starts)
    if target.measure == Measure.PART:
        return list(_levels(target, sources, today))
    return _totals(target, sources, today)


def _levels(target: Target, sources: Sources, today: dt.date) -> Iterator[Point]:
    for half_year in half_years_of(target, today):
        figures = _figures(target, half_year, sources)
        measured, known, asked = level(target, figures, sources.overrides, sources.reader)
        if target.community_id is None:
            asked += sources.not_computed[str(half_year)]
        day = _day(figures, half_year, today)
        if measured is None or not measured.known:
            reason = measured.reason if measured else "nothing_recorded"
            yield Point(day, half_year, reason=reason, known=known, asked=asked)
            continue
        lower, upper = _ends(measured)
        yield Point(day, half_year, None, lower, upper, measured.value, known, asked)


def level(
    target: Target, figures: Sequence[Figure], overrides: Mapping[FigureKey, Override], reader: Reader
) -> tuple[Measured | None, int, int]:
    """The value of a part as the reader may see it, for how many communities it is known, and of how many."""
    part = part_of(target)
    if part is None or not figures:
        return None, 0, 0
    measures = [one.effective(overrides) for one in figures]
    if target.community_id is None:
        pooled = pool(part, measures)
        return pooled.measured, pooled.known, pooled.applicable
    shown = as_seen(measures[0], part, reader)
    return shown, int(shown.known), 1


def _ends(measured: Measured) -> tuple[Number, Number | None]:
    """Of a sample its 95 % interval, of everything else the bounds."""
    if measured.interval is not None:
        low, high = measured.interval
        return sure(exact(low)), exact(high)
    return sure(measured.lower_value), measured.upper_value


def _totals(target: Target, sources: Sources, today: dt.date) -> list[Point]:
    base = _number(target.baseline_value)
    half_years = half_years_of(target, today)
    figures = [_figures(target, one, sources) for one in half_years]
    cells = [dict(_cells(target, found, sources)) for found in figures]
    totals = add_up(cells, people=target.measure == Measure.PEOPLE, joint_counts=not target.code)
    points, begun = [], False
    for half_year, found, total in zip(half_years, figures, totals, strict=True):
        begun = begun or total.known > 0
        day = _day(found, half_year, today)
        points.append(_total_point(day, half_year, total, base, begun=begun))
    return points


def _total_point(day: dt.date, half_year: HalfYear, total: Total, base: Number, *, begun: bool) -> Point:
    if not begun:
        return Point(day, half_year, known=total.known, asked=total.asked, reason="nothing_recorded")
    upper = None if total.upper is None else base + total.upper
    return Point(day, half_year, None, base + total.lower, upper, None, total.known, total.asked)


def _cells(
    target: Target, figures: Sequence[Figure], sources: Sources
) -> Iterator[tuple[int, Bounds | None]]:
    """Of each community that is asked at all."""
    for figure in figures:
        measured = figure.effective(sources.overrides)
        if measured.state != State.NOT_APPLICABLE:
            yield figure.community_id, _bounds(target, measured)


def _bounds(target: Target, measured: Measured) -> Bounds | None:
    """Of a kind of event or a profession, what the details say; a coordinator's own value tells only the whole."""
    if not measured.known:
        return None
    if not target.code:
        upper = None if measured.upper is None else int(measured.upper)
        return Bounds(int(sure(measured.lower)), upper, measured.joint)
    details = {} if measured.overridden else measured.details
    if measured.state == State.DECLARED_ZERO:
        return Bounds(0, None if measured.upper is None else int(measured.upper))
    if target.measure == Measure.EVENTS:
        number, more = details.get("by_kind", {}).get(target.code), unresolved_of(details, target.code)
        return None if number is None else Bounds(number, number + more, measured.joint)
    people = get_group_range(details, target.code)
    return Bounds(people.lower, people.upper, measured.joint) if people else None


def _figures(target: Target, half_year: HalfYear, sources: Sources) -> list[Figure]:
    part = part_of(target)
    found = sources.figures.get((str(half_year), part.code), ()) if part else ()
    return [one for one in found if target.community_id in (None, one.community_id)]


def _day(figures: Sequence[Figure], half_year: HalfYear, today: dt.date) -> dt.date:
    """Up to which day they were counted."""
    return min(half_year.last_day, today, max((one.as_of for one in figures), default=today))


def standing_of(followed: Followed) -> str:
    """Empty where the reader may not know."""
    return followed.verdict.standing.value if followed.verdict else ""
