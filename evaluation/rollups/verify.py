"""Checking roll-ups and totals against the records, by counting everything again in a different way.

Reads one snapshot, with the figures' login. Communities whose dirty flags still wait are left to the worker, and so
are the totals of their offices.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.db.models import Q

from communities.models import Community
from communities.thresholds import thresholds_for
from evaluation.actions.figures import find_outdated_figures
from evaluation.community_results import rate_community
from evaluation.figure_queries.overrides import get_overrides
from evaluation.figures import compute
from evaluation.models import EventRollup, Figure, FigureTotal, Refresh, Round, StaleMark, StandingRollup
from evaluation.models.figures import pooled_figures
from evaluation.rollups.events import COUNTED
from evaluation.rollups.grid import activity_grid, activity_grid_from_records
from evaluation.rollups.recompute import BATCH, FIGURES
from evaluation.rollups.round_membership import ASKED, count_expected
from evaluation.rollups.stages import OF_NO_HALF_YEAR, STAGES, count_stages
from evaluation.rollups.standings import get_ratings_by_code
from evaluation.submission_changes import compare_receipts, get_submitted_records
from tfc.disclosure import Reader
from tfc.periods import HalfYear

EVENTS = """
    SELECT community_id, extract(year FROM local_day)::int, extract(month FROM local_day)::int, kind, hosting,
        sponsored_by_oasis, joint_key::text
    FROM events_event WHERE community_id = ANY (%s) AND status = 'held' AND deleted_at IS NULL
