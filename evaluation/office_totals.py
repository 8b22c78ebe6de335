"""What an office's pages say of all communities of a half-year: from totals that follow the figures within seconds, or,
where none are kept yet, from the figures themselves. Both ways give the same."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import get_language

from communities.models import Office
from communities.thresholds import Thresholds, thresholds_for
from evaluation.community_results import standings
from evaluation.figure_queries.sums import sums_of
from evaluation.figures import overrides_of
from evaluation.instrument import PARTS, Part
from evaluation.measures import Pooled, Rating, add_up
from evaluation.models import Figure, FigureTotal
from evaluation.rollups.round_membership import ASKED, count_asked
from evaluation.rollups.stages import OF_NO_HALF_YEAR, STAGES
from evaluation.rollups.standings import ratings_of
from tfc.compiled_queries import CompiledQuery, parameter
from tfc.disclosure import Reader
from tfc.periods import HalfYear

# Half-years of offices that are looked at by turns, each some five kilobytes.
KEPT = 100
PLAIN = ("code", "known", "applicable", "overridden")
AS_TEXT = ("measured", "states", "ratings", "versions")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Totals:
    """``pooled`` and ``versions`` by code of a part, the former of all communities that are asked, with figures or not;
    ``ratings`` by that of a part or an indicator: how many have each,
    of all communities with figures. ``asked`` are asked, ``computed`` of them have figures, the newest of ``at``.
    ``stages``, and with them ``surveys`` by state, are kept of offices with many communities, and None of others."""

    pooled: Mapping[str, Pooled]
    versions: Mapping[str, Sequence[int]]
    ratings: Mapping[str, Mapping[str, int]]
    asked: int
    computed: int
    at: datetime | None
    stages: Mapping[str, int] | None = None
    surveys: Mapping[str, int] | None = None
    # What was made of them for a page, by whatever else it says; it lives as long as they are kept.
    drawn: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def made_once(self, key: tuple[Any, ...], make: Callable[[], Made]) -> Made:
        """For ``key`` and the reader's language."""
        known = get_language(), *key
        if known not in self.drawn:
            self.drawn[known] = make()
        return self.drawn[known]

    def distribution(self, code: str, nothing: Mapping[str, Rating]) -> Counter[Rating]:
        """The communities that are asked, by their rating of an indicator. ``nothing``: see `without_figures`."""
        counted = Counter({Rating(rating): number for rating, number in self.ratings.get(code, {}).items()})
        # Who has figures and is not asked is in "does not apply", the only rating without a figure that applies.
        counted[Rating.NOT_APPLICABLE] -= counted.total() - self.computed
        if without := self.asked - self.computed:
            counted[nothing[code]] += without
        return +counted


def without_figures(thresholds: Thresholds) -> dict[str, Rating]:
    """The rating of each indicator where no figure is stored."""
    found = standings({}, {}, thresholds, Reader.NETWORK)
    return {one.indicator.code: one.rating.rating for one in found}


def totals_in(office: Office, half_year: HalfYear) -> Totals:
    """In the office's scope: one query where totals are kept."""
    rows = tuple(_rows_of(office.pk, str(half_year)))
    return _kept(rows) if any(row[0] == ASKED for row in rows) else _computed(office, half_year)


def _texts() -> Any:
    texts = {f"{name}_told": Cast(name, TextField()) for name in AS_TEXT}
    stages = Q(half_year=OF_NO_HALF_YEAR, code=STAGES)
    found = FigureTotal.objects.filter(Q(half_year=parameter(1)) | stages, office=parameter(0)).annotate(
        **texts
    )
    return found.order_by("code").values_list(*PLAIN, *texts)


_rows_of: CompiledQuery[tuple[Any, ...]] = CompiledQuery(_texts)


