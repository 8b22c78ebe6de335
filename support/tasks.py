"""What this app does by itself, day by day. Celery finds the tasks here."""

import logging

from celery import shared_task
from django.utils import timezone

from communities.models import Community, Office
from support.actions import tallies
from support.actions.public import purge_interest, tell_of_interest
from support.actions.reminders import remind_team
from tfc.tenancy import community_scope

logger = logging.getLogger(__name__)
FIGURES = "figures"


@shared_task
def remind_of_confirmations() -> int:
    """Every community, each in its own scope and by its own calendar; returns how many reminders are new.

    Safe to run twice, at once or after it was killed: what was noted is not noted again, and what was not is due
    tomorrow as well. One community that fails does not keep the others from theirs.
    """
    reminded = 0
    for community in Community.objects.select_related("office").order_by("id"):
        try:
            with community_scope(community.pk, community.office_id):
                day = timezone.now().astimezone(community.zone).date()
                reminded += remind_team(community=community, day=day)
        except Exception:
            logger.exception("reminders of community %s could not be made", community.pk)
    logger.info("services: %s new reminders", reminded)
    return reminded


@shared_task
def tend_interest() -> int:
    """Delete what people wrote thirty days ago, tell coordinators of what is new; returns how many were deleted.

    Every community in a coordinator's scope of its own and by its own calendar. Safe to run twice: what is gone is
    gone, and who was told within a day is not told again.
    """
    deleted = 0
    for community in Community.objects.select_related("office").order_by("id"):
        try:
            with community_scope(community.pk, community.office_id, coordinator=True):
                day = timezone.now().astimezone(community.zone).date()
                deleted += purge_interest(today=day)
                tell_of_interest(community=community)
        except Exception:
            logger.exception("interest in community %s could not be looked after", community.pk)
    logger.info("interest: %s deleted", deleted)
    return deleted


@shared_task
def purge_tallies() -> int:
    """Delete the numbers of support that are older than 24 months, in every community; returns how many rows.

    Each community in a coordinator's scope of its own and by its own calendar. Safe to run twice: what is gone is
    gone and noted once.
    """
    purged = 0
    for community in Community.objects.order_by("id"):
        try:
            with community_scope(community.pk, community.office_id, coordinator=True):
                day = timezone.now().astimezone(community.zone).date()
                purged += tallies.purge_tallies(day=day)
        except Exception:
            logger.exception("tallies of community %s could not be purged", community.pk)
    logger.info("tallies: %s purged", purged)
    return purged


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
