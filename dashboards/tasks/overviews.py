"""The bell of the views that are sent by a clock."""

import logging

from celery import shared_task
from django.utils import timezone

from dashboards.figures.sending import send_all

logger = logging.getLogger(__name__)


@shared_task
def send_views() -> int:
    """Every hour, so that each place has its Monday in its own time; returns how many were sent."""
    sent = send_all(now=timezone.now())
    logger.info("views of figures: %s sent", sent)
    return sent
