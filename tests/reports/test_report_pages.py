import json
import uuid
from dataclasses import replace
from functools import cache

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.instrument import PARTS
from evaluation.models import Round
from reports.actions.reports import BuiltReport, fail_report, request_report, store_report
from reports.build import draw_pdf
from reports.models import Job, JobState, Report
from reports.xlsx import draw_xlsx
from tests.base import World, sign_in, within
from tests.reports.report_samples import NOW, get_snapshot, wanted
from tfc.sent_before import SentBeforeError


def ask(world: World, tenant, by: str = "hill-coordinator") -> Report:
    community = tenant if tenant != world.usa else None
    with within(tenant):
        return request_report(
            office=world.usa, community=community, wanted=wanted(tenant), client_id=uuid.uuid4(), by=world[by]
        )  # fmt: skip


def build(world: World, tenant) -> Report:
    report = ask(world, tenant)
    snapshot = get_snapshot(tenant)
    job = Job.objects.claim(Job.objects.get(report_id=report.pk).pk)
    assert job
    with within(tenant):
        store_report(job=job, built=BuiltReport(snapshot, drawn(json.dumps(snapshot))))
    return report


@cache
def drawn(snapshot: str) -> dict[str, bytes]:
    read = json.loads(snapshot)
    return {"pdf": draw_pdf(read), "xlsx": draw_xlsx(read)}


def form(world: World, **changes):
    with within(world.usa):
        round_id = Round.objects.get(half_year=NOW).pk
    return {"round": round_id, "language": "en", "client_id": str(uuid.uuid4())} | changes


def test_a_coordinator_asks_and_sees_it_wait(filled, signed_in):
    client = signed_in("hill-coordinator")
    assert client.get("/c/hill/reports/new/").status_code == 200
    answer = client.post("/c/hill/reports/new/", form(filled), follow=True)
    assert "Waiting" in answer.content.decode()
    job = Job.objects.get()
    assert (job.state, job.community, job.office) == (JobState.QUEUED, filled.hill, filled.usa)


def test_the_first_report_is_asked_for_in_the_empty_list(filled, signed_in):
    text = "A report takes about a minute."
    client = signed_in("hill-coordinator")
    page = client.get("/c/hill/reports/").content.decode()
    assert (text in page, 'name="client_id"' in page) == (True, True)
    assert 'name="client_id"' not in signed_in("hill-leader").get("/c/hill/reports/").content.decode()
    ask(filled, filled.hill)
    page = signed_in("hill-coordinator").get("/c/hill/reports/").content.decode()
    assert (text in page, 'name="client_id"' in page) == (False, False)


def test_the_texts_of_a_draft_are_open_once_one_is_written(filled, signed_in):
    address = f"/c/hill/reports/{build(filled, filled.hill).pk}/"
    client = signed_in("hill-coordinator")
    assert '<details class="tf-details">\n    <summary>Your texts' in client.get(address).content.decode()
    client.post(f"{address}text/opening/", {"body": "We met.", "revision": "0"})
    page = client.get(address).content.decode()
    assert "We met." in page
    assert '<details class="tf-details" open>\n    <summary>Your texts' in page


def test_it_is_one_report_when_the_form_is_sent_twice(filled, signed_in):
    client = signed_in("hill-coordinator")
    data = form(filled)
    first, second = (client.post("/c/hill/reports/new/", data) for _ in range(2))
    assert first.url == second.url
    assert Job.objects.count() == 1


def test_it_tells_who_asks_with_the_same_form_for_other_communities(filled):
    form_id = uuid.uuid4()
    with within(filled.usa):
        for communities in ([filled.hill.pk], [filled.hill.pk], [filled.dale.pk]):
            request = {
                "office": filled.usa, "community": None, "client_id": form_id, "by": filled["usa-staff"],
                "wanted": replace(wanted(filled.usa), choice={"communities": communities}),
            }  # fmt: skip
            if communities == [filled.dale.pk]:
                with pytest.raises(SentBeforeError):
                    request_report(**request)
            else:
                assert request_report(**request).choice == {"communities": communities}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"round": "999999"}, "Choose one."),
        ({"round": ""}, "Choose one."),
        ({"language": "tlh"}, "Choose one."),
    ],
)
def test_it_explains_bad_input_and_keeps_nothing(filled, signed_in, changes, message):
    answer = signed_in("hill-coordinator").post("/c/hill/reports/new/", form(filled, **changes))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert Job.objects.count() == 0


def test_it_refuses_the_round_of_another_office(filled, signed_in):
    with within(filled.uk):
        foreign = Round.objects.create(half_year=NOW, due_on="2026-06-30", opened_at="2026-01-01T00:00Z")
    answer = signed_in("hill-coordinator").post("/c/hill/reports/new/", form(filled, round=foreign.pk))
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/c/hill/reports/", "/c/hill/reports/new/", "/office/usa/reports/new/"])
def test_a_stranger_finds_nothing(filled, signed_in, path):
    assert signed_in("dale-coordinator").get(path).status_code == 404


def test_a_leader_reads_and_does_not_ask(filled, signed_in):
    report = build(filled, filled.hill)
    client = signed_in("hill-leader")
    assert client.get("/c/hill/reports/").status_code == 200
    assert client.get(f"/c/hill/reports/{report.pk}/").status_code == 200
    assert client.get("/c/hill/reports/new/").status_code == 403
    assert client.post(f"/c/hill/reports/{report.pk}/refresh/").status_code == 403


