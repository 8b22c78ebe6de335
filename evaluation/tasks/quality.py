"""The sweep that tells offices how complete and how sound their communities' records are."""

import logging

from celery import shared_task
from django.db import transaction

from communities.models import Community
from evaluation.actions.quality import record_quality
from evaluation.models import QualityAnswer
from evaluation.quality.looking import count_flags_by_check, run_checks
from evaluation.quality.reading import read_facts

logger = logging.getLogger(__name__)
FIGURES = "figures"
# As many as are read at once.
BATCH = 200


@shared_task
def count_quality() -> int:
    """Through the figures' login; returns how many communities were looked at. Safe to run twice, or to be killed."""
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
