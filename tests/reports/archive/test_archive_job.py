"""The worker's part: creating, checking and restoring archives; a dead worker's files; notifications."""

import uuid
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from communities.models import Membership, Office, Role
from reports import archive_job as archives
from reports import notices
from reports.actions.archives import check_archive, request_archive, restore_archive
from reports.archive import files
from reports.models import ArchiveRun, Job, JobState
from reports.report_job import give_up, work_on
from stakeholders.models import Finding, FindingLocation, LocationReading, Organization, Sector
from tests.base import COMMITTED, World, within
from tests.reports.archive.archive_comparison import empty_town

pytestmark = COMMITTED
SECRET = "behind the red gate"


@pytest.fixture
def hill(world: World):
    by = world["hill-coordinator"]
    with within(world.hill, coordinator=True):
        Organization.objects.create(name="Town library", sector=Sector.MEDIA, created_by=by)
        finding = Finding.objects.create(
            vulnerability="wage_theft", summary="x", severity=3, confidence=3, method="survey",
            observed_on=datetime(2026, 3, 1, tzinfo=UTC), created_by=by,
        )  # fmt: skip
        FindingLocation.objects.create(finding=finding, note=SECRET, written_by=by)
    return world.hill


def start_run(town, by, *, with_locations: bool = True) -> tuple[ArchiveRun, Job]:
    with within(town, coordinator=True):
        run = request_archive(
            community=town, with_locations=with_locations, language="en", client_id=uuid.uuid4(), by=by
        )
    return run, Job.objects.get(archive_id=run.pk)


def made(town, by, **options) -> Path:
    run, job = start_run(town, by, **options)
    assert work_on(job.pk)
    with within(town, coordinator=True):
        run.refresh_from_db()
    path = files.get_archive_path(run.file_key)
    assert (run.failure, run.size, run.sha256) == ("", *files.size_and_hash(path))
    return path


def sent(town, path: Path, by) -> tuple[ArchiveRun, Job]:
    upload = SimpleUploadedFile("../hill.zip", path.read_bytes())
    with within(town, coordinator=True):
        run = check_archive(community=town, upload=upload, language="en", client_id=uuid.uuid4(), by=by)
    return run, Job.objects.get(archive_id=run.pk)


def in_office(office: Office, *, days: int = 0) -> list[tuple[str, str, str]]:
    with within(office):
        due = notices.due_in_office(office, timezone.now() + timedelta(days=days))
    return [(notice.kind.code, notice.path, notice.key) for notice in due]


def test_it_creates_checks_and_restores(world: World, hill, capfd: pytest.CaptureFixture):
    path = made(hill, world["hill-coordinator"])
    with zipfile.ZipFile(path) as zipped:
        assert SECRET in zipped.read("data/stakeholders_findinglocation.csv").decode()
    with within(hill, coordinator=True):
        assert [location_reading.way for location_reading in LocationReading.objects.all()] == ["export"]
    town = empty_town(world.usa, "vale", world["stranger"])
    run, job = sent(town, path, world["stranger"])
    assert work_on(job.pk)
    with within(town, coordinator=True):
        run.refresh_from_db()
        assert not Organization.objects.exists()
        again = restore_archive(checked=run, community=town, language="en", by=world["stranger"])
        assert restore_archive(checked=run, community=town, language="en", by=world["stranger"]) == again
    assert work_on(Job.objects.get(archive_id=again.pk).pk)
    with within(town, coordinator=True):
        again.refresh_from_db()
        assert again.failure == ""
        assert FindingLocation.objects.get().note == SECRET
        assert again.outcome["rows"] == run.outcome["rows"]
        assert again.outcome["rows"]["stakeholders.organization"] == 1
        texts = [(notice.kind.code, notice.but) for notice in notices.due(town, timezone.now())]
        assert texts == [("archive_put_back", world["stranger"].pk)]
        assert notices.due(town, timezone.now() + timedelta(days=15)) == []
    # The office is notified of restored archives only.
    assert in_office(world.usa) == [
        ("archive_put_back_there", "/office/usa/communities/vale/figures/", str(again.pk))
    ]
    assert in_office(world.usa, days=15) == in_office(world.uk) == []
    assert SECRET not in "".join(capfd.readouterr())


