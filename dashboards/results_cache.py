"""Cached results of a page of communities as their office may see them: pages of fifty are read often, and figures
change rarely.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from communities.thresholds import Thresholds
from evaluation.community_results import RatedIndicators, rate_community
from evaluation.figure_queries.receipts import canonical
from evaluation.measures import Override
from evaluation.models import Figure
from evaluation.models.figures import FigureKey
from tfc.disclosure import Reader
from tfc.periods import HalfYear

# Communities: six pages, about ten kilobytes per community.
CACHED_COMMUNITIES = 300
# The columns that results are computed from; none needs conversion, so reading a row is cheap.
PLAIN = ("part", "state", "unit", "numerator", "denominator", "lower", "upper", "reason", "capped", "rating")
AS_TEXT = ("interval", "joint")


def get_cached_results(
    office_id: int,
    community_ids: Collection[int],
    half_year: HalfYear,
    overrides: Mapping[FigureKey, Override],
    thresholds: Thresholds,
) -> dict[int, RatedIndicators]:
    """Return the results of these communities in one half-year; one query."""
    rows_by_town: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in _get_figure_rows(office_id, str(half_year), community_ids):
        rows_by_town[row[0]].append(row[1:])
    own: dict[int, list[tuple[str, Override]]] = defaultdict(list)
    for (town, _half_year, part), override in overrides.items():
        own[town].append((part, override))
    setting = canonical(thresholds.as_json())
    return {
        town: _build_results(town, str(half_year), tuple(rows_by_town[town]), tuple(own[town]), setting)
        for town in community_ids
    }


def _get_figure_rows(office_id: int, half_year: str, community_ids: Collection[int]) -> Any:
    texts = {f"{name}_told": Cast(name, TextField()) for name in AS_TEXT}
    figures = Figure.objects.filter(office=office_id, half_year=half_year, community__in=community_ids)
    return figures.annotate(**texts).values_list("community_id", *PLAIN, *texts)


@lru_cache(maxsize=CACHED_COMMUNITIES)
def _build_results(
    town: int,
    half_year: str,
    rows: tuple[tuple[Any, ...], ...],
    own: tuple[tuple[str, Override], ...],
    setting: str,
) -> RatedIndicators:
    figures = {}
    for row in rows:
        plain, texts = row[: len(PLAIN)], row[len(PLAIN) :]
        loaded = {name: json.loads(text) if text else None for name, text in zip(AS_TEXT, texts, strict=True)}
        figure = Figure(
            community_id=town, half_year=half_year, **dict(zip(PLAIN, plain, strict=True)), **loaded
        )
        figures[figure.part] = figure
    overrides = {(town, half_year, part): override for part, override in own}
    return rate_community(figures, overrides, Thresholds(**json.loads(setting)), Reader.NETWORK)
