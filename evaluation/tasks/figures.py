"""Bells for what keeps figures, roll-ups and totals up to date with the records: the marks say what is to be done."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from evaluation.rollups import clock
from evaluation.rollups.compared import compare_anew
from evaluation.rollups.cumulative import add_up_offices
from evaluation.rollups.recompute import recompute_stale_figures

logger = logging.getLogger(__name__)
# A worker that has much to do rings off in between: what is waiting stays, and the next bell goes on.
RECOMPUTE_SECONDS, DUE_SECONDS = 20, 50


@shared_task
def drain_marks() -> int:
    """Every two seconds; returns how many communities were refreshed. Safe to run twice at once, and to be killed."""
    refreshed = recompute_stale_figures(until=timezone.now() + timedelta(seconds=RECOMPUTE_SECONDS))
    if refreshed:
        logger.info("figures follow the records of %s communities", refreshed)
    return refreshed


@shared_task
def refresh_due() -> int:
    """Every minute: where a day began or an event ended; returns how many communities. Safe as `drain_marks`."""
    refreshed = clock.refresh_due(until=timezone.now() + timedelta(seconds=DUE_SECONDS))
    logger.info("figures of today: %s communities", refreshed)
    return refreshed


@shared_task
def refresh_comparisons() -> int:
    """Every minute: the middle of similar communities where figures changed; returns how many are new or changed."""
    return compare_anew()


@shared_task
def refresh_sums() -> int:
    """Every ten minutes: what offices with many communities read of several half-years; returns how many are new."""
    return add_up_offices()
