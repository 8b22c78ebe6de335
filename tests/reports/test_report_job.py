"""A worker's report job, in this process and on committed rows."""

import uuid

import pytest
from django.core import mail

from communities.models import NoticeSetting
from evaluation.models import Round
from reports import jobs, report_job
from reports.actions.reports import BuiltReport, fail_report, request_report, store_report
from reports.models import Job, JobState, Report, ReportFile
from tests.base import COMMITTED, World, within
from tests.reports.report_samples import NOW, wanted
from tfc.celery import app
from tfc.leases import LeaseLostError

pytestmark = COMMITTED


def ask(town: World, tenant=None, language: str = "en") -> Job:
    tenant = tenant or town.hill
    with within(tenant):
        report = request_report(
            office=town.usa, community=None if tenant == town.usa else tenant, wanted=wanted(tenant, language),
            client_id=uuid.uuid4(), by=town["hill-coordinator"],
        )  # fmt: skip
    return Job.objects.get(report_id=report.pk)


def let_the_lease_run_out() -> None:
    Job.objects.update(lease_until=Job.NEVER)


def test_it_builds_one_report_however_often_the_task_is_sent(town):
    job = ask(town, language="es")
    assert [report_job.work_on(job.pk) for _ in range(4)] == [True, False, False, False]
    job.refresh_from_db()
    assert (job.state, job.progress, job.attempts) == (JobState.DONE, 100, 1)
    with within(town.hill):
        report = Report.objects.get()
        assert sorted(ReportFile.objects.values_list("kind", flat=True)) == ["pdf", "xlsx"]
    assert (report.snapshot["language"], report.snapshot["slug"]) == ("es", "hill")


def test_it_notifies_the_requester_once_without_figures(town):
    job = ask(town)
    report_job.work_on(job.pk)
    report_job.work_on(job.pk)
    [message] = mail.outbox
    assert message.to == ["hill-coordinator@example.org"]
    assert message.body.strip().endswith(f"/c/hill/reports/{job.report_id}/")
    assert "%" not in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_sends_nothing_to_a_requester_who_wants_no_emails(town):
    NoticeSetting.objects.create(user=town["hill-coordinator"], emails_off=True)
    assert report_job.work_on(ask(town).pk)
    assert mail.outbox == []


def test_it_builds_the_report_of_an_office_in_the_scope_of_the_office(town):
    job = ask(town, town.usa)
    assert report_job.work_on(job.pk)
    with within(town.usa):
        snapshot = Report.objects.get().snapshot
    assert {community["slug"] for community in snapshot["communities"]} == {"hill", "dale"}


def test_it_recounts_before_it_reports(town):
    """Hill's figures are not frozen, and differ from its records, which are empty."""
    job = ask(town)
    report_job.work_on(job.pk)
    with within(town.hill):
        parts = [part for item in Report.objects.get().snapshot["items"] for part in item["parts"]]
    assert {part["state"] for part in parts if part["label"] == "4a"} == {"unknown"}


def test_a_worker_that_lost_its_lease_keeps_nothing(town):
    job = ask(town)
    slow = Job.objects.claim(job.pk)
    let_the_lease_run_out()
    quick = Job.objects.claim(job.pk)
    assert quick is not None
    with pytest.raises(LeaseLostError):
        jobs.renew(slow, 50)
    with pytest.raises(LeaseLostError), within(town.hill):
        store_report(job=slow, built=BuiltReport({"of": "the slow one"}, {"pdf": b"slow"}))
    with within(town.hill):
        assert not fail_report(job=slow, failure="unexpected")
        assert (Report.objects.get().snapshot, ReportFile.objects.count()) == (None, 0)
    with within(town.hill):
        store_report(job=quick, built=BuiltReport({"of": "the quick one"}, {}))
        assert Report.objects.get().snapshot == {"of": "the quick one"}


def test_nobody_claims_what_is_claimed_done_or_tried_too_often(town):
    job = ask(town)
    assert Job.objects.claim(job.pk).attempts == 1
    assert Job.objects.claim(job.pk) is None
    Job.objects.update(attempts=3, lease_until=Job.NEVER)
    assert Job.objects.claim(job.pk) is None
    Job.objects.update(state=JobState.DONE, attempts=0)
    assert Job.objects.claim(job.pk) is None


def test_the_lease_is_kept_while_a_step_takes_long(town, settings):
    settings.JOB_LEASE_SECONDS = 1
    job = Job.objects.claim(ask(town).pk)
    first = job.lease_until
    with jobs.keep_lease(job):
        end = first + 2 * Job.lease()
        while job.lease_until < end:
            assert not Job.objects.due().exists()
            job.refresh_from_db()
    assert job.attempts == 1


def test_it_gives_up_what_killed_its_worker_three_times(town):
    job = ask(town)
    for _ in range(3):
        assert Job.objects.claim(job.pk)
        let_the_lease_run_out()
    assert report_job.give_up() == 1
    assert report_job.give_up() == 0
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    with within(town.hill):
        assert Report.objects.get().failure == "stopped"
    assert "could not be built" in mail.outbox[0].subject


def test_a_report_that_cannot_be_built_ends_failed(town):
    job = ask(town)
    with within(town.usa):
        Round.objects.filter(half_year=NOW).update(opened_at=None)
    assert report_job.work_on(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    with within(town.hill):
        assert Report.objects.get().failure == "unexpected"


def test_a_request_does_not_wait_for_a_broker_that_is_gone(town, monkeypatch):
    monkeypatch.setitem(app.conf, "broker_url", "redis://127.0.0.1:1/0")
    job = ask(town)
    assert job.state == JobState.QUEUED
    assert jobs.queue_job(job.pk) is False
    assert jobs.queue_due() == 0


def test_the_sweep_rings_for_what_is_due_alone(town):
    due, running, done = ask(town), ask(town), ask(town)
    Job.objects.claim(running.pk)
    Job.objects.filter(pk=done.pk).update(state=JobState.DONE)
    assert jobs.queue_due() == 1
    assert list(Job.objects.due()) == [due]
