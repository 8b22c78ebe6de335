"""Jobs: the row is authoritative, the task message only wakes a worker, and only the lease holder may finish.

A dead worker's lease expires; the sweep then sends a message again and another worker restarts the job. After
``Job.MAX_ATTEMPTS`` deaths the job fails. See docs/adr/0003.
"""

from contextlib import AbstractContextManager
from functools import partial

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from reports.models import Job, JobState
from tfc import leases

BUILD_REPORT = "reports.tasks.build_report"
# The steps of building a report, as percentages.
COUNTING, READING, DRAWING_PDF, DRAWING_XLSX, KEEPING = 5, 25, 45, 75, 90


def enqueue(report_id: int, *, office_id: int, community_id: int | None) -> Job:
    """Create the job in the transaction of its report, and send the task message after the commit."""
    job = Job.objects.create(report_id=report_id, office_id=office_id, community_id=community_id)
    transaction.on_commit(partial(queue_job, job.pk))
    return job


def enqueue_archive(archive_id: int, *, office_id: int, community_id: int) -> Job:
    """Like `enqueue`, for an archive of a community."""
    job = Job.objects.create(archive_id=archive_id, office_id=office_id, community_id=community_id)
    transaction.on_commit(partial(queue_job, job.pk))
    return job


def queue_job(job_id: int) -> bool:
    """Send the task message of a job; return False if the broker cannot be reached within a second."""
    return leases.send_task_message(BUILD_REPORT, job_id)


def queue_due() -> int:
    """Send task messages for due jobs, oldest first, and return how many. Sending twice is harmless."""
    waiting = Job.objects.due().worth_a_try().order_by("created_at", "pk")
    return leases.send_due_messages(BUILD_REPORT, waiting)


def renew(job: Job, progress: int) -> None:
    """Renew the lease and store the progress in percent; raise LeaseLostError if another worker holds the job.

    Call it outside any transaction, so that the progress is visible at once.
    """
    job.progress = progress
    leases.update_held(job, progress=progress, lease_until=Now() + Job.lease())


def keep_lease(job: Job) -> AbstractContextManager[None]:
    """Renew the lease in the background while the context is active, and store ``job.progress``."""
    return leases.keep_alive(job, "progress")


def finish(job: Job) -> None:
    """Mark the job done, in the transaction that stores its result; raise LeaseLostError if another
    worker holds it.
    """
    leases.update_held(job, state=JobState.DONE, progress=100, ended_at=Now())


def fail(job: Job) -> bool:
    """Mark the job failed; return False if another worker holds it."""
    return bool(Job.objects.held(job).update(state=JobState.FAILED, ended_at=Now()))


def stop(report_id: int) -> None:
    """Fail the report's job, so that a running worker loses its lease and stores nothing; it can be queued again."""
    running = Job.objects.filter(report_id=report_id, state__in=(JobState.QUEUED, JobState.RUNNING))
    running.update(state=JobState.FAILED, claim=None, ended_at=Now())


def take_over(job_id: int) -> Job | None:
    job: Job | None = leases.take_over(Job, job_id, "community", "office")
    return job


def requeue(job: Job) -> bool:
    """Queue an ended job for three new attempts; return False if it has not ended, for example because it is queued
    already.
    """
    ended = Job.objects.filter(pk=job.pk, state__in=(JobState.DONE, JobState.FAILED))
    again = ended.update(state=JobState.QUEUED, attempts=0, progress=0, ended_at=None, lease_until=Job.NEVER)
    if again:
        transaction.on_commit(partial(queue_job, job.pk))
    return bool(again)


def step_text(job: Job) -> str:
    """Return the current step in words for the user who requested the report."""
    if job.state == JobState.QUEUED:
        return _("Waiting")
    if job.state == JobState.DONE:
        return _("Ready")
    if job.state == JobState.FAILED:
        return _("Failed")
    steps = {
        KEEPING: _("Saving the files"),
        DRAWING_XLSX: _("Filling the spreadsheet"),
        DRAWING_PDF: _("Drawing the PDF"),
        READING: _("Gathering the figures"),
        COUNTING: _("Counting the records"),
    }
    return next((text for begins, text in steps.items() if job.progress >= begins), _("Starting"))
