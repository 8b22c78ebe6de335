"""Tasks that keep figures, roll-ups and totals up to date with the records, and count data quality flags."""

import logging
from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from communities.models import Community
from evaluation.actions.quality import record_quality
from evaluation.models import QualityAnswer
from evaluation.quality.check_runs import count_flags_by_check, run_checks
from evaluation.quality.reading import read_facts
from evaluation.rollups.recompute import recompute_comparisons, recompute_stale_figures
from evaluation.rollups.staleness import flag_due_communities

logger = logging.getLogger(__name__)
# A busy worker stops after this time; the remaining dirty flags wait for the next run.
RECOMPUTE_SECONDS = 20


@shared_task
def recompute_changed_figures() -> int:
    """Update figures with dirty flags, every two seconds; return how many communities were refreshed. Safe to run
    concurrently, and to be killed.
    """
    refreshed = recompute_stale_figures(until=timezone.now() + timedelta(seconds=RECOMPUTE_SECONDS))
    if refreshed:
        logger.info("figures follow the records of %s communities", refreshed)
    return refreshed


@shared_task
def flag_due() -> int:
    """Set dirty flags where a day began or an event ended, every minute; return how many communities."""
    return flag_due_communities()


@shared_task
def refresh_comparisons() -> int:
    """Update the medians of similar communities where figures changed, every minute; return how many are new or
    changed.
    """
    return recompute_comparisons()


FIGURES = "figures"
# Communities to read at once.
BATCH = 200


@shared_task
def count_quality() -> int:
    """Count the flags of all communities with the figures' login; return how many communities. Safe to run
    concurrently, or to be killed.
    """
    communities = list(Community.objects.using(FIGURES).order_by("pk"))
    for start in range(0, len(communities), BATCH):
        with transaction.atomic(using=FIGURES):
            record_quality_counts(communities[start : start + BATCH])
    logger.info("quality of records counted: %s communities", len(communities))
    return len(communities)


def record_quality_counts(communities: list[Community]) -> None:
    facts = read_facts(communities, using=FIGURES)
    answered: dict[int, set[tuple[str, str]]] = {community.pk: set() for community in communities}
    answers = QualityAnswer.objects.using(FIGURES).standing().filter(community__in=communities)
    for community_id, code, key in answers.values_list("community_id", "code", "key"):
        answered[community_id].add((code, key))
    for community in communities:
        results = run_checks(facts[community.pk], answered[community.pk])
        record_quality(community=community, counts=count_flags_by_check(results), using=FIGURES)