"""


@dataclass(frozen=True)
class Difference:
    """The stored and the correct value: None if nothing is stored, or nothing is recorded."""

    place: int  # the community, or the office of a total
    of_office: bool
    half_year: str
    code: str  # kind of event, part or indicator
    stored: Any
    fresh: Any


def differences(communities: Sequence[Community]) -> Iterator[Difference]:
    """Yield the differences of these communities in batches, and then of the totals of their offices."""
    with _one_moment():
        waiting = set(StaleMark.objects.using(FIGURES).values_list("community_id", flat=True).distinct())
        sure = [community for community in communities if community.pk not in waiting]
        for start in range(0, len(sure), BATCH):
            yield from _of_communities(sure[start : start + BATCH])
        unsure = Community.objects.using(FIGURES).filter(pk__in=waiting).values_list("office_id", flat=True)
        for office_id in sorted({community.office_id for community in communities} - set(unsure)):
            yield from _event_totals(office_id)
            yield from _figure_totals(office_id)


@contextmanager
def _one_moment() -> Iterator[None]:
    with transaction.atomic(using=FIGURES), connections[FIGURES].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _of_communities(communities: Sequence[Community]) -> Iterator[Difference]:
    towns = [community.pk for community in communities]
    yield from _unlike(_stored_events(towns), _recorded_events(towns))
    yield from _unlike(_stored_ratings(towns), _fresh_ratings(communities))
    yield from _old_figures(communities)
    yield from _changes_since(communities)


def _unlike(
    stored: Mapping[tuple[int, str, str], Any],
    fresh: Mapping[tuple[int, str, str], Any],
    *,
    of_office: bool = False,
) -> Iterator[Difference]:
    for key in sorted(stored.keys() | fresh.keys()):
        if stored.get(key) != fresh.get(key):
            place, half_year, code = key
            yield Difference(place, of_office, half_year, code, stored.get(key), fresh.get(key))


def _stored_events(towns: Collection[int]) -> dict[tuple[int, str, str], Any]:
    rows = EventRollup.objects.using(FIGURES).filter(community__in=towns)
    return {
        (rollup.community_id, rollup.half_year, rollup.kind): {
            **{name: getattr(rollup, name) for name in COUNTED},
            "joint": sorted(map(str, rollup.joint_keys)),
            "joint_sponsored": sorted(map(str, rollup.joint_sponsored)),
        }
        for rollup in rows
    }


def _recorded_events(towns: Sequence[int]) -> dict[tuple[int, str, str], Any]:
    counted: dict[tuple[int, str, str], Counter[str]] = defaultdict(Counter)
    joint: dict[tuple[int, str, str], list[tuple[str, bool]]] = defaultdict(list)
    with connections[FIGURES].cursor() as cursor:
        cursor.execute(EVENTS, [list(towns)])
        for town, year, month, kind, hosting, sponsored, key in cursor.fetchall():
            cell = town, str(HalfYear(year, 1 if month <= 6 else 2)), kind
            counted[cell].update(["held", hosting, *(["sponsored"] if sponsored else [])])
            if key:
                joint[cell].append((key, sponsored))
    return {
        cell: {
            **{name: counts[name] for name in COUNTED},
            "joint": sorted(key for key, _sponsored in joint[cell]),
            "joint_sponsored": sorted(key for key, sponsored in joint[cell] if sponsored),
        }
        for cell, counts in counted.items()
    }


def _stored_ratings(towns: Collection[int]) -> dict[tuple[int, str, str], str]:
    rows = StandingRollup.objects.using(FIGURES).filter(community__in=towns)
    return {
        (rollup.community_id, rollup.half_year, code): rating
        for rollup in rows
        for code, rating in rollup.ratings.items()
    }


def _fresh_ratings(communities: Sequence[Community]) -> dict[tuple[int, str, str], str]:
    offices = {community.pk: community.office_id for community in communities}
    figures: dict[tuple[int, str], dict[str, Figure]] = defaultdict(dict)
    for figure in Figure.objects.using(FIGURES).for_communities(offices).without_receipts():
        figures[figure.community_id, figure.half_year][figure.part] = figure
    halves = sorted({half_year for _town, half_year in figures})
    overrides = get_overrides(map(HalfYear.parse, halves), community_ids=offices, using=FIGURES)
    thresholds = {
        (office_id, half_year): thresholds_for(office_id, HalfYear.parse(half_year), using=FIGURES)
        for office_id in set(offices.values())
        for half_year in halves
    }
    return {
        (town, half_year, code): rating
        for (town, half_year), parts in figures.items()
        for code, rating in get_ratings_by_code(
            rate_community(parts, overrides, thresholds[offices[town], half_year], Reader.NETWORK)
        ).items()
    }


def _old_figures(communities: Sequence[Community]) -> Iterator[Difference]:
    """Yield figures of open rounds that differ from the current records."""
    rounds = (
        Round.objects.using(FIGURES)
        .open()
        .filter(office__in={community.office_id for community in communities})
    )
    for office_id, half_year in rounds.order_by("half_year").values_list("office_id", "half_year"):
        office_communities = [community for community in communities if community.office_id == office_id]
        for fresh, stored in find_outdated_figures(
            office_communities, HalfYear.parse(half_year), using=FIGURES
        ):
            yield Difference(
                fresh.community.pk,
                False,
                half_year,
                fresh.part,
                stored and stored["numerator"],
                fresh.content["numerator"],
            )


def _changes_since(communities: Sequence[Community]) -> Iterator[Difference]:
    """Yield differences in the stored changes behind figures, which are not stored for every half-year.

    In an open round, figures that are not frozen follow their records, so nothing changed since.
    """
    refreshes = Refresh.objects.using(FIGURES).filter(
        community__in=[community.pk for community in communities]
    )
    since_stored = dict(refreshes.values_list("community_id", "since_stored"))
    running = set(Round.objects.using(FIGURES).open().values_list("office_id", "half_year"))
    for half_year in sorted(
        {half_year for by_half_year in since_stored.values() for half_year in by_half_year}
    ):
        compared_communities = [
            community for community in communities if half_year in since_stored.get(community.pk, {})
        ]
        period = HalfYear.parse(half_year)
        fresh = compute(compared_communities, period, using=FIGURES)
        stored = [
            figure
            for figure in Figure.objects.using(FIGURES).for_half_year(period).for_communities(fresh)
            if figure.frozen or (figure.office_id, half_year) not in running
        ]
        receipts: dict[int, dict[str, Any]] = defaultdict(dict)
        for figure in stored:
            receipts[figure.community_id][figure.part] = figure.receipt
        submitted = get_submitted_records(receipts, period, using=FIGURES)
        changes = {
            (place, half_year, code): part_changes.to_json()
            for place, before in receipts.items()
            for code, part_changes in compare_receipts(
                before,
                {code: computed.receipt for code, computed in fresh[place].items()},
                submitted.get(place),
                using=FIGURES,
            ).parts.items()
        }
        yield from _unlike(
            {
                (community.pk, half_year, code): n
                for community in compared_communities
                for code, n in since_stored[community.pk][half_year].items()
            },
            changes,
        )


def _event_totals(office_id: int) -> Iterator[Difference]:
    stored = activity_grid(office_id, using=FIGURES)
    fresh = activity_grid_from_records(office_id)
    yield from _unlike(
        {(office_id, *cell): done for cell, done in stored.items()},
        {(office_id, *cell): done for cell, done in fresh.items()},
        of_office=True,
    )


def _figure_totals(office_id: int) -> Iterator[Difference]:
    stored: dict[tuple[int, str, str], Any] = {}
    # Not checked: the worker computes sums over several half-years with the functions that pages use.
    over_several = Q(half_year=OF_NO_HALF_YEAR) & ~Q(code=STAGES)
    for total in FigureTotal.objects.using(FIGURES).for_office(office_id).exclude(over_several):
        key = office_id, total.half_year, total.code
        if total.code == ASKED:
            stored[key] = total.known, total.applicable, total.states
        elif total.code == STAGES:
            stored[key] = total.states
        else:
            stored[key] = total.pooled if total.measured else None, total.ratings
    halves = (
        Figure.objects.using(FIGURES).for_office(office_id).order_by().values_list("half_year", flat=True)
    )
    fresh: dict[tuple[int, str, str], Any] = {}
    for half_year in sorted(set(halves.distinct())):
        sums = _pooled(office_id, HalfYear.parse(half_year))
        for code, ratings in _counted_ratings(office_id, half_year).items():
            fresh[office_id, half_year, code] = (sums.get(code), dict(ratings))
        membership_total = count_expected(office_id, HalfYear.parse(half_year), using=FIGURES)
        fresh[office_id, half_year, ASKED] = (
            membership_total.known,
            membership_total.applicable,
            membership_total.states,
        )
    if stages := count_stages([office_id], using=FIGURES):
        fresh[office_id, OF_NO_HALF_YEAR, STAGES] = stages[office_id]
    yield from _unlike(stored, fresh, of_office=True)


def _pooled(office_id: int, half_year: HalfYear) -> Mapping[str, Any]:
    """Pool every single figure, one part at a time."""
    overrides = get_overrides([half_year], office_id=office_id, using=FIGURES)
    figures = Figure.objects.using(FIGURES).for_office(office_id).for_half_year(half_year).without_receipts()
    parts = figures.order_by().values_list("part", flat=True).distinct()
    sums: dict[str, Any] = {}
    for part in parts:
        sums |= pooled_figures(figures.of_part(part).iterator(), overrides)
    return sums


def _counted_ratings(office_id: int, half_year: str) -> Mapping[str, Counter[str]]:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    rows: Iterable[dict[str, str]] = (
        StandingRollup.objects.using(FIGURES)
        .filter(office=office_id, half_year=half_year)
        .values_list("ratings", flat=True)
    )
    for ratings in rows:
        for code, rating in ratings.items():
            counted[code][rating] += 1
    return counted
