"""A drill, not collected: workers are killed while they create or restore an archive, and others take over.

make test ARGS="-n0 tests/reports/archive/drill_archive_kill.py"
"""

import time
import uuid
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from communities.models import Community, User
from events.models import Event, EventKind
from reports import notices
from reports.actions.archives import check_archive, request_archive, restore_archive
from reports.archive import files
from reports.models import ArchiveRun, Job, JobState
from tests.base import COMMITTED, World, within
from tests.reports.archive.archive_comparison import empty_town
from tests.worker_processes import MINUTE, Plant, wait_until
from tfc.celery import app

pytestmark = COMMITTED
EVENTS = 40_000


@pytest.fixture
def plant(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plant]:
    # The workers write archives where this process looks for them.
    monkeypatch.setenv("FILES_ROOT", str(settings.FILES_ROOT))
    plant = Plant(tmp_path)
    plant.start_broker()
    monkeypatch.setitem(app.conf, "broker_url", plant.valkey.url)
    yield plant
    plant.stop()


def fill(town: Community) -> None:
    start = datetime(2026, 3, 1, 18, tzinfo=UTC)
    with within(town):
        Event.objects.bulk_create(
            Event(
                kind=EventKind.AWARENESS, title=f"Event {number}", status="held", time_zone=town.time_zone,
                starts_at=start, ends_at=start + timedelta(hours=2),
            )
            for number in range(EVENTS)
        )  # fmt: skip


def killed_once(plant: Plant, run: ArchiveRun) -> Job:
    """Return the job after its first worker died."""
    job = Job.objects.get(archive_id=run.pk)
    wait_until(lambda job: job.state == JobState.RUNNING and job.progress > 0, job, every=0.001)
    plant.kill_worker()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.RUNNING, 1), "it was killed too late to prove anything"
    return job


def taken_over(plant: Plant, job: Job) -> float:
    """Return the seconds until another worker had finished it."""
    began = time.monotonic()
    plant.start_worker()
    wait_until(lambda job: job.state == JobState.DONE, job, seconds=120)
    assert job.attempts == 2
    return time.monotonic() - began


def done(town: Community) -> list[ArchiveRun]:
    with within(town, coordinator=True):
        return list(ArchiveRun.objects.done().order_by("pk"))


def get_events(town: Community) -> int:
    with within(town):
        return Event.objects.filter(community=town).count()


def start_run(town: Community, by: User) -> ArchiveRun:
    with within(town, coordinator=True):
        return request_archive(
            community=town, with_locations=True, language="en", client_id=uuid.uuid4(), by=by
        )


def test_workers_that_die_double_nothing_and_lose_nothing(world: World, plant: Plant):
    fill(world.hill)
    by = world["stranger"]
    plant.start_worker()
    job = killed_once(plant, start_run(world.hill, world["hill-coordinator"]))
    assert done(world.hill) == []
    made_after = taken_over(plant, job)
    [run] = done(world.hill)
    path = files.get_archive_path(run.file_key)
    assert (run.size, run.sha256) == files.size_and_hash(path)
    with zipfile.ZipFile(path) as zipped:
        assert zipped.testzip() is None
        assert zipped.read("data/events_event.csv").count(b"\r\n") == EVENTS + 1

    town = empty_town(world.usa, "vale", by)
    upload = SimpleUploadedFile("hill.zip", path.read_bytes())
    with within(town, coordinator=True):
        run = check_archive(community=town, upload=upload, language="en", client_id=uuid.uuid4(), by=by)
    wait_until(lambda job: job.state == JobState.DONE, Job.objects.get(archive_id=run.pk), seconds=120)
    assert get_events(town) == 0
    with within(town, coordinator=True):
        again = restore_archive(checked=run, community=town, language="en", by=by)
    job = killed_once(plant, again)
    assert get_events(town) == 0
    back_after = taken_over(plant, job)
    assert get_events(town) == get_events(world.hill) == EVENTS
    assert [run.kind for run in done(town)] == ["check", "restore"]
    with within(world.usa):
        assert len(notices.due_in_office(world.usa, timezone.now())) == 1
    assert max(made_after, back_after) < MINUTE
