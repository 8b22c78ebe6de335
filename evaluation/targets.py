"""Tracking of targets: plan and actual, in a constant number of queries, in the scope of the reader.

Events, professionals and parts come from the stored figures of each half-year, so that targets and surveys agree;
figures of single communities pass through evaluation.figure_visibility. Started communities come from the stages, by
day.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Max
from django.utils import timezone

from communities.models import Direction, Measure, Owner, Target
from communities.models.targets import TargetQuerySet
from evaluation.figure_queries.round_membership import list_not_computed
from evaluation.figure_visibility import GUARDED, mask_figure
from evaluation.figures import figures_here, get_overrides
from evaluation.instrument import Part, Unit
from evaluation.instrument import part as part_by_code
from evaluation.measures import Measurement, Override, State, get_group_range, get_unresolved_count, pool
from evaluation.measures.measured import Number, exact, sure
from evaluation.measures.plans import Bounds, Plan, Step, Total, Verdict, add_up, judge
from evaluation.models import Figure
from evaluation.models.figures import FigureKey
from evaluation.office_totals import cache_until_change
from evaluation.target_points import (
    NONE_KNOWN,
    CommunityStarts,
    Point,
    build_oasis_points,
    build_start_points,
    count_oasis_events,
    get_community_starts,
)
from events.models import OfficeEvent
from tfc.disclosure import Reader
from tfc.periods import HalfYear

PART_OF = {
    Measure.EVENTS: "engagement_events",
    # For its past events without an outcome, any of which may be sponsored.
    Measure.OASIS_EVENTS: "engagement_events",
    Measure.PEOPLE: "professionals_trained",
}


@dataclass(frozen=True)
class TargetProgress:
    """A target with its plan and the progress that the reader may see; ``verdict`` is None if hidden."""

    target: Target
    plan: Plan
    unit: Unit
    points: Sequence[Point] = ()
    verdict: Verdict | None = None

    @property
    def latest(self) -> Point | None:
        return next((point for point in reversed(self.points) if point.lower is not None), None)


@dataclass(frozen=True)
class Sources:
    """``figures`` by half-year and part. ``not_computed``: of an office, how many expected
    communities have no figure. ``oasis_events``: recorded ones by half-year.
    """

    reader: Reader
    today: dt.date
    figures: Mapping[tuple[str, str], Sequence[Figure]]
    overrides: Mapping[FigureKey, Override]
    starts: CommunityStarts = NONE_KNOWN
    oasis_events: Mapping[str, int] = field(default_factory=dict)
    not_computed: Mapping[str, int] = field(default_factory=dict)


def get_target_part(target: Target) -> Part | None:
    """Return the part whose figures the target follows; None for started communities."""
    code = target.code if target.measure == Measure.PART else PART_OF.get(Measure(target.measure), "")
    return part_by_code(code) if code else None


def get_target_unit(target: Target) -> Unit:
    return part.unit if (part := get_target_part(target)) else Unit.COUNT


def build_target_plan(target: Target) -> Plan:
    return Plan(
        start=target.baseline_on,
        base=_number(target.baseline_value),
        due=target.due_on,
        goal=_number(target.goal_value),
        up=target.direction == Direction.UP,
        grain=0 if get_target_unit(target) == Unit.PERCENT else 1,
    )


def _number(value: Decimal) -> Number:
    return sure(exact(value))


def visible(targets: TargetQuerySet, reader: Reader) -> TargetQuerySet:
    """Exclude communities' own targets for residents' answers, which could reveal small numbers of people to the
    office.
    """
    if reader is Reader.COMMUNITY:
        return targets
    return targets.exclude(owner=Owner.COMMUNITY, code__in=GUARDED)


def follow_targets(
    targets: Sequence[Target], *, reader: Reader, as_of: dt.date | None = None
) -> list[TargetProgress]:
    """Return each target with its progress, in the same order. For targets of its office a community sees only the
    plan.
    """
    today = as_of or timezone.localdate()
    shown = [target for target in targets if reader is not Reader.COMMUNITY or target.community_id]
    points = _get_office_sums(shown, reader, today)
    points |= _get_points([target for target in shown if target.pk not in points], reader, today)
    return [
        _build_progress(target, points[target.pk], today)
        if target in shown
        else TargetProgress(target, build_target_plan(target), get_target_unit(target))
        for target in targets
    ]


def _get_office_sums(targets: Sequence[Target], reader: Reader, today: dt.date) -> dict[int, list[Point]]:
    """Return the points of targets over figures of all communities, by target: added up once until figures change."""
    sums = [target for target in targets if not target.community_id and target.measure != Measure.COMMUNITIES]
    if not sums:
        return {}
    # A deliverable's plan is a target that is not stored, and changes with its deliverable.
    vary_on = [
        today,
        *sorted(f"{target.pk} {target.measure}:{target.code} {target.baseline_on}" for target in sums),
    ]
    if any(target.measure == Measure.OASIS_EVENTS for target in sums):
        vary_on.append(OfficeEvent.objects.aggregate(changed=Max("updated_at"), number=Count("pk")))
    return cache_until_change(sums[0].office_id, "targets", vary_on, lambda: _get_points(sums, reader, today))


def _get_points(targets: Sequence[Target], reader: Reader, today: dt.date) -> dict[int, list[Point]]:
    sources = _sources(targets, reader, today)
    return {target.pk: _points(target, sources, min(today, target.closed_on or today)) for target in targets}


def _sources(targets: Sequence[Target], reader: Reader, today: dt.date) -> Sources:
    wanted_figures = {
        (str(half_year), part.code)
        for target in targets
        if (part := get_target_part(target))
        for half_year in get_target_half_years(target, today)
    }
    figures: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    overrides: dict[FigureKey, Override] = {}
    if wanted_figures:
        half_years = {half_year for half_year, _part in wanted_figures}
        rows = figures_here().filter(
            half_year__in=half_years, part__in={part for _name, part in wanted_figures}
        )
        # If all targets are of single communities, only their figures are read.
        towns = {target.community_id for target in targets}
        only = None if None in towns else [community_id for community_id in towns if community_id]
        if only is not None:
            rows = rows.for_communities(only)
        for figure in rows.defer("receipt").order_by("community_id"):
            figures[figure.half_year, figure.part].append(figure)
        overrides = get_overrides((HalfYear.parse(half_year) for half_year in half_years), community_ids=only)
    begun_by = (
        get_community_starts()
        if any(target.measure == Measure.COMMUNITIES for target in targets)
        else NONE_KNOWN
    )
    oasis_events = next(
        (
            count_oasis_events(target.office_id)
            for target in targets
            if target.measure == Measure.OASIS_EVENTS
        ),
        {},
    )
    return Sources(
        reader,
        today,
        figures,
        overrides,
        begun_by,
        oasis_events,
        _count_not_computed(targets, today),
    )


def _count_not_computed(targets: Sequence[Target], today: dt.date) -> dict[str, int]:
    """Return the number by half-year, for targets over all communities of the office; one query per half-year."""
    wanted = [target for target in targets if target.measure == Measure.PART and target.community_id is None]
    half_years = {
        half_year: target.office_id for target in wanted for half_year in get_target_half_years(target, today)
    }
    return {
        str(half_year): len(list_not_computed(office_id, half_year))
        for half_year, office_id in half_years.items()
    }


def get_target_half_years(target: Target, today: dt.date) -> list[HalfYear]:
    """Return the half-years from the baseline to today, the end, or the day on which the target was closed."""
    last_day = min(today, target.due_on, target.closed_on or target.due_on)
    half_years = []
    half_year = HalfYear.from_day(target.baseline_on)
    while half_year.first_day <= last_day:
        half_years.append(half_year)
        half_year = half_year.next()
    return half_years


def _build_progress(target: Target, points: Sequence[Point], today: dt.date) -> TargetProgress:
    plan = build_target_plan(target)
    steps = [Step(point.day, point.lower, point.upper) for point in points if point.lower is not None]
    last_day = min(today, target.closed_on or today)
    verdict = judge(plan, steps, last_day)
    return TargetProgress(target, plan, get_target_unit(target), points, verdict)


def _points(target: Target, sources: Sources, today: dt.date) -> list[Point]:
    if target.measure == Measure.COMMUNITIES:
        end = min(today, target.due_on)
        return build_start_points(_number(target.baseline_value), target.baseline_on, end, sources.starts)
    if target.measure == Measure.PART:
        return list(_levels(target, sources, today))
    if target.measure == Measure.OASIS_EVENTS:
        half_years = get_target_half_years(target, today)
        unresolved = [_count_unresolved(target, half_year, sources) for half_year in half_years]
        return build_oasis_points(
            _number(target.baseline_value), half_years, sources.oasis_events, unresolved, today
        )
    return _totals(target, sources, today)


def _count_unresolved(target: Target, half_year: HalfYear, sources: Sources) -> int:
    measured = (figure.effective(sources.overrides) for figure in _figures(target, half_year, sources))
    return sum(measurement.details.get("unresolved", 0) for measurement in measured)


def _levels(target: Target, sources: Sources, today: dt.date) -> Iterator[Point]:
    for half_year in get_target_half_years(target, today):
        figures = _figures(target, half_year, sources)
        measured, value_count, expected_count, overridden = level(
            target, figures, sources.overrides, sources.reader
        )
        if target.community_id is None:
            expected_count += sources.not_computed[str(half_year)]
        day = _day(figures, half_year, today)
        if measured is None or not measured.has_value:
            reason = measured.reason if measured else "nothing_recorded"
            yield Point(day, half_year, reason=reason, value_count=value_count, expected_count=expected_count)
            continue
        lower, upper = _ends(measured)
        yield Point(
            day, half_year, None, lower, upper, measured.value, value_count, expected_count, "", overridden
        )


def level(
    target: Target, figures: Sequence[Figure], overrides: Mapping[FigureKey, Override], reader: Reader
) -> tuple[Measurement | None, int, int, int]:
    """Return the value of a part as the reader may see it, for how many communities it is known, of how many, and how
    many of these are overrides.
    """
    part = get_target_part(target)
    if part is None or not figures:
        return None, 0, 0, 0
    measures = [figure.effective(overrides) for figure in figures]
    if target.community_id is None:
        pooled = pool(part, measures)
        return pooled.measured, pooled.value_count, pooled.applicable, pooled.overridden
    shown = mask_figure(measures[0], part, reader)
    return shown, int(shown.has_value), 1, int(shown.overridden)


def _ends(measured: Measurement) -> tuple[Number, Number | None]:
    """Return the 95 % interval of a sample, else the bounds."""
    if measured.interval is not None:
        low, high = measured.interval
        return sure(exact(low)), exact(high)
    return sure(measured.lower_value), measured.upper_value


def _totals(target: Target, sources: Sources, today: dt.date) -> list[Point]:
    base = _number(target.baseline_value)
    half_years = get_target_half_years(target, today)
    figures = [_figures(target, half_year, sources) for half_year in half_years]
    cells = [dict(_cells(target, half_year_figures, sources)) for half_year_figures in figures]
    totals = add_up(cells, people=target.measure == Measure.PEOPLE, joint_counts=not target.code)
    points, begun, overridden = [], False, 0
    for half_year, half_year_figures, total in zip(half_years, figures, totals, strict=True):
        begun = begun or total.value_count > 0
        if not target.code:
            overridden += sum(figure.effective(sources.overrides).overridden for figure in half_year_figures)
        day = _day(half_year_figures, half_year, today)
        points.append(_total_point(day, half_year, total, base, begun=begun, overridden=overridden))
    return points


def _total_point(
    day: dt.date, half_year: HalfYear, total: Total, base: Number, *, begun: bool, overridden: int
) -> Point:
    if not begun:
        return Point(
            day,
            half_year,
            value_count=total.value_count,
            expected_count=total.expected_count,
            reason="nothing_recorded",
        )
    upper = None if total.upper is None else base + total.upper
    lower, counts = base + total.lower, (total.value_count, total.expected_count)
    return Point(day, half_year, None, lower, upper, None, *counts, "", overridden)


def _cells(
    target: Target, figures: Sequence[Figure], sources: Sources
) -> Iterator[tuple[int, Bounds | None]]:
    """Yield the bounds of each community to which the figure applies."""
    for figure in figures:
        measured = figure.effective(sources.overrides)
        if measured.state != State.NOT_APPLICABLE:
            yield figure.community_id, _bounds(target, measured)


def _bounds(target: Target, measured: Measurement) -> Bounds | None:
    """Return the bounds, of a kind of event or a profession from the details; an override only gives the overall
    number.
    """
    if not measured.has_value:
        return None
    if not target.code:
        upper = None if measured.upper is None else int(measured.upper)
        return Bounds(int(sure(measured.lower)), upper, measured.joint)
    details = {} if measured.overridden else measured.details
    if measured.state == State.DECLARED_ZERO:
        return Bounds(0, None if measured.upper is None else int(measured.upper))
    if target.measure == Measure.EVENTS:
        number, more = details.get("by_kind", {}).get(target.code), get_unresolved_count(details, target.code)
        return None if number is None else Bounds(number, number + more, measured.joint)
    people = get_group_range(details, target.code)
    return Bounds(people.lower, people.upper, measured.joint) if people else None


def _figures(target: Target, half_year: HalfYear, sources: Sources) -> list[Figure]:
    part = get_target_part(target)
    part_figures = sources.figures.get((str(half_year), part.code), ()) if part else ()
    return [figure for figure in part_figures if target.community_id in (None, figure.community_id)]


def _day(figures: Sequence[Figure], half_year: HalfYear, today: dt.date) -> dt.date:
    """Return the day up to which the figures count."""
    return min(half_year.last_day, today, max((figure.as_of for figure in figures), default=today))


def get_status(followed: TargetProgress) -> str:
    """Return the standing; empty if the reader may not see it."""
    return followed.verdict.standing.value if followed.verdict else ""
