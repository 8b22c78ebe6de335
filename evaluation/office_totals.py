"""Totals over all communities of an office's half-year, which a worker stores within seconds of a change."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast

from django.core.cache import caches
from django.core.cache.utils import make_template_fragment_key

from communities.models import Office
from evaluation.instrument import PARTS, Part
from evaluation.measures import PooledFigure, add_up
from evaluation.models import FigureTotal
from evaluation.rollups.totals import ASKED, count_expected
from tfc.periods import HalfYear

Made = TypeVar("Made")


@dataclass(frozen=True)
class Totals:
    """Totals of an office's half-year.

    ``pooled`` and ``versions`` are by code of a part; ``pooled`` covers all expected communities, with or without
    figures. ``ratings`` is by code of a part or an indicator: how many communities with figures have each rating. Of
    ``expected_count`` communities ``computed`` have figures, the newest computed ``at``.
    """

    pooled: Mapping[str, PooledFigure]
    versions: Mapping[str, Sequence[int]]
    ratings: Mapping[str, Mapping[str, int]]
    expected_count: int
    computed: int
    at: datetime | None

    @property
    def all_computed(self) -> bool:
        return self.computed == self.expected_count


def totals_in(office: Office, half_year: HalfYear) -> Totals:
    """Return the totals, in the office's scope: one query if totals are stored."""
    return totals_over(office, [half_year])[half_year]


def totals_over(
    office: Office, half_years: Iterable[HalfYear], part: Part | None = None
) -> dict[HalfYear, Totals]:
    """Return the totals of many half-years, of all parts and indicators or of one part: one query, and one more for
    each half-year without stored totals.
    """
    half_year_list = list(half_years)
    totals = FigureTotal.objects.for_office(office.pk).filter(
        half_year__in=[str(half_year) for half_year in half_year_list]
    )
    return build_totals(
        office, half_year_list, totals if part is None else totals.filter(code__in=[ASKED, part.code])
    )


def build_totals(
    office: Office, half_years: Iterable[HalfYear], totals: Iterable[FigureTotal]
) -> dict[HalfYear, Totals]:
    """Build the totals from rows already read; these must include those of ASKED."""
    rows: dict[str, dict[str, FigureTotal]] = defaultdict(dict)
    for row in totals:
        rows[row.half_year][row.code] = row
    return {
        half_year: _read_stored(rows[str(half_year)], rows[str(half_year)][ASKED])
        if ASKED in rows[str(half_year)]
        else _without_totals(office, half_year)
        for half_year in half_years
    }


def _read_stored(rows: Mapping[str, FigureTotal], membership_total: FigureTotal) -> Totals:
    parts = {part.code: rows[part.code] for part in PARTS if part.code in rows}
    not_computed = membership_total.applicable - membership_total.value_count
    return Totals(
        pooled={
            code: row.pooled.with_not_computed(not_computed) for code, row in parts.items() if row.states
        },
        versions={code: row.versions for code, row in parts.items()},
        ratings={code: row.ratings for code, row in rows.items() if code != ASKED},
        expected_count=membership_total.applicable,
        computed=membership_total.value_count,
        at=datetime.fromisoformat(membership_total.measured["at"]) if membership_total.value_count else None,
    )


def _without_totals(office: Office, half_year: HalfYear) -> Totals:
    """Return the totals before a worker added up any figure: each expected community is unknown."""
    expected_count = count_expected(office.pk, half_year).applicable
    return Totals(pooled={}, versions={}, ratings={}, expected_count=expected_count, computed=0, at=None)


def cache_until_change(
    office_id: int, name: str, vary_on: Iterable[object], make: Callable[[], Made]
) -> Made:
    """Return what `make` adds up over an office's figures, from this process's memory as long as the office's totals
    and what it varies on stay the same, an hour at most.

    Reading every figure of several half-years takes a second for a thousand communities (docs/adr/0045-stored-sums.md).
    """
    stored = FigureTotal.objects.for_office(office_id).filter(code=ASKED)
    moments = [measured["at"] for measured in stored.values_list("measured", flat=True)]
    if not moments:
        return make()
    key = make_template_fragment_key(name, [office_id, max(moments), *vary_on])
    return cast(Made, caches["template_fragments"].get_or_set(key, make))


def pool_offices(part: Part, sums: Iterable[PooledFigure]) -> PooledFigure | None:
    """Pool one part over several offices; joint events are always of communities of one office, so nothing is
    deducted.
    """
    pooled_figures = list(sums)
    if not pooled_figures:
        return None
    states = Counter[str]()
    for pooled in pooled_figures:
        states.update(pooled.states)
    measures = [pooled.measured for pooled in pooled_figures]
    listed = next((measured for measured in measures if measured.reason == "listed_only"), None)
    measured = listed or add_up(part, [measured for measured in measures if measured.has_value], 0)[0]
    return PooledFigure(
        measured=measured,
        value_count=sum(pooled.value_count for pooled in pooled_figures),
        applicable=sum(pooled.applicable for pooled in pooled_figures),
        states={state: states[state] for state in pooled_figures[0].states},
        overridden=sum(pooled.overridden for pooled in pooled_figures),
    )
