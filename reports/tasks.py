"""Tasks that build reports and delete expired archives, and the worker's heartbeat."""

import logging
from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from reports import jobs, queue_depth, report_job
from reports.archive import files
from tfc import health

logger = logging.getLogger(__name__)


@shared_task
def sweep_archives() -> int:
    """Delete archive files one day after they were made or uploaded; return how many. Safe to run twice."""
    swept = files.delete_expired_files()
    logger.info("evaluation: %s archives swept", swept)
    return swept


# Celery kills a task that hangs; its lease then expires as if the worker had died.
SECONDS_AT_MOST = 15 * 60


@shared_task(time_limit=SECONDS_AT_MOST)
def build_report(job_id: int) -> None:
    report_job.work_on(job_id)


@shared_task
def queue_due_jobs() -> None:
    """Queue jobs that were never queued, or whose worker died. Running it twice at once is harmless."""
    report_job.give_up()
    jobs.queue_due()


@shared_task
def heartbeat() -> None:
    health.leave_sign(health.WORKER)
    queue_depth.tell_marks()


@worker_ready.connect
def _first_heartbeat(**kwargs: Any) -> None:
    """Send a heartbeat at start, so that the health page need not wait for the schedule."""
    health.leave_sign(health.WORKER)
