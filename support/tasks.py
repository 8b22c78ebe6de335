"""Scheduled Celery tasks of this app."""

import logging

from celery import shared_task
from django.utils import timezone

from communities.models import Office
from support.actions import tallies

logger = logging.getLogger(__name__)
FIGURES = "figures"


@shared_task
def make_support_totals() -> int:
    """Sum support numbers over the communities of every office; return how many totals are new.

    Safe to repeat, at the same time or after an abort: totals of an office change together, and shown ones stay.
    """
    made = 0
    for office in Office.objects.using(FIGURES).order_by("id"):
        day = timezone.localdate(timezone=office.zone)
        try:
            made += tallies.make_totals(office_id=office.pk, day=day, using=FIGURES)
        except Exception:
            logger.exception("support totals of office %s could not be made", office.pk)
    logger.info("support totals: %s new", made)
    return made