def test_it_keeps_the_report_of_another_community_apart(filled, signed_in):
    report = build(filled, filled.hill)
    client = signed_in("dale-coordinator")
    for end in ("", "progress/", "pdf/"):
        assert client.get(f"/c/dale/reports/{report.pk}/{end}").status_code == 404
    assert client.post(f"/c/dale/reports/{report.pk}/refresh/").status_code == 404


def test_a_guest_from_the_international_office_reads_and_does_not_ask(filled, signed_in):
    client = signed_in("oasis-staff")
    report = build(filled, filled.usa)
    assert client.get(f"/office/usa/reports/{report.pk}/").status_code == 200
    assert client.post("/office/usa/reports/new/", form(filled)).status_code == 403


def test_the_page_the_spreadsheet_and_the_pdf_come_from_the_snapshot(filled, signed_in):
    report = build(filled, filled.hill)
    client = signed_in("hill-member")
    page = client.get(f"/c/hill/reports/{report.pk}/").content.decode()
    for part in (part for item in get_snapshot(filled.hill)["items"] for part in item["parts"]):
        assert (part["number_text"] or part["state_text"]) in page
        assert part["receipt"]["hash"][:16] in page
    assert "It is 7 of 11. Partly met from 5, met from 9." in page
    pdf = client.get(f"/c/hill/reports/{report.pk}/pdf/")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert pdf["Content-Disposition"] == 'attachment; filename="report.pdf"'
    assert client.get(f"/c/hill/reports/{report.pk}/xlsx/").content[:2] == b"PK"
    assert client.get(f"/c/hill/reports/{report.pk}/exe/").status_code == 404


def test_it_asks_for_a_fresh_login_before_a_download(filled, client):
    report = build(filled, filled.hill)
    sign_in(client, filled["hill-member"], at=1)
    answer = client.get(f"/c/hill/reports/{report.pk}/pdf/")
    assert answer.status_code == 302
    assert "reauthenticate" in answer.url


def test_the_office_reads_its_own_report_with_the_table_and_earlier_results(filled, signed_in):
    report = build(filled, filled.usa)
    client, address = signed_in("usa-staff"), f"/office/usa/reports/{report.pk}/"
    page = client.get(address).content.decode()
    assert "Face-to-face awareness campaign" in page
    assert "known for 2 of 2 communities" in page
    assert '<th scope="row"><a href="?receipts=each#of-dale">Dale</a></th>' in page
    assert ('href="?receipts=each#each"' in page, 'id="of-dale"' in page) == (True, False)
    assert "<title>Oasis USA, January to June 2026" in " ".join(page.split()).replace("<title> ", "<title>")
    for anchor in (f"receipt-{part.code}" for part in PARTS):
        assert (f'href="#{anchor}"' in page, page.count(f'id="{anchor}"')) == (True, 1)
    content = client.get(f"{address}?receipts=each").content.decode()
    for anchor in ("each", "of-dale", "of-hill"):
        assert (f'href="?receipts=each#{anchor}"' in page, content.count(f'id="{anchor}"')) == (True, 1)


def test_a_failed_report_says_why_and_is_tried_again(filled, signed_in):
    report = ask(filled, filled.hill)
    job = Job.objects.claim(Job.objects.get(report_id=report.pk).pk)
    assert job
    with within(filled.hill):
        assert fail_report(job=job, failure="drawing")
    client = signed_in("hill-coordinator")
    page = client.get(f"/c/hill/reports/{report.pk}/").content.decode()
    assert "The PDF or the spreadsheet could not be made." in page
    assert client.get(f"/c/hill/reports/{report.pk}/progress/")["HX-Refresh"] == "true"
    client.post(f"/c/hill/reports/{report.pk}/refresh/")
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    with within(filled.hill):
        assert Report.objects.get().failure == ""


def test_progress_is_shown_live(filled, signed_in):
    report = ask(filled, filled.hill)
    Job.objects.update(state=JobState.RUNNING, progress=45)
    answer = signed_in("hill-leader").get(f"/c/hill/reports/{report.pk}/progress/")
    text = answer.content.decode()
    assert "Drawing the PDF" in text
    assert 'value="45"' in text
    assert 'data-hx-trigger="every 2s"' in text
    assert "HX-Refresh" not in answer


def test_the_list_takes_the_same_queries_whatever_its_length(filled, signed_in, django_assert_num_queries):
    client = signed_in("hill-coordinator")
    ask(filled, filled.hill)
    with CaptureQueriesContext(connection) as few:
        client.get("/c/hill/reports/")
    for _ in range(5):
        ask(filled, filled.hill)
    with django_assert_num_queries(len(few)):
        client.get("/c/hill/reports/")


def test_the_list_continues_with_older_ones(filled, signed_in):
    for _ in range(27):
        ask(filled, filled.hill)
    client = signed_in("hill-coordinator")
    first = client.get("/c/hill/reports/").content.decode()
    with within(filled.hill):
        ids = list(Report.objects.order_by("-pk").values_list("pk", flat=True))
    assert f"?before={ids[24]}" in first
    assert client.get(f"/c/hill/reports/?before={ids[24]}").content.decode().count("Waiting\n") == 2
    assert client.get("/c/hill/reports/?before=oops").status_code == 200
