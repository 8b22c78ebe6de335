"""What the library does by itself. Celery finds the tasks here."""

import logging

from celery import shared_task

from library.files import sweep
from library.models import MaterialVersion

logger = logging.getLogger(__name__)


@shared_task
def sweep_files() -> int:
    """Delete files that no version of any community names, a day after they came; returns how many.

    They are those of uploads that ended before their row was stored. Safe to run twice. The figures' login reads the
    rows of all.
    """
    versions = MaterialVersion.objects.using("figures").exclude(file_key="")
    swept = sweep(set(versions.values_list("file_key", flat=True)))
    logger.info("library: %s files without a row swept", swept)
    return swept
