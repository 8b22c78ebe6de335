"""Build reports, delete expired archives, and the worker's sign of life."""

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
    """Take archives away a day after they were made or sent; returns how many. Safe to run twice."""
    swept = files.delete_expired_files()
    logger.info("evaluation: %s archives swept", swept)
    return swept


# One that hangs is killed by Celery; its lease then runs out as if it had died by itself.
SECONDS_AT_MOST = 15 * 60


@shared_task(time_limit=SECONDS_AT_MOST)
def build_report(job_id: int) -> None:
    report_job.work_on(job_id)


@shared_task
def queue_due_jobs() -> None:
    """Queue jobs that were never queued, or whose worker died. Running it twice at once is harmless."""
    report_job.give_up()
    jobs.ring_due()


@shared_task
def heartbeat() -> None:
    health.leave_sign(health.WORKER)
    queue_depth.tell_marks()


@worker_ready.connect
def _first_heartbeat(**kwargs: Any) -> None:
    """A worker that just started lives: the health page need not wait for the schedule's first turn."""
    health.leave_sign(health.WORKER)
