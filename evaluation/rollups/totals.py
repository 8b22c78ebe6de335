"""Figures of an office added up by half-year and part, so that its pages read twenty rows and not all figures.

The row ASKED says how many communities the half-year expects.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from evaluation.figure_queries.overrides import get_overrides
from evaluation.figure_queries.round_membership import get_expected_communities
from evaluation.figure_queries.sums import pool_stored_figures
from evaluation.instrument import PARTS
from evaluation.measures import PooledFigure
from evaluation.models import Figure, FigureTotal, StandingRollup
from tfc.periods import HalfYear

PART_CODES = frozenset(part.code for part in PARTS)
# ``applicable`` communities are expected, and ``known`` of these have any stored figure; ``measured`` holds the time of
# counting.
ASKED = "asked"
CONTENT = ["measured", "value_count", "applicable", "overridden", "states", "ratings", "versions", "compared"]


def refresh_totals(
    office_id: int, half_year: HalfYear, changed_parts: Collection[str] = PART_CODES, *, using: str
) -> None:
    """Add up the figures of all the office's communities again, in the transaction that changed some of them.

    With the figures' login, or in the office's scope. A joint event counts once.
    """
    stored = FigureTotal.objects.using(using).for_office(office_id).for_half_year(half_year)
    before = stored.by_code()
    totals = _add_up(office_id, half_year, using)
    for total in totals:
        is_same = total.code not in changed_parts and total.code in before
        total.compared = is_same and before[total.code].compared
    stored.exclude(code__in=[total.code for total in totals]).delete()
    FigureTotal.objects.using(using).bulk_create(
        totals, update_conflicts=True, unique_fields=["office", "half_year", "code"], update_fields=CONTENT
    )


def _add_up(office_id: int, half_year: HalfYear, using: str) -> list[FigureTotal]:
    overrides = get_overrides([half_year], office_id=office_id, using=using)
    sums = pool_stored_figures(office_id, half_year, None, overrides, using=using)
    ratings = _count_ratings(office_id, half_year, using)
    figures = Figure.objects.using(using).for_office(office_id).for_half_year(half_year).order_by()
    versions = dict(
        figures.values_list("part").annotate(versions=ArrayAgg("definition_version", distinct=True))
    )
    totals = [
        FigureTotal(
            office_id=office_id,
            half_year=str(half_year),
            code=code,
            ratings=ratings.get(code, {}),
            versions=versions.get(code, []),
            **_get_sum(sums.get(code)),
        )
        for code in sorted(sums.keys() | ratings.keys())
    ]
    return [*totals, count_expected(office_id, half_year, using=using)]


def _count_ratings(office_id: int, half_year: HalfYear, using: str) -> Mapping[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    rollups = StandingRollup.objects.using(using).filter(office=office_id, half_year=str(half_year))
    for ratings in rollups.values_list("ratings", flat=True):
        for code, rating in ratings.items():
            counts[code][rating] += 1
    return counts


def _get_sum(pooled: PooledFigure | None) -> dict[str, Any]:
    """Return the stored columns of a pooled figure; nothing for an indicator, which is rated and not counted."""
    if pooled is None:
        return {}
    # Exact fractions as text: overrides have many digits, and sums of floats drift.
    numbers = {
        name: None if (number := getattr(pooled.measured, name)) is None else str(number)
        for name in ("numerator", "denominator", "lower", "upper")
    }
    return {
        "measured": pooled.measured.as_json() | numbers,
        "value_count": pooled.value_count,
        "applicable": pooled.applicable,
        "overridden": pooled.overridden,
        "states": {state.value: count for state, count in pooled.states.items()},
    }


def count_expected(office_id: int, half_year: HalfYear, *, using: str = "default") -> FigureTotal:
    """Return the unsaved row ASKED, in the office's scope or with the figures' login."""
    stored = Figure.objects.using(using).for_half_year(half_year).filter(community=OuterRef("pk"))
    communities = get_expected_communities(office_id, half_year, using=using)
    counted = communities.annotate(has_figures=Exists(stored)).aggregate(
        expected=Count("pk"), computed=Count("pk", filter=Q(has_figures=True))
    )
    return FigureTotal(
        office_id=office_id,
        half_year=str(half_year),
        code=ASKED,
        applicable=counted["expected"],
        value_count=counted["computed"],
        measured={"at": timezone.now().isoformat()},
    )
