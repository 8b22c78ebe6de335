"""A report from draft to published version and correction, in the browser and the database."""

import datetime as dt

import pytest
from django.db import InternalError, connection, connections, transaction
from django.utils import timezone

from evaluation.models import Round
from reports.actions.drafts import ask_to_publish, begin_correction, discard_draft, save_text
from reports.actions.reports import BuiltReport, compute_report_seal, fail_report, store_report
from reports.models import Job, JobState, Report, ReportFile, ReportText
from reports.report_job import work_on
from tests.base import COMMITTED, World, within
from tests.reports.report_samples import get_snapshot
from tests.reports.test_report_pages import ask
from tests.row_sets import stored_world
from tests.threads import at_once
from tfc.leases import LeaseLostError

HERE = "/c/hill/reports/"
CHANGES = (
    "UPDATE reports_report SET title = 'x'",
    "DELETE FROM reports_report",
    "UPDATE reports_reportfile SET name = 'x'",
    "DELETE FROM reports_reportfile",
    "UPDATE reports_reporttext SET body = 'y'",
    "DELETE FROM reports_reporttext",
    "INSERT INTO reports_reporttext (office_id, community_id, report_id, section, body, revision, updated_at)"
    " SELECT office_id, community_id, id, 'closing', 'x', 1, now() FROM reports_report",
)


def publish(world: World, tenant, report: Report, **more) -> Report:
    """Publish as a worker would, with ``more`` in the snapshot."""
    with within(tenant):
        assert ask_to_publish(report=report, by=world["hill-coordinator"])
    job = Job.objects.claim(Job.objects.get(report_id=report.pk).pk)
    assert job
    snapshot = get_snapshot(tenant) | more
    with within(tenant):
        store_report(job=job, built=BuiltReport(snapshot, {"pdf": b"%PDF-", "xlsx": b"PK"}))
        return Report.objects.get(pk=report.pk)


def test_a_coordinator_writes_with_figures_and_sees_them_in_the_draft(filled, draft, signed_in):
    client = signed_in("hill-coordinator")
    here = f"{HERE}{draft.pk}/text/opening/"
    page = client.get(here).content.decode()
    for text in (
        "[[4a]]",
        "[[4a:short]]",
        "6 (between 6 and 7, because records are incomplete)",
        "[[4a@2025-H2]]",
        "[[known]]",
    ):
        assert text in page
    sent = {"body": "We held [[4a]] meetings.\n\n- one\n- two", "revision": "0"}
    assert client.post(here, sent).url == f"{HERE}{draft.pk}/#texts"
    page = client.get(f"{HERE}{draft.pk}/").content.decode()
    # In the draft, and at the start of each text in the list.
    assert page.count("We held 6 (between 6 and 7, because records are incomplete) meetings.") == 2
    assert "[[4a]]" not in page
    assert "The PDF and the spreadsheet lack your latest text" in page


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("We held [[99]] and [[5:dale]].", "Not in the report: [[99]], [[5:dale]]"),
        ("Call 626 555 0142.", "This looks like a phone number"),
        ("x" * 6001, "Shorten it to 6000 or fewer."),
        ("x\x00y", "Null characters are not allowed"),
    ],
)
def test_it_explains_a_text_that_cannot_stay_and_keeps_nothing(filled, draft, signed_in, body, message):
    client = signed_in("hill-coordinator")
    answer = client.post(f"{HERE}{draft.pk}/text/learned/", {"body": body, "revision": "0"})
    page = answer.content.decode()
    assert (answer.status_code, message in page) == (422, True)
    assert body[:20].replace("\x00", "") in page.replace("\x00", "")
    with within(filled.hill):
        assert ReportText.objects.count() == 0


