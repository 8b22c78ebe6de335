"""Kill each process: exactly one complete report appears within a minute, or a reason."""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections

from reports.actions.reports import FAILURES, request_report
from reports.jobs import BUILD_REPORT, queue_due
from reports.models import Job, JobState, Report, ReportFile
from tests.base import COMMITTED, World, sign_in, within
from tests.reports.report_samples import wanted
from tests.worker_processes import LEASE_SECONDS, Plant, wait_until
from tfc.celery import app

READY = "Subject: The report of Hill is ready"
CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND usename IN ('tfc_app', 'tfc_figures') AND pid <> %s"
)

# In one xdist process, since each test starts processes and the machine has few cores.
pytestmark = [COMMITTED, pytest.mark.xdist_group("faults")]


@pytest.fixture(autouse=True)
def ring_at_the_plant(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send tasks to the plant's broker, as the web server would."""
    monkeypatch.setitem(app.conf, "broker_url", plant.valkey.url)


def ask(town: World) -> Job:
    with within(town.hill):
        report = request_report(
            office=town.usa, community=town.hill, wanted=wanted(town.hill), client_id=uuid.uuid4(),
            by=town["hill-coordinator"],
        )  # fmt: skip
    return Job.objects.get(report_id=report.pk)


def the_one_report(town: World) -> dict[str, Any]:
    """Return the report, after checking that there is one with two files and a snapshot."""
    with within(town.hill):
        report = Report.objects.get()
        files = {report_file.kind: bytes(report_file.content) for report_file in ReportFile.objects.all()}
    assert sorted(files) == ["pdf", "xlsx"]
    assert (files["pdf"][:5], files["pdf"].rstrip()[-5:], files["xlsx"][:2]) == (b"%PDF-", b"%%EOF", b"PK")
    assert report.snapshot
    assert len(report.snapshot["items"]) == 12
    assert report.failure == ""
    return report.snapshot


def mails(plant: Plant) -> int:
    """Wait for emails, which are sent after the job is done, and return their number."""
    plant.wait_for_log(READY, times=1)
    return plant.log().count(READY)


def running(attempt: int) -> Callable[[Job], bool]:
    return lambda job: job.state == JobState.RUNNING and job.attempts == attempt


@contextmanager
def nobody_may_end_a_report() -> Iterator[None]:
    """Block the worker while it stores the report."""
    other = connections["owner"].copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT id FROM reports_report FOR UPDATE")
        yield
    finally:
        other.close()


def test_a_worker_killed_in_the_middle_of_a_report(plant: Plant, town: World):
    plant.start_worker()
    job = wait_until(lambda job: job.state == JobState.RUNNING and job.progress > 0, ask(town), every=0.001)
    plant.kill_worker()
    job.refresh_from_db()
    assert job.state == JobState.RUNNING, "it was killed too late to prove anything"
    begin = time.monotonic()
    plant.start_worker()
    job = wait_until(lambda job: job.state == JobState.DONE, job)
    assert (job.attempts, time.monotonic() - begin < 60) == (2, True)
    the_one_report(town)
    assert mails(plant) == 1


def test_a_broker_killed_and_flushed(plant: Plant, town: World):
    plant.start_worker()
    plant.kill_broker()
    begin = time.monotonic()
    job = ask(town)
    assert time.monotonic() - begin < 5, "whoever asks must not wait for a broker that is gone"
    plant.start_broker()
    job = wait_until(lambda job: job.state == JobState.DONE, job)
    assert job.attempts == 1
    the_one_report(town)
    assert mails(plant) == 1


@pytest.mark.thorough
def test_a_job_delivered_four_times_with_two_schedules_and_each_task_twice(plant: Plant, town: World):
    job = ask(town)
    with app.connection_for_write() as connection:
        for _ in range(3):
            app.send_task(BUILD_REPORT, (job.pk,), connection=connection)
        assert queue_due() == 1
        for task in sorted({str(entry["task"]) for entry in app.conf.beat_schedule.values()}) * 2:
            app.send_task(task, connection=connection)
    plant.start_schedule()
    plant.start_schedule()
    plant.start_worker(schedule=False)
    job = wait_until(lambda job: job.state == JobState.DONE, job)
    plant.wait_for_log(r"build_report\[[0-9a-f-]+\] succeeded", times=5)
    plant.wait_for_log(r"queue_due_jobs\[[0-9a-f-]+\] succeeded", times=3)
    job.refresh_from_db()
    assert (job.state, job.attempts, "raised unexpected" in plant.log()) == (JobState.DONE, 1, False)
    the_one_report(town)
    assert mails(plant) == 1


def cut_off_others() -> None:
    """End every other connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        mine = cursor.fetchone()
    # Only the owner may do this, on a throwaway server.
    owner = connections["owner"].copy()
    with owner.cursor() as cursor:
        cursor.execute(CUT_OFF, mine)
    owner.close()


@pytest.mark.thorough
def test_a_database_that_is_restarted_in_the_middle_of_a_report(plant: Plant, town: World):
    """Every connection ends, as after an immediate restart; the lease runs out and the job starts over."""
    job = ask(town)
    with nobody_may_end_a_report():
        plant.start_worker()
        wait_until(running(1), job, every=0.01)
        cut_off_others()
    begin = time.monotonic()
    job = wait_until(lambda job: job.state == JobState.DONE, job)
    assert (job.attempts, time.monotonic() - begin < 60) == (2, True)
    the_one_report(town)
    assert mails(plant) == 1


@pytest.mark.thorough
def test_a_job_that_kills_its_worker_three_times(plant: Plant, town: World, client):
    plant.start_worker()
    job = ask(town)
    for attempt in (1, 2, 3):
        wait_until(running(attempt), job, every=0.001)
        plant.kill_child()
    job = wait_until(lambda job: job.state == JobState.FAILED, job, seconds=6 * LEASE_SECONDS)
    assert job.attempts == 3
    with within(town.hill):
        assert (Report.objects.get().failure, ReportFile.objects.count()) == ("stopped", 0)
    page = sign_in(client, town["hill-coordinator"]).get(f"/c/hill/reports/{job.report_id}/").content.decode()
    assert str(FAILURES["stopped"]) in page
    assert "Try again" in page