def test_it_leaves_the_notes_out_and_takes_nothing_else_of_them(world: World, hill):
    with zipfile.ZipFile(made(hill, world["hill-coordinator"], with_locations=False)) as zipped:
        everything = b"".join(zipped.read(name) for name in zipped.namelist())
    assert SECRET.encode() not in everything
    with within(hill, coordinator=True):
        assert not LocationReading.objects.exists()


def test_it_reports_errors_and_changes_nothing(world: World, hill, tmp_path: Path):
    (tmp_path / "x.zip").write_bytes(b"PK\3\4 nothing")
    run, job = sent(hill, tmp_path / "x.zip", world["hill-coordinator"])
    assert work_on(job.pk)
    job.refresh_from_db()
    with within(hill, coordinator=True):
        run.refresh_from_db()
    assert (job.state, run.failure) == (
        JobState.FAILED,
        "This file is not a whole archive: it cannot be read to its end.",
    )


def test_it_does_nothing_for_a_former_coordinator(world: World, hill):
    run, job = start_run(hill, world["hill-coordinator"])
    Membership.objects.filter(community=hill, role=Role.COORDINATOR).update(role=Role.MEMBER)
    assert work_on(job.pk)
    with within(hill, coordinator=True):
        run.refresh_from_db()
    assert run.failure == "not_coordinator"
    assert not files.get_archive_path(run.file_key).exists()


def test_it_keeps_nothing_of_a_worker_that_lost_its_lease(world: World, hill):
    path = made(hill, world["hill-coordinator"])
    town = empty_town(world.usa, "vale", world["stranger"])
    run, job = sent(town, path, world["stranger"])
    work_on(job.pk)
    with within(town, coordinator=True):
        again = restore_archive(checked=run, community=town, language="en", by=world["stranger"])
    claimed = Job.objects.claim(Job.objects.get(archive_id=again.pk).pk)
    assert claimed
    job = claimed
    # Another worker received the job while this one was still running.
    Job.objects.filter(pk=job.pk).update(claim=uuid.uuid4())
    assert not archives.work_on(job)
    with within(town):
        assert not Organization.objects.exists()
    Job.objects.filter(pk=job.pk).update(lease_until=Job.NEVER)
    assert work_on(job.pk)
    with within(town):
        assert Organization.objects.count() == 1


def test_it_says_so_when_every_worker_died_of_it(world: World, hill):
    run, job = start_run(hill, world["hill-coordinator"])
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=3)
    assert give_up() == 1
    with within(hill, coordinator=True):
        run.refresh_from_db()
    assert run.failure == "stopped"


def test_it_takes_files_away_after_a_day(world: World, hill):
    path = made(hill, world["hill-coordinator"])
    # File times come from the machine, whatever the tests' clock is.
    made_at = path.stat().st_mtime
    assert files.delete_expired_files(now=made_at + 23 * 60 * 60) == 0
    assert files.delete_expired_files(now=made_at + 25 * 60 * 60) == 1
    assert not path.exists()


@pytest.mark.thorough
def test_it_restores_by_command_what_no_browser_can_send(world: World, hill, capsys: pytest.CaptureFixture):
    path = made(hill, world["hill-coordinator"])
    town = empty_town(world.usa, "vale", world["stranger"])
    options = {"community": "vale", "by": "STRANGER@example.org"}
    call_command("restore_archive", str(path), rehearse=True, **options)
    with within(town):
        assert not Organization.objects.exists()
    call_command("restore_archive", str(path), **options)
    assert capsys.readouterr().out.count(" rows, ") == 2
    with within(town):
        assert Organization.objects.count() == 1
    for wrong in ({"community": "nowhere"}, {"by": "hill-leader@example.org"}, {}):
        with pytest.raises(CommandError):
            call_command("restore_archive", str(path), **options | wrong)
