"""The jobs of imports: one row per import, queued again for each step of a worker (docs/adr/0003)."""

from functools import partial

from django.db import transaction
from django.db.models.functions import Now

from communities.models import ImportBatch, ImportJob
from tfc import leases, locks
from tfc.leases import LeaseLostError

WORK_ON_IMPORT = "communities.tasks.work_on_import"


def queue(batch: ImportBatch) -> None:
    """Queue the job in the transaction that sets the next step; the task message is sent after the commit."""
    job, _is_new = ImportJob.objects.update_or_create(
        batch_id=batch.pk,
        defaults={
            "office_id": batch.office_id,
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
    leases.update_held(job, lease_until=Now() + ImportJob.lease(), **more)


def hold(job: ImportJob) -> None:
    """Lock at the beginning of each chunk's transaction: only the holder of the lease may store it, one at a time."""
    locks.hold(locks.IMPORT_CHUNKS, [job.pk])
    if not ImportJob.objects.held(job).exists():
        raise LeaseLostError(f"{job} no longer belongs to this worker")


def end(job: ImportJob) -> None:
    """End the job, in the transaction of the last chunk."""
    leases.update_held(job, is_done=True, progress=100)


def take_over(job_id: int) -> ImportJob | None:
    job: ImportJob | None = leases.take_over(ImportJob, job_id, "community", "office")
    return job


def forget(batch: ImportBatch) -> None:
    ImportJob.objects.filter(batch_id=batch.pk).delete()
