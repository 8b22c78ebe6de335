"""The contents of an IATI file: the figures of all half-years up to one, as the public may read them.

Activity files are meant for publication, so residents' answers are included only as far as the community's frozen
public table shows them (docs/adr/0010-public-tables.md), whoever downloads the file; nothing else in it counts
residents.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from communities.models import Community, Office, Stage, StageChange
from communities.thresholds import Thresholds, thresholds_over
from evaluation.achievement_items import Item
from evaluation.community_results import rate_community
from evaluation.figure_queries.round_membership import list_not_computed
from evaluation.figure_visibility import GUARDED
from evaluation.figures import get_overrides
from evaluation.instrument import PARTS, Part, Rule
from evaluation.measures import Measurement, Override, State, get_unresolved_count
from evaluation.models import Figure, PublicTable, Round
from evaluation.models.figures import FigureKey, pool_figures
from evaluation.public_achievements import may_be_published
from evaluation.public_tables import PARTS as PUBLIC_PARTS
from evaluation.public_tables import read_groups
from evaluation.stored_achievements import StoredFacts, read_stored_facts
from events.output_units import get_lazy_unit_label
from reports.exports.columns import receipt_url
from reports.office_work import PublishedWork
from stakeholders.models import Sector
from tfc.disclosure import Reader
from tfc.periods import HalfYear

# The part whose figures contain contributions.
GIVEN = "resources_identified"
# An activity begins with the stage "awareness", before its community counts as started (evaluation/target_points.py).
WITHOUT_ACTIVITY = (Stage.CANDIDATE, Stage.DORMANT)


@dataclass(frozen=True)
class Breakdown:
    """Counts by code. ``dimension`` is its name; ``adds_up``: whether each event is counted once, so that the counts
    sum to the total.
    """

    dimension: str
    counts: Mapping[str, int]
    adds_up: bool


@dataclass(frozen=True)
class Point:
    """One part in one half-year; ``measured`` is None if it is not known.

    Only for sums: ``overridden`` is how many of its parts are overrides, ``known_count`` of ``community_count``
    communities are known.

    ``target``: the value from which a community's part is met. ``breakdown``: counts by code; only for communities,
    because in sums joint events could not be separated.
    """

    half_year: HalfYear
    measured: Measurement | None
    target: int | None = None
    version: int = 1
    final: bool = True
    known_count: int | None = None
    community_count: int | None = None
    overridden: int = 0
    receipt: str = ""
    breakdown: Breakdown | None = None


@dataclass(frozen=True)
class Activity:
    """``began``: the first known day of activity. ``series``: points by part code, ``achievements``: items that the
    public may read, both with the oldest half-year first.
    """

    office: Office
    community: Community | None
    began: dt.date
    updated: dt.datetime | None
    series: Mapping[str, Sequence[Point]]
    related: Sequence[Community] = ()
    achievements: Mapping[HalfYear, Sequence[Item]] = field(default_factory=dict)
    # Of an office.
    own_work: PublishedWork | None = None
    own_items: Mapping[HalfYear, Sequence[Item]] = field(default_factory=dict)


@dataclass
class _Sources:
    half_years: list[HalfYear]
    figures: dict[int, dict[HalfYear, dict[str, Figure]]]
    overrides: Mapping[FigureKey, Override]
    thresholds: Mapping[HalfYear, Thresholds]
    tables: Mapping[tuple[int, str], PublicTable]
    began: Mapping[int, dt.date]
    achieved: StoredFacts
    own_work: PublishedWork | None
    communities: dict[int, Community] = field(default_factory=dict)


def activities_of_office(office: Office, half_year: HalfYear) -> list[Activity]:
    """Return the office's activity, and below it one for each community with a figure. Call in the office's scope."""
    sources = _sources(office, half_year, Community.objects.filter(office=office), is_office=True)
    towns = [
        activity
        for community in sources.communities.values()
        if (activity := _gather_community(office, community, sources))
    ]
    shown = [activity.community for activity in towns if activity.community]
    began = min((activity.began for activity in towns), default=half_year.first_day)
    updated = max((activity.updated for activity in towns if activity.updated), default=None)
    series = _sums(office, sources, {community.pk for community in shown})
    achievements = _achievements({None, *(community.pk for community in shown)}, sources)
    own_work = sources.own_work
    own_items = {key: _name_units(items) for key, items in own_work.items.items()} if own_work else {}
    activity = Activity(office, None, began, updated, series, shown, achievements, own_work, own_items)
    return [activity, *towns]


def activities_of_community(community: Community, half_year: HalfYear) -> list[Activity]:
    """Return a community's own activity, with its office's as parent; empty if no round was opened yet. Call in its
    scope.
    """
    sources = _sources(community.office, half_year, Community.objects.filter(pk=community.pk))
    if half_year not in sources.half_years:
        return []
    activity = _gather_community(community.office, community, sources)
    return [activity or Activity(community.office, community, half_year.first_day, None, {})]


def _sources(
    office: Office, last: HalfYear, communities: Iterable[Community], *, is_office: bool = False
) -> _Sources:
    """Read everything needed in a constant number of queries."""
    rounds = Round.objects.opened().filter(office=office, half_year__lte=str(last)).order_by("half_year")
    half_years = [round_.period for round_ in rounds]
    towns = {community.pk: community for community in communities}
    figure_rows = Figure.objects.for_communities(towns).filter(
        half_year__in=[str(half_year) for half_year in half_years]
    )
    figures: dict[int, dict[HalfYear, dict[str, Figure]]] = defaultdict(lambda: defaultdict(dict))
    for figure in figure_rows.defer("receipt"):
        figures[figure.community_id][figure.period][figure.part] = figure
    own_work = PublishedWork(office, half_years) if is_office else None
    tables = PublicTable.objects.filter(community__in=towns)
    stages = StageChange.objects.filter(community__in=towns).exclude(stage__in=WITHOUT_ACTIVITY)
    return _Sources(
        half_years=half_years,
        figures=figures,
        overrides=get_overrides(half_years, community_ids=towns),
        thresholds=thresholds_over(office.pk, half_years),
        tables={(table.community_id, table.half_year): table for table in tables},
        achieved=read_stored_facts(
            towns,
            half_years,
            [by_part[GIVEN] for own in figures.values() for by_part in own.values() if GIVEN in by_part],
            office if is_office else None,
            *(own_work.queries if own_work else ()),
        ),
        own_work=own_work,
        began=dict(stages.order_by("-since").values_list("community_id", "since")),
        communities={pk: towns[pk] for pk in sorted(towns, key=lambda pk: towns[pk].name)},
    )


def _gather_community(office: Office, community: Community, sources: _Sources) -> Activity | None:
    # Row-level security returns communities without their office; this is the office asked for.
    community.office = office
    figures = sources.figures.get(community.pk, {})
    series: dict[str, list[Point]] = defaultdict(list)
    for half_year in sources.half_years:
        for point, code in _points(community, half_year, figures.get(half_year, {}), sources):
            series[code].append(point)
    if not series:
        return None
    updated = max(
        figure.computed_at for figures_by_part in figures.values() for figure in figures_by_part.values()
    )
    first = min(points[0].half_year.first_day for points in series.values())
    began = min(sources.began.get(community.pk, first), first)
    achievements = _achievements({community.pk}, sources)
    return Activity(office, community, began, updated, series, achievements=achievements)


def _achievements(community_ids: Collection[int | None], sources: _Sources) -> dict[HalfYear, list[Item]]:
    """Return outputs, people reached, contributions and wins, without small numbers of people. None among
    ``community_ids``: the office's own campaigns.
    """
    achievements = {}
    for half_year in sources.half_years:
        achieved = sources.achieved.list_items(community_ids, half_year)
        if items := [item for item in achieved if may_be_published(item)]:
            achievements[half_year] = _name_units(items)
    return achievements


def _name_units(items: Iterable[Item]) -> list[Item]:
    """Name the units that the office added, since the file of all offices is written outside of their scopes."""
    return [
        replace(item, name=get_lazy_unit_label(item.unit)) if item.unit.startswith("own-") else item
        for item in items
    ]


def _points(
    community: Community, half_year: HalfYear, figures: Mapping[str, Figure], sources: _Sources
) -> Iterator[tuple[Point, str]]:
    thresholds = sources.thresholds[half_year]
    for indicator in (
        rate_community(figures, sources.overrides, thresholds, Reader.NETWORK) if figures else ()
    ):
        for standing in indicator.parts:
            part = standing.part
            if standing.measured.state == State.NOT_APPLICABLE or part.code not in figures:
                continue
            table = sources.tables.get((community.pk, str(half_year)))
            yield (
                Point(
                    half_year,
                    _get_published(standing.measured, part, table),
                    _target(part, thresholds),
                    figures[part.code].definition_version,
                    figures[part.code].frozen,
                    receipt=receipt_url(community, half_year, part, Reader.NETWORK),
                    breakdown=_breakdown(standing.measured, part, figures),
                ),
                part.code,
            )


def _breakdown(measured: Measurement, part: Part, figures: Mapping[str, Figure]) -> Breakdown | None:
    """Return the breakdown: events by kind, meetings by sector (from the details of 4b); never counts of people.

    Without a group whose 0 is not known, since an event without outcome or attendance may belong to it.
    """
    if not measured.has_value or measured.overridden or not measured.numerator:
        return None
    if part.code == "engagement_events" and (kinds := measured.details.get("by_kind")):
        known_kinds = {
            kind: number
            for kind, number in kinds.items()
            if number or not get_unresolved_count(measured.details, kind)
        }
        return Breakdown("kind", known_kinds, adds_up=True)
    breadth = figures.get("sector_breadth")
    if part.code == "stakeholder_meetings" and breadth and "meetings_by_sector" in breadth.details:
        meetings_by_sector = breadth.details["meetings_by_sector"]
        all_sectors = dict.fromkeys(Sector.values, 0) if measured.upper == measured.numerator else {}
        return Breakdown("sector", all_sectors | meetings_by_sector, adds_up=False)
    return None


def _target(part: Part, thresholds: Thresholds) -> int | None:
    """Return the value from which the part is met: the threshold for shares (80 % by default), or the office's target
    for a count.
    """
    if part.rule in (Rule.SHARE, Rule.INTERVAL):
        return thresholds.met
    return thresholds.targets.get(part.code)


def _get_published(measured: Measurement, part: Part, table: PublicTable | None) -> Measurement | None:
    """Return the measurement as the public may read it; None if it is unknown or rests on residents' answers that are
    not public.
    """
    if not measured.has_value:
        return None
    if part.code not in GUARDED or (table is not None and _is_public(measured, part, table)):
        return measured
    return None


def _is_public(measured: Measurement, part: Part, table: PublicTable) -> bool:
    """Return whether the frozen public table has the same numerator and denominator."""
    counted = (measured.numerator, measured.denominator)
    return not measured.overridden and any(
        (row.knows, row.valid) == counted
        for group in read_groups(table.content)
        for row in group.rows
        if PUBLIC_PARTS.get(row.what) == part.code and row.knows is not None
    )


def _sums(office: Office, sources: _Sources, shown: set[int]) -> dict[str, list[Point]]:
    """Return each part summed over all communities: numerators and denominators are added, joint events counted once.

    Communities in the round without a figure count as unknown: one query per half-year.
    """
    series: dict[str, list[Point]] = defaultdict(list)
    for half_year in sources.half_years:
        not_computed = len(list_not_computed(office.pk, half_year))
        figures = [figure for pk in shown for figure in sources.figures[pk].get(half_year, {}).values()]
        pooled = pool_figures(figures, sources.overrides)
        for part in PARTS:
            if (pooled_figure := pooled.get(part.code)) is None or not pooled_figure.applicable:
                continue
            own = [figure for figure in figures if figure.part == part.code]
            series[part.code].append(
                Point(
                    half_year,
                    # What residents answered is public only where a community's own table is.
                    pooled_figure.measured
                    if pooled_figure.measured.has_value and part.code not in GUARDED
                    else None,
                    version=max(figure.definition_version for figure in own),
                    final=all(figure.frozen for figure in own),
                    known_count=pooled_figure.value_count,
                    community_count=pooled_figure.applicable + not_computed,
                    overridden=pooled_figure.overridden,
                )
            )
    return series
