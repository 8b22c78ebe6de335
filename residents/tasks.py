"""Scheduled task that closes residents' surveys, stores results, and settles open answers."""

import logging

from celery import shared_task
from django.utils import timezone

from communities.models import Community
from residents.actions.own_words import settle_own_words
from residents.actions.totals import close_ended_waves
from tfc.tenancy import community_scope

logger = logging.getLogger(__name__)


@shared_task
def close_ended_surveys() -> int:
    """Close surveys by each community's own calendar; return how many got results.

    Safe to run twice or late.
    """
    now, counted = timezone.now(), 0
    for community in Community.objects.order_by("pk"):
        scope = community_scope(community.pk, community.office_id, coordinator=True)
        with scope, timezone.override(community.zone):
            settle_own_words(now=now)
            counted += close_ended_waves(today=now.astimezone(community.zone).date())
    logger.info("residents' surveys closed: %s with results", counted)
    return counted
