"""Storing the median and quartiles of similar communities."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from evaluation.comparison import GROUPS, summarize_peers
from evaluation.figure_queries.overrides import get_overrides
from evaluation.figure_queries.stages import stages_on
from evaluation.figure_visibility import mask_figure
from evaluation.instrument import PARTS
from evaluation.measures import Measurement
from evaluation.models import Comparison, Figure, Group
from tfc.disclosure import Reader
from tfc.periods import HalfYear

CODES = frozenset(part.code for part in PARTS)
CONTENT = ("expected_count", "value_count", "low", "median", "high", "definition_version")


@transaction.atomic
def _store(rows: list[Comparison], office_id: int, half_year: HalfYear, using: str) -> int:
    stored = Comparison.objects.using(using).filter(office=office_id, half_year=str(half_year)).by_key()
    changed = [
        comparison
        for comparison in rows
        if (stored_comparison := stored.get((comparison.half_year, comparison.part, comparison.group)))
        is None
        or any(getattr(comparison, name) != getattr(stored_comparison, name) for name in CONTENT)
    ]
    Comparison.objects.using(using).bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["office", "half_year", "part", "group"],
        update_fields=[*CONTENT, "computed_at"],
    )
    return len(changed)


def refresh_comparisons(
    *, office_id: int, half_year: HalfYear, parts: Collection[str] = CODES, using: str = "default"
) -> int:
    """Compare an office's stored figures of a half-year and return how many comparisons are new or changed.

    Runs in the office's scope or with the figures' login. Comparisons follow the figures while a round is open;
    closing the round computes them for the last time, so later changes do not alter them.
    """
    figures = list(
        Figure.objects.using(using)
        .for_office(office_id)
        .for_half_year(half_year)
        .filter(part__in=parts)
        .without_receipts()
    )
    if not figures:
        return 0
    communities = {figure.community_id for figure in figures}
    overrides = get_overrides([half_year], office_id=office_id, using=using)
    stages = stages_on(half_year.last_day, communities, using=using)
    by_part: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_part[figure.part].append(figure)
    rows = []
    for part in [part for part in PARTS if part.code in parts]:
        of_part = by_part.get(part.code, [])
        version = max((figure.definition_version for figure in of_part), default=part.version)
        staged_measures = [
            (
                stages.get(figure.community_id, ""),
                mask_figure(figure.effective(overrides), part, Reader.NETWORK),
            )
            for figure in of_part
            if figure.definition_version == version
        ]
        rows += _rows(staged_measures, office_id, half_year, part.code, version)
    return _store(rows, office_id, half_year, using)


def _rows(
    staged_measures: Iterable[tuple[str, Measurement]],
    office_id: int,
    half_year: HalfYear,
    part: str,
    version: int,
) -> list[Comparison]:
    groups: dict[Group, list[Measurement]] = {group: [] for group in Group}
    for stage, measured in staged_measures:
        groups[Group.ALL].append(measured)
        if stage in GROUPS:
            groups[GROUPS[stage]].append(measured)
    now, rows = timezone.now(), []
    for group, measures in groups.items():
        summary = summarize_peers(measures)
        rows.append(
            Comparison(
                office_id=office_id,
                half_year=str(half_year),
                part=part,
                group=group,
                expected_count=summary.expected_count,
                value_count=summary.value_count,
                low=summary.low,
                median=summary.median,
                high=summary.high,
                definition_version=version,
                computed_at=now,
            )
        )
    return rows
