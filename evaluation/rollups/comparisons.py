"""Recomputing the medians of similar communities, at most once a minute, where totals changed since."""

import logging

from django.db import transaction

from evaluation.actions.comparisons import refresh_comparisons
from evaluation.models import FigureTotal, Round
from evaluation.rollups.recompute import FIGURES
from evaluation.rollups.totals import PART_CODES
from tfc.periods import HalfYear

logger = logging.getLogger(__name__)


def recompute_comparisons() -> int:
    """Compare in the open rounds only, since closing a round compares for the last time; return how many comparisons
    are new or changed.
    """
    changed = 0
    for office_id, half_year in Round.objects.using(FIGURES).open().values_list("office_id", "half_year"):
        try:
            changed += _compare(office_id, HalfYear.parse(half_year))
        except Exception:
            logger.exception("figures of office %s could not be compared", office_id)
    return changed


def _compare(office_id: int, half_year: HalfYear) -> int:
    with transaction.atomic(using=FIGURES):
        totals = FigureTotal.objects.using(FIGURES).for_office(office_id).for_half_year(half_year)
        # Set ``compared`` before reading the figures: a change in between clears it again.
        waiting = totals.filter(compared=False, code__in=PART_CODES)
        parts = set(waiting.select_for_update(skip_locked=True).values_list("code", flat=True))
        if not parts:
            return 0
        totals.filter(code__in=parts).update(compared=True)
        return refresh_comparisons(office_id=office_id, half_year=half_year, parts=parts, using=FIGURES)
