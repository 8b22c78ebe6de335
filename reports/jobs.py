"""Jobs: the row is the truth, the message is a bell, and the one who holds the lease may finish.

A worker that dies leaves its lease behind. When it runs out the sweep rings again, and the next worker starts anew;
after ``Job.MAX_ATTEMPTS`` deaths the job ends failed. See docs/adr/0003.
"""

import uuid
from contextlib import AbstractContextManager
from functools import partial

from django.db import transaction
from django.db.models.functions import Now

from reports.models import Job, JobState
from tfc import leases
from tfc.leases import LeaseLostError

BUILD_REPORT = "reports.tasks.build_report"


def enqueue(report_id: int, *, office_id: int, community_id: int | None) -> Job:
    """Write the job in the transaction of its report, and ring once both are there for all to see."""
    job = Job.objects.create(report_id=report_id, office_id=office_id, community_id=community_id)
    transaction.on_commit(partial(ring, job.pk))
    return job


def enqueue_archive(archive_id: int, *, office_id: int, community_id: int) -> Job:
    """As `enqueue`, for an archive of a community."""
    job = Job.objects.create(archive_id=archive_id, office_id=office_id, community_id=community_id)
    transaction.on_commit(partial(ring, job.pk))
    return job


def ring(job_id: int) -> bool:
    """Tell the workers that a job waits; False when the broker cannot be reached within a second."""
    return leases.ring(BUILD_REPORT, job_id)


def ring_due() -> int:
    """Ring for what is due, the oldest first, and count the bells. Ringing twice is harmless."""
    waiting = Job.objects.due().worth_a_try().order_by("created_at", "pk")
    return leases.ring_due(BUILD_REPORT, waiting)


def renew(job: Job, progress: int) -> None:
    """Say that the worker lives and how far it is, in percent; LeaseLostError when the job is not its own now.

    Call it outside any transaction: the page that shows the progress reads it at once.
    """
    job.progress = progress
    if not Job.objects.held(job).update(progress=progress, lease_until=Now() + Job.lease()):
        raise LeaseLostError(f"job {job.pk} no longer belongs to this worker")


def kept_alive(job: Job) -> AbstractContextManager[None]:
    """While this lasts the lease does not run out; what the work left as ``job.progress`` is told as well."""
    return leases.kept_alive(job, "progress")


def finish(job: Job) -> None:
    """End the job well, in the transaction that keeps its result; LeaseLostError when it is not ours any more."""
    if not Job.objects.held(job).update(state=JobState.DONE, progress=100, ended_at=Now()):
        raise LeaseLostError(f"job {job.pk} no longer belongs to this worker")


def fail(job: Job) -> bool:
    """End the job badly, and tell whether it was this caller who ended it."""
    return bool(Job.objects.held(job).update(state=JobState.FAILED, ended_at=Now()))


def stop(report_id: int) -> None:
    """Whoever works on the report finds the job no longer its own and keeps nothing; it can be asked again."""
    running = Job.objects.filter(report_id=report_id, state__in=(JobState.QUEUED, JobState.RUNNING))
    running.update(state=JobState.FAILED, claim=None, ended_at=Now())


def take_over(job_id: int) -> Job | None:
    """Take a given-up job from its dead worker in order to fail it; None when it is given up no more."""
    claim = uuid.uuid4()
    Job.objects.given_up().filter(pk=job_id).update(claim=claim, lease_until=Now() + Job.lease())
    return Job.objects.filter(pk=job_id, claim=claim).select_related("community", "office").first()


def requeue(job: Job) -> bool:
    """Give an ended job three new attempts; False when it has not ended, for instance already asked again."""
    ended = Job.objects.filter(pk=job.pk, state__in=(JobState.DONE, JobState.FAILED))
    again = ended.update(state=JobState.QUEUED, attempts=0, progress=0, ended_at=None, lease_until=Job.NEVER)
    if again:
        transaction.on_commit(partial(ring, job.pk))
    return bool(again)
