"""Rebuilding what `verify` found to differ from the records."""

from collections.abc import Collection, Sequence

from django.db import transaction

from communities.models import Community
from evaluation.rollups.events import refresh_event_totals
from evaluation.rollups.recompute import BATCH, FIGURES, lock_offices, refresh
from evaluation.rollups.stages import refresh_stages
from evaluation.rollups.totals import CODES, refresh_totals
from evaluation.rollups.verify import Difference
from events.models import EventKind
from tfc.periods import HalfYear


def repair(communities: Sequence[Community], differences: Collection[Difference]) -> None:
    """Rebuild each batch and each office in its own transaction. Roll-ups without records are deleted."""
    towns = sorted({difference.place for difference in differences if not difference.of_office})
    for start in range(0, len(towns), BATCH):
        refresh(towns[start : start + BATCH], all_half_years=True)
    offices = {community.pk: community.office_id for community in communities}
    halves = {
        (difference.place if difference.of_office else offices[difference.place], difference.half_year)
        for difference in differences
    }
    for office_id, half_year in sorted(halves):
        with transaction.atomic(using=FIGURES):
            lock_offices([office_id])
            refresh_stages([office_id], using=FIGURES)
            if not half_year:
                continue
            refresh_event_totals({(office_id, half_year, kind) for kind in EventKind.values}, using=FIGURES)
            refresh_totals(office_id, HalfYear.parse(half_year), CODES, using=FIGURES)
