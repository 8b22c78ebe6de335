"""Samples of archives, which only coordinators see."""

from typing import Any

from communities.models import Community, User
from reports.archive.files import new_key
from reports.models import ArchiveKind, ArchiveRun, Job, JobState
from tests.base import within
from tests.matrix.json_samples import outcome


def for_coordinators(community: Community, by: User) -> tuple[dict[str, Any], set[str]]:
    texts = {name: f"Canary-{community.slug}-archiverun-{name}" for name in ("file_name", "failure")}
    with within(community, coordinator=True):
        run = ArchiveRun.objects.create(
            kind=ArchiveKind.CHECK,
            by=by,
            language="en",
            file_key=new_key(),
            outcome=outcome(community.slug),
            **texts,
        )
    Job.objects.create(
        archive_id=run.pk, office=community.office, community=community, state=JobState.FAILED, attempts=3
    )
    return {"run_id": run.pk}, set(texts.values())
