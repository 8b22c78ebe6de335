"""The worker's part of archive jobs: create, rehearse or restore an archive.

No database error message is logged, because it may quote a location note.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils import timezone, translation

from communities.models import Membership, Role
from reports import jobs
from reports.actions.archives import fail_archive, finish_archive
from reports.archive import files, reading
from reports.archive.making import ArchiveWriter
from reports.archive.reading import ArchiveError
from reports.archive.restoring import restore
from reports.models import ArchiveKind, ArchiveRun, Job
from stakeholders.actions.findings import export_locations
from stakeholders.models import Finding
from tfc.current_actor import acting_as
from tfc.leases import LeaseLostError
from tfc.tenancy import community_scope

logger = logging.getLogger(__name__)


def open_job_scope(job: Job, *, steady: bool = False) -> AbstractContextManager[None]:
    assert job.community_id is not None  # noqa: S101 (an archive is a community's)
    return community_scope(job.community_id, job.office_id, coordinator=True, steady=steady)


def work_on(job: Job) -> bool:
    """Run the claimed job; return whether this call ended it."""
    try:
        with open_job_scope(job):
            run = ArchiveRun.objects.select_related("by").get(pk__in=[job.archive_id])
            _must_be_coordinator(run)
        with (
            acting_as(run.by_id, "archive"),
            jobs.keep_lease(job),
            translation.override(run.language),
        ):
            _ACTIONS[ArchiveKind(run.kind)](job, run)
    except LeaseLostError:
        logger.info("Job %s was given to another worker; its result here is thrown away", job.pk)
        return False
    except (OperationalError, InterfaceError) as error:
        logger.error("The database was not there for job %s: %s", job.pk, type(error).__name__)
        return False
    except ArchiveError as error:
        return _fail_job(job, str(error))
    except Exception as error:  # noqa: BLE001
        logger.error("Job %s failed in attempt %s: %s", job.pk, job.attempts, type(error).__name__)
        return _fail_job(job, "unexpected")
    return True


def give_up(job: Job) -> bool:
    """End a job whose worker died in every attempt."""
    return _fail_job(job, "stopped")


def _fail_job(job: Job, failure: str) -> bool:
    with open_job_scope(job):
        return fail_archive(job=job, failure=failure)


def _must_be_coordinator(run: ArchiveRun) -> None:
    """Raise ArchiveError if the requester is no longer a coordinator; that may change while the job waits."""
    team = Membership.objects.current().filter(community=run.community_id, user=run.by_id)
    if not team.filter(role=Role.COORDINATOR).exists():
        raise ArchiveError("not_coordinator")


def _make(job: Job, run: ArchiveRun) -> None:
    """Write the archive and finish the job in a separate transaction, because the repeatable read would conflict with
    progress updates of the job row.
    """
    with files.open_new_file(run.file_key) as path:
        with open_job_scope(job, steady=True):
            if run.with_locations:
                export_locations(findings=Finding.objects.all(), by=run.by)
            making = ArchiveWriter(path, _community(job), locations=run.with_locations)
            making.write(timezone.now(), _progress(job))
        size, digest = files.size_and_hash(path)
    with open_job_scope(job):
        finish_archive(job=job, run=run, size=size, sha256=digest)


def _check(job: Job, run: ArchiveRun) -> None:
    _store_restored(job, run, rehearse=True)


def _restore(job: Job, run: ArchiveRun) -> None:
    _store_restored(job, run, rehearse=False)


def _store_restored(job: Job, run: ArchiveRun, *, rehearse: bool) -> None:
    """Store the restored rows and the end of the job in one transaction."""
    path = files.get_archive_path(run.file_key)
    if not path.exists():
        raise ArchiveError("gone")
    size, digest = files.size_and_hash(path)
    with reading.open_archive(path) as archive, open_job_scope(job):
        outcome = restore(archive, _community(job), run.by, rehearse=rehearse, progress=_progress(job))
        archive_info = {"community": archive.about["community"], "made_at": archive.made_at}
        finish_archive(
            job=job, run=run, outcome={**outcome.as_json(), **archive_info}, size=size, sha256=digest
        )


def _community(job: Job) -> Any:
    return job.community


def _progress(job: Job) -> Callable[[int], None]:
    """Return a callback that sets the job's progress. The lease thread publishes it, because the restore's own
    transaction is not visible yet.
    """

    def say(percent: int) -> None:
        job.progress = percent

    return say


_ACTIONS: Mapping[ArchiveKind, Callable[[Job, ArchiveRun], None]] = {
    ArchiveKind.MAKE: _make,
    ArchiveKind.CHECK: _check,
    ArchiveKind.RESTORE: _restore,
}
