"""What this app does by itself, day by day. Celery finds the tasks here."""

import logging

from celery import shared_task
from django.utils import timezone

from communities.models import Community, Office
from support.actions import tallies
from support.actions.public import purge_interest
from tfc.tenancy import community_scope

logger = logging.getLogger(__name__)
FIGURES = "figures"


@shared_task
def tend_interest() -> int:
    """Delete what people wrote thirty days ago; returns how many were deleted.

    Every community in a coordinator's scope of its own and by its own calendar. Safe to run twice: what is gone is
    gone.
    """
    deleted = 0
    for community in Community.objects.select_related("office").order_by("id"):
        try:
            with community_scope(community.pk, community.office_id, coordinator=True):
                day = timezone.now().astimezone(community.zone).date()
                deleted += purge_interest(today=day)
        except Exception:
            logger.exception("interest in community %s could not be looked after", community.pk)
    logger.info("interest: %s deleted", deleted)
    return deleted


@shared_task
def make_support_totals() -> int:
    """Sum the numbers of support over the communities of every office; returns how many totals are new.

    Safe to run twice, at once or after it was killed: an office's totals change together, and what was shown stays.
    """
    made, day = 0, timezone.now().date()
    for office in Office.objects.using(FIGURES).order_by("id"):
        try:
            made += tallies.make_totals(office_id=office.pk, day=day, using=FIGURES)
        except Exception:
            logger.exception("support totals of office %s could not be made", office.pk)
    logger.info("support totals: %s new", made)
    return made
