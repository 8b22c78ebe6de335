"""The jobs of imports: one row per import, queued again for each step of a worker (docs/adr/0003)."""

import uuid
from functools import partial

from django.db import transaction
from django.db.models.functions import Now

from communities.models import ImportBatch, ImportJob
from tfc import leases, locks
from tfc.leases import LeaseLostError

WORK_ON_IMPORT = "communities.tasks.work_on_import"
LOST = "import job %s no longer belongs to this worker"


def queue(batch: ImportBatch) -> None:
    """Queue the job in the transaction that sets the next step; the task message is sent after the commit."""
    job, _is_new = ImportJob.objects.update_or_create(
        batch_id=batch.pk,
        defaults={
            "community_id": batch.community_id,
            "is_done": False,
            "attempts": 0,
            "progress": 0,
            "claim": None,
            "lease_until": ImportJob.NEVER,
        },
    )
    transaction.on_commit(partial(leases.send_task_message, WORK_ON_IMPORT, job.pk))


def queue_due() -> int:
    """Send task messages for due jobs; return how many. Sending twice is harmless."""
    return leases.send_due_messages(WORK_ON_IMPORT, ImportJob.objects.due().worth_a_try().order_by("pk"))


def renew(job: ImportJob, progress: int | None = None) -> None:
    """Renew the lease before each chunk, outside its transaction: a chunk that locked the job's row would prevent its
    own lease from being renewed.
    """
    more = {} if progress is None else {"progress": progress}
    if not ImportJob.objects.held(job).update(lease_until=Now() + ImportJob.lease(), **more):
        raise LeaseLostError(LOST % job.pk)


def hold(job: ImportJob) -> None:
    """Lock at the beginning of each chunk's transaction: only the holder of the lease may store it, one at a time."""
    locks.hold(locks.IMPORT_CHUNKS, [job.pk])
    if not ImportJob.objects.held(job).exists():
        raise LeaseLostError(LOST % job.pk)


def end(job: ImportJob) -> None:
    """End the job, in the transaction of the last chunk."""
    if not ImportJob.objects.held(job).update(is_done=True, progress=100):
        raise LeaseLostError(LOST % job.pk)


def take_over(job_id: int) -> ImportJob | None:
    """Take over an abandoned job from its dead worker in order to end it; None if it is no longer abandoned."""
    claim = uuid.uuid4()
    ImportJob.objects.given_up().filter(pk=job_id).update(claim=claim, lease_until=Now() + ImportJob.lease())
    return ImportJob.objects.filter(pk=job_id, claim=claim).select_related("community").first()


def forget(batch: ImportBatch) -> None:
    ImportJob.objects.filter(batch_id=batch.pk).delete()