def test_it_reports_a_save_meanwhile(filled, draft, signed_in):
    client = signed_in("hill-coordinator")
    with within(filled.hill):
        save_text(report=draft, section="opening", body="Theirs", revision=0, by=filled["hill-leader"])
    answer = client.post(f"{HERE}{draft.pk}/text/opening/", {"body": "Mine", "revision": "0"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(text in page for text in ("Theirs", "Mine", "Another person saved meanwhile", 'value="1"'))
    client.post(f"{HERE}{draft.pk}/text/opening/", {"body": "Mine", "revision": "1"})
    with within(filled.hill):
        assert ReportText.objects.get().body == "Mine"


def test_only_the_one_whose_report_it_is_writes_it(filled, draft, signed_in):
    ends = ("text/opening/", "act/publish/", "act/discard/", "act/correct/", "share/")
    for end in ends:
        assert signed_in("hill-leader").get(f"{HERE}{draft.pk}/{end}").status_code == 403
        assert signed_in("dale-coordinator").get(f"/c/dale/reports/{draft.pk}/{end}").status_code == 404
    staff = signed_in("usa-staff")
    for end in ends[:-1]:
        assert staff.post(f"/office/usa/reports/{draft.pk}/{end}").status_code == 404
    assert "Publish" not in staff.get(f"/office/usa/reports/{draft.pk}/").content.decode()
    assert signed_in("hill-coordinator").get(f"{HERE}{draft.pk}/text/nonsense/").status_code == 404
    assert signed_in("hill-coordinator").get(f"{HERE}{draft.pk}/act/nonsense/").status_code == 404


def test_the_office_does_not_read_what_a_community_writes_before_it_is_published(filled, draft, signed_in):
    with within(filled.hill):
        save_text(report=draft, section="opening", body="Not yet.", revision=0, by=filled["hill-coordinator"])
    with within(filled.usa):
        assert ReportText.objects.count() == 0
    assert "Not yet." not in signed_in("usa-staff").get(f"/office/usa/reports/{draft.pk}/").content.decode()


def test_it_publishes_once_and_then_nothing_changes(filled, draft, signed_in):
    client = signed_in("hill-coordinator")
    assert "Everything freezes" not in client.get(f"{HERE}{draft.pk}/act/publish/").content.decode()
    first, second = (client.post(f"{HERE}{draft.pk}/act/publish/") for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    job = Job.objects.get()
    assert (job.state, "is being published" in client.get(f"{HERE}{draft.pk}/").content.decode()) == (
        "queued",
        True,
    )
    text = client.post(f"{HERE}{draft.pk}/text/opening/", {"body": "Too late", "revision": "0"})
    assert text.status_code == 302
    claimed = Job.objects.claim(job.pk)
    assert claimed
    with within(filled.hill):
        store_report(job=claimed, built=BuiltReport({"a": 1.5, "b": ["ñ"]}, {"pdf": b"%PDF-"}))
        report = Report.objects.get()
    assert (report.is_published, report.published_by) == (True, filled["hill-coordinator"])
    assert report.snapshot_hash == compute_report_seal(report.snapshot)
    for end in ("refresh/", "act/discard/", "act/publish/", "text/opening/"):
        assert client.post(f"{HERE}{draft.pk}/{end}", {"body": "x", "revision": "0"}).status_code == 302
    with within(filled.hill):
        assert (Report.objects.count(), ReportText.objects.count(), ReportFile.objects.count()) == (1, 0, 1)
    assert Job.objects.get().state == JobState.DONE


def test_the_database_refuses_every_change_of_what_is_published(filled, draft):
    with within(filled.hill):
        save_text(report=draft, section="opening", body="x", revision=0, by=filled["hill-coordinator"])
    publish(filled, filled.hill, draft)
    for change in CHANGES:
        with (
            within(filled.hill),
            connection.cursor() as cursor,
            pytest.raises(InternalError, match="stays as it was published"),
            transaction.atomic(),
        ):
            cursor.execute(change)


@pytest.mark.thorough
def test_a_failure_leaves_the_draft_as_it_was(filled, draft, signed_in):
    client = signed_in("hill-coordinator")
    client.post(f"{HERE}{draft.pk}/act/publish/")
    job = Job.objects.claim(Job.objects.get().pk)
    assert job
    with within(filled.hill):
        assert fail_report(job=job, failure="figures")
        report = Report.objects.get()
    assert (report.is_published, report.publish_requested_by, report.snapshot is None) == (False, None, False)
    page = client.get(f"{HERE}{draft.pk}/").content.decode()
    assert all(text in page for text in ("The last attempt failed", "Publish", "A text uses a figure"))


def test_it_is_not_published_with_a_figure_that_went_away(filled, draft, signed_in):
    with within(filled.hill):
        save_text(
            report=draft, section="opening", body="[[5:dale]]", revision=0, by=filled["hill-coordinator"]
        )
    page = signed_in("hill-coordinator").post(f"{HERE}{draft.pk}/act/publish/", follow=True).content.decode()
    assert "Not in the report: [[5:dale]]" in page
    assert Job.objects.get().state == JobState.DONE


def test_a_draft_is_thrown_away_and_its_worker_keeps_nothing(filled, signed_in):
    report = ask(filled, filled.hill)
    job = Job.objects.claim(Job.objects.get().pk)
    client = signed_in("hill-coordinator")
    assert client.get(f"{HERE}{report.pk}/act/discard/").url == f"{HERE}{report.pk}/"
    assert "/act/restore/" not in client.post(f"{HERE}{report.pk}/act/discard/", follow=True).content.decode()
    with within(filled.hill):
        assert Report.objects.count() == 0
        assert job is not None
        assert not fail_report(job=job, failure="unexpected")
    assert Job.objects.count() == 0


def test_a_draft_with_texts_is_restored_unchanged(filled, draft, signed_in):
    with within(filled.hill):
        save_text(report=draft, section="opening", body="Ours", revision=0, by=filled["hill-coordinator"])
    client, undo = signed_in("hill-coordinator"), f"{HERE}{draft.pk}/act/restore/"
    page = client.post(f"{HERE}{draft.pk}/act/discard/", follow=True).content.decode()
    assert page.count(f'action="{undo}"') == 2
    assert "1 deleted draft" in page
    assert f'href="{HERE}{draft.pk}/"' not in page
    assert client.get(f"{HERE}{draft.pk}/").status_code == 404
    assert client.get(f"{HERE}{draft.pk}/pdf/").status_code == 404
    assert "deleted draft" not in signed_in("hill-leader").get(HERE).content.decode()
    assert signed_in("hill-leader").post(undo).status_code == 403
    assert signed_in("dale-coordinator").post(undo.replace("hill", "dale")).status_code == 404
    assert signed_in("hill-coordinator").get(undo).url == HERE
    page = client.post(undo, follow=True).content.decode()
    assert "Restored." in page
    with within(filled.hill):
        assert ReportText.objects.get().body == "Ours"
    assert client.get(f"{HERE}{draft.pk}/pdf/").status_code == 200


def test_a_worker_stops_when_the_draft_is_deleted(filled, draft, signed_in):
    client = signed_in("hill-coordinator")
    client.post(f"{HERE}{draft.pk}/refresh/")
    job = Job.objects.claim(Job.objects.get().pk)
    assert job
    client.post(f"{HERE}{draft.pk}/act/discard/")
    with within(filled.hill), pytest.raises(LeaseLostError):
        store_report(job=job, built=BuiltReport({"a": 1}, {"pdf": b"%PDF-"}))
    client.post(f"{HERE}{draft.pk}/act/restore/")
    assert "Publish" in client.get(f"{HERE}{draft.pk}/").content.decode()
    client.post(f"{HERE}{draft.pk}/refresh/")
    assert Job.objects.get().state == JobState.QUEUED


def test_a_correction_that_was_thrown_away_leaves_its_number_to_the_next(filled, draft, signed_in):
    publish(filled, filled.hill, draft)
    client, here = signed_in("hill-coordinator"), f"{HERE}{draft.pk}/act/correct/"
    first = client.post(here, {"what_changed": "One"}).url
    with within(filled.hill):
        Report.objects.filter(version=2).update(snapshot={"a": 1}, snapshot_hash="x")
    client.post(f"{first}act/discard/")
    assert "A correction, version 2" not in client.get(f"{HERE}{draft.pk}/").content.decode()
    second = client.post(here, {"what_changed": "Two"}).url
    assert second != first
    with within(filled.hill):
        assert [report.what_changed for report in Report.objects.filter(version=2)] == ["Two"]
    assert client.post(f"{first}act/restore/").status_code == 404
    assert Job.objects.count() == 2


def test_an_office_throws_its_draft_away(filled, signed_in):
    report = ask(filled, filled.usa, "usa-staff")
    here = "/office/usa/reports/"
    assert signed_in("usa-staff").post(f"{here}{report.pk}/act/discard/").url == here
    with within(filled.usa):
        assert Report.objects.count() == 0
    assert Job.objects.count() == 0


def test_a_correction_is_a_version_of_its_own(filled, draft, signed_in):
    with within(filled.hill):
        save_text(report=draft, section="opening", body="[[4a]]", revision=0, by=filled["hill-coordinator"])
    first = publish(filled, filled.hill, draft)
    client = signed_in("hill-coordinator")
    here = f"{HERE}{first.pk}/act/correct/"
    answer = client.post(here, {"what_changed": " "})
    assert (answer.status_code, "Enter what changes and why." in answer.content.decode()) == (422, True)
    there = [client.post(here, {"what_changed": "A sheet was found."}).url for _ in range(2)]
    with within(filled.hill):
        second = Report.objects.get(version=2)
        assert second.texts.get().body == "[[4a]]"
    assert there == [f"{HERE}{second.pk}/"] * 2
    assert (second.thread, second.what_changed, second.is_published) == (
        first.thread,
        "A sheet was found.",
        False,
    )
    assert "A correction, version 2, is being written." in client.get(f"{HERE}{first.pk}/").content.decode()
    listed = client.get(HERE).content.decode()
    assert listed.count("tf-row-main") == 2
    assert listed.index(f"{HERE}{second.pk}/") < listed.index(f"{HERE}{first.pk}/")


@COMMITTED
def test_a_worker_publishes_the_texts_and_says_what_changed(town):
    """A worker publishes the stored texts as requested, and the second version knows the first."""
    report = ask(town, town.hill)
    assert work_on(Job.objects.get().pk)
    with within(town.hill):
        save_text(report=report, section="opening", body="[[4a]]", revision=0, by=town["hill-coordinator"])
        ask_to_publish(report=report, by=town["hill-coordinator"])
    assert [work_on(Job.objects.get().pk) for _ in range(2)] == [True, False]
    with within(town.hill):
        first = Report.objects.get()
        [section] = first.snapshot["narrative"]
        files = {file.kind: bytes(file.content) for file in first.files.all()}
    assert (section["paragraphs"][0]["text"], first.snapshot["edition"]["state"]) == (
        "unknown",
        "published",
    )
    assert sorted(files) == ["pdf", "xlsx"]
    assert first.snapshot_hash == compute_report_seal(first.snapshot)
    with within(town.hill):
        second = begin_correction(report=first, what_changed="A slip.", by=town["hill-coordinator"])
    assert work_on(Job.objects.get(report_id=second.pk).pk)
    with within(town.hill):
        changes = Report.objects.get(pk=second.pk).snapshot["changes"]
    assert (changes["since"], changes["sentence"], changes["rows"]) == (1, "A slip.", [])
    for change in CHANGES:
        with connections["owner"].cursor() as cursor, pytest.raises(InternalError, match="stays as it was"):
            cursor.execute(change)


@COMMITTED
def test_a_draft_that_was_never_built_is_discarded_by_several_requests_at_once():
    world = stored_world()
    with within(world.usa):
        Round.objects.create(half_year="2026-H1", due_on=dt.date(2026, 7, 31), opened_at=timezone.now())
    report = ask(world, world.hill)

    def discard() -> bool:
        with within(world.hill):
            return discard_draft(report=report, by=world["hill-coordinator"])

    assert at_once(*[discard] * 4) == [False] * 4
    with within(world.hill):
        assert not Report.objects.exists()
