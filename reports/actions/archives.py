"""Request and restore community archives, and end their jobs. Call in a coordinator's scope."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.models import Community, User
from reports import jobs
from reports.archive import files
from reports.models import ArchiveKind, ArchiveRun, Job


@transaction.atomic
def request_archive(
    *, community: Community, with_locations: bool, language: str, client_id: uuid.UUID, by: User
) -> ArchiveRun:
    """Request an archive; the same ``client_id`` returns the same run."""
    day = timezone.now().astimezone(community.zone).date()
    return _start_run(
        community,
        kind=ArchiveKind.MAKE,
        with_locations=with_locations,
        language=language,
        client_id=client_id,
        by=by,
        file_key=files.new_key(),
        file_name=f"{community.slug}-{day.isoformat()}.zip",
    )


@transaction.atomic
def check_archive(
    *, community: Community, upload: Any, language: str, client_id: uuid.UUID, by: User
) -> ArchiveRun:
    """Store the uploaded archive and queue a rehearsal of its restore, which changes nothing."""
    return _start_run(
        community,
        kind=ArchiveKind.CHECK,
        language=language,
        client_id=client_id,
        by=by,
        file_key=files.store_upload(upload),
        file_name=(upload.name or "")[:160].replace("\0", ""),
    )


@transaction.atomic
def restore_archive(*, checked: ArchiveRun, community: Community, language: str, by: User) -> ArchiveRun:
    """Queue the restore of a checked archive; repeated calls return the same run."""
    return _start_run(
        community,
        kind=ArchiveKind.RESTORE,
        language=language,
        client_id=uuid.uuid5(uuid.NAMESPACE_OID, f"{checked.pk} {checked.file_key}"),
        by=by,
        file_key=checked.file_key,
        file_name=checked.file_name,
    )


def _start_run(community: Community, *, client_id: uuid.UUID, **values: Any) -> ArchiveRun:
    try:
        with transaction.atomic():
            run = ArchiveRun.objects.create(community=community, client_id=client_id, **values)
    except IntegrityError:
        return ArchiveRun.objects.get(community=community, client_id=client_id)
    jobs.enqueue_archive(run.pk, office_id=community.office_id, community_id=community.pk)
    return run


@transaction.atomic
def finish_archive(*, job: Job, run: ArchiveRun, **values: Any) -> None:
    """Finish the job and store its result in one transaction. Raises LeaseLostError if another worker holds the job
    now.
    """
    jobs.finish(job)
    ArchiveRun.objects.filter(pk=run.pk).update(done_at=timezone.now(), failure="", **values)


@transaction.atomic
def fail_archive(*, job: Job, failure: str) -> bool:
    """End the job with a failure reason; return False if another worker holds it now."""
    if not jobs.fail(job):
        return False
    run = ArchiveRun.objects.filter(pk__in=[job.archive_id])
    run.update(done_at=timezone.now(), failure=failure)
    return True
