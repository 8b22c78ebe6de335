"""Celery tasks of this app."""

import logging

from celery import shared_task

from communities.models import Community
from events.actions.guests import forget_tickets as forget_here
from tfc.tenancy import community_scope

logger = logging.getLogger(__name__)


@shared_task
def forget_tickets() -> int:
    """Delete expired guest tickets, each community in its own scope; return how many. Safe to run twice."""
    forgotten = 0
    for community in Community.objects.order_by("id"):
        try:
            with community_scope(community.pk, community.office_id):
                forgotten += forget_here()
        except Exception:
            logger.exception("tickets of community %s could not be forgotten", community.pk)
    logger.info("guests: %s tickets forgotten", forgotten)
    return forgotten
