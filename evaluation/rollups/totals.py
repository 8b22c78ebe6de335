"""Figures of an office added up by half-year and part, so that its pages read fourteen rows and not all figures."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db import connections

from communities.models import Community
from evaluation.figure_queries.overrides import get_overrides
from evaluation.figure_queries.sums import pool_stored_figures
from evaluation.instrument import INDICATORS, PARTS
from evaluation.measures import PooledFigure
from evaluation.models import FigureTotal
from evaluation.rollups.round_membership import refresh_expected
from evaluation.rollups.standings import refresh_standings
from tfc.periods import HalfYear

PART_CODES = frozenset(part.code for part in PARTS)
CODES = PART_CODES | {indicator.code for indicator in INDICATORS}
CONTENT = ["measured", "known", "applicable", "overridden", "states", "ratings", "versions", "compared"]
RATINGS = """
    SELECT each.key, each.value, count(*)
    FROM evaluation_standingrollup one, jsonb_each_text(one.ratings) each
    WHERE one.office_id = %s AND one.half_year = %s AND each.key = ANY (%s)
    GROUP BY each.key, each.value
"""
VERSIONS = """
    SELECT part, array_agg(DISTINCT definition_version) FROM evaluation_figure
    WHERE office_id = %s AND half_year = %s AND part = ANY (%s) GROUP BY part
"""


def get_totals_by_code(
    office_id: int, half_year: HalfYear, *, using: str = "default"
) -> dict[str, FigureTotal]:
    """Return the totals by code of part or indicator, in the office's scope: one short query for any number of
    communities.
    """
    return FigureTotal.objects.using(using).for_office(office_id).for_half_year(half_year).by_code()


def refresh_totals(
    office_id: int, half_year: HalfYear, codes: Collection[str] = CODES, *, using: str
) -> None:
    """Add up the given codes again over all the office's communities, in the transaction that changed their figures.

    With the figures' login, or in the office's scope. A joint event counts once.
    """
    sorted_codes = sorted(codes)
    overrides = get_overrides([half_year], office_id=office_id, using=using)
    parts = [code for code in sorted_codes if code in PART_CODES]
    sums = (
        pool_stored_figures(office_id, half_year, None, overrides, parts=parts, using=using) if parts else {}
    )
    ratings: dict[str, dict[str, int]] = defaultdict(dict)
    with connections[using].cursor() as cursor:
        cursor.execute(RATINGS, [office_id, str(half_year), sorted_codes])
        for code, rating, communities in cursor.fetchall():
            ratings[code][rating] = communities
        cursor.execute(VERSIONS, [office_id, str(half_year), parts])
        versions = dict(cursor.fetchall())
    rows = [
        FigureTotal(
            office_id=office_id, half_year=str(half_year), code=code, ratings=ratings.get(code, {}),
            versions=versions.get(code, []), **_summed(sums.get(code)),
        )
        for code in sorted_codes
        if code in ratings or code in sums
    ]  # fmt: skip
    stored = FigureTotal.objects.using(using).for_office(office_id).for_half_year(half_year)
    stored.filter(code__in=sorted_codes).exclude(code__in=[total.code for total in rows]).delete()
    FigureTotal.objects.using(using).bulk_create(
        rows, update_conflicts=True, unique_fields=["office", "half_year", "code"], update_fields=CONTENT
    )
    refresh_expected(office_id, half_year, using=using)


def _summed(pooled: PooledFigure | None) -> dict[str, Any]:
    """Return the stored columns of a pooled figure; nothing for an indicator, which is rated and not counted."""
    if pooled is None:
        return {}
    return {
        "measured": _exact(pooled.measured.as_json(), pooled),
        "known": pooled.value_count,
        "applicable": pooled.applicable,
        "overridden": pooled.overridden,
        "states": {state.value: count for state, count in pooled.states.items()},
    }


def _exact(data: dict[str, Any], pooled: PooledFigure) -> dict[str, Any]:
    """Replace numbers by exact fractions as text: overrides have many digits, and sums of floats drift."""
    numbers = {
        name: getattr(pooled.measured, name) for name in ("numerator", "denominator", "lower", "upper")
    }
    return data | {name: None if number is None else str(number) for name, number in numbers.items()}


def refresh_office(
    communities: Collection[Community], half_year: HalfYear, *, using: str = "default"
) -> None:
    """Refresh ratings and totals of one office's communities; in its scope, or with the figures' login."""
    refresh_standings(communities, half_year, using=using)
    for office_id in {community.office_id for community in communities}:
        refresh_totals(office_id, half_year, using=using)