@lru_cache(maxsize=KEPT)
def _kept(rows: tuple[tuple[Any, ...], ...]) -> Totals:
    """Made once for the same rows: they change now and then, and are looked at again and again."""
    found = {}
    for row in rows:
        plain = dict(zip(PLAIN, row, strict=False))
        texts = zip(AS_TEXT, map(json.loads, row[len(PLAIN) :]), strict=True)
        found[plain["code"]] = FigureTotal(**plain, **dict(texts))
    return _stored(found, found[ASKED])


def totals_over(office: Office, half_years: Iterable[HalfYear]) -> dict[HalfYear, Totals]:
    """As `totals_in` of many half-years: one query, and a few for each half-year of which none are kept."""
    asked = list(half_years)
    found = FigureTotal.objects.for_office(office.pk).filter(half_year__in=[str(one) for one in asked])
    return totals_told(office, asked, found)


def totals_told(
    office: Office, asked: Iterable[HalfYear], found: Iterable[FigureTotal]
) -> dict[HalfYear, Totals]:
    """From rows that were read; those of ASKED must be among them."""
    rows: dict[str, dict[str, FigureTotal]] = defaultdict(dict)
    for row in found:
        rows[row.half_year][row.code] = row
    return {
        one: _stored(rows[str(one)], rows[str(one)][ASKED])
        if ASKED in rows[str(one)]
        else _computed(office, one)
        for one in asked
    }


def _stored(rows: Mapping[str, FigureTotal], asked: FigureTotal) -> Totals:
    parts = {part.code: rows[part.code] for part in PARTS if part.code in rows}
    stages = rows[STAGES].states if STAGES in rows else None
    not_computed = asked.applicable - asked.known
    return Totals(
        pooled={
            code: row.pooled.with_not_computed(not_computed) for code, row in parts.items() if row.states
        },
        versions={code: row.versions for code, row in parts.items()},
        ratings={code: row.ratings for code, row in rows.items() if code not in (ASKED, STAGES)},
        asked=asked.applicable,
        computed=asked.known,
        at=datetime.fromisoformat(asked.measured["at"]) if asked.known else None,
        stages=stages,
        surveys=None if stages is None else asked.states or None,
    )


def _computed(office: Office, half_year: HalfYear) -> Totals:
    """From every figure of the half-year: right after it was opened, and where no worker runs."""
    overrides = overrides_of([half_year], office_id=office.pk)
    thresholds = thresholds_for(office.pk, half_year)
    by_town: dict[int, dict[str, Figure]] = defaultdict(dict)
    versions: dict[str, set[int]] = defaultdict(set)
    figures_of_all = Figure.objects.for_office(office.pk).for_half_year(half_year).without_receipts()
    for figure in figures_of_all:
        by_town[figure.community_id][figure.part] = figure
        versions[figure.part].add(figure.definition_version)
    ratings: dict[str, Counter[str]] = defaultdict(Counter)
    for figures in by_town.values():
        found = standings(figures, overrides, thresholds, Reader.NETWORK)
        for code, rating in ratings_of(found).items():
            ratings[code][rating] += 1
    counted = count_asked(office.pk, half_year)
    sums = sums_of(office.pk, half_year, None, overrides)
    not_computed = counted.applicable - counted.known
    return Totals(
        pooled={code: pooled.with_not_computed(not_computed) for code, pooled in sums.items()},
        versions={code: sorted(found) for code, found in versions.items()},
        ratings=ratings,
        asked=counted.applicable,
        computed=counted.known,
        at=max((one.computed_at for one in figures_of_all), default=None),
    )


def together(part: Part, sums: Iterable[Pooled]) -> Pooled | None:
    """One part over several offices: what communities did together, those of one office did."""
    found = list(sums)
    if not found:
        return None
    states = Counter[str]()
    for one in found:
        states.update(one.states)
    return Pooled(
        measured=add_up(part, [one.measured for one in found if one.measured.known], 0),
        known=sum(one.known for one in found),
        applicable=sum(one.applicable for one in found),
        states={state: states[state] for state in found[0].states},
        overridden=sum(one.overridden for one in found),
    )
