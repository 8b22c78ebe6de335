"""What is done with archives by the clock."""

import logging

from celery import shared_task

from reports.archive import files

logger = logging.getLogger(__name__)


@shared_task
def sweep_archives() -> int:
    """Take archives away a day after they were made or sent; returns how many. Safe to run twice."""
    swept = files.delete_expired_files()
    logger.info("evaluation: %s archives swept", swept)
    return swept
