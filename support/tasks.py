"""What this app does by itself, day by day. Celery finds the tasks here."""

import logging

from celery import shared_task
from django.utils import timezone

from communities.models import Office
from support.actions import tallies

logger = logging.getLogger(__name__)
FIGURES = "figures"


@shared_task
def make_support_totals() -> int:
    """Sum the numbers of support over the communities of every office; returns how many totals are new.

    Safe to run twice, at once or after it was killed: an office's totals change together, and what was shown stays.
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
