"""Reports of surveys that are not submitted, and of towns of which little is known."""

import io
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from evaluation.measures.achievements import EventFacts, Reach, count_people
from evaluation.models import Answer, Figure, Submission, SubmissionState
from events.models import Event
from reports.achievements import WorkDone, describe_work_done
from reports.build import Subject, draw_pdf, take_snapshot
from reports.choice import Choice
from reports.summary import get_sentence_text
from reports.xlsx import draw_xlsx
from stakeholders.models import Organization
from tests.base import World, within
from tests.reports.report_samples import NOW, get_snapshot
from tests.reports.test_report_life import publish
from tests.reports.test_report_pages import build
from tfc.disclosure import Reader

KNOWN = ("meets_consistently", "stakeholder_meetings")


def forget_all_but(world: World, *parts: str) -> None:
    with within(world.hill):
        Answer.objects.all().delete()
        Figure.objects.exclude(part__in=parts).delete()


def set_state(world: World, state: SubmissionState) -> None:
    with within(world.hill):
        Submission.objects.update(state=state)


@pytest.mark.parametrize(
    ("state", "is_interim"),
    [
        (SubmissionState.DRAFT, True),
        (SubmissionState.RETURNED, True),
        (SubmissionState.SUBMITTED, False),
        (SubmissionState.ACCEPTED, False),
    ],
)
def test_a_report_is_interim_until_the_survey_is_submitted(
    filled: World, state: SubmissionState, is_interim: bool
):
    set_state(filled, state)
    snapshot = get_snapshot(filled.hill)
    assert bool(snapshot["interim"]) == is_interim
    assert snapshot["edition"]["text"].startswith("Interim") == is_interim


def test_each_page_of_an_interim_report_says_so(filled: World):
    set_state(filled, SubmissionState.DRAFT)
    snapshot = get_snapshot(filled.hill)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(draw_pdf(snapshot))).pages]
    assert [number for number, text in enumerate(pages) if "Interim" not in text] == []
    sheet = load_workbook(io.BytesIO(draw_xlsx(snapshot)))["Summary"]
    assert any("Interim" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_an_interim_draft_has_one_state(filled: World, signed_in):
    set_state(filled, SubmissionState.DRAFT)
    report = build(filled, filled.hill)
    client = signed_in("hill-coordinator")
    page = client.get(f"/c/hill/reports/{report.pk}/").content.decode()
    assert page.count("Interim draft") == 2  # In the toolbar, and in print in its place.
    assert ">Draft<" not in "".join(page.split())
    assert "Not submitted" in page
    listed = client.get("/c/hill/reports/").content.decode()
    assert listed.count("Interim") == listed.count("Interim draft") == 1
    snapshot = get_snapshot(filled.hill)
    assert snapshot["edition"]["text"].startswith("Interim draft of version 1")
    cover = PdfReader(io.BytesIO(draw_pdf(snapshot))).pages[0].extract_text()
    assert "Interim draft" in cover
    assert "Interim · Draft" not in cover


def test_a_report_has_no_technical_name_for_its_codes(filled: World, signed_in):
    report = build(filled, filled.hill)
    page = signed_in("hill-coordinator").get(f"/c/hill/reports/{report.pk}/").content.decode()
    assert "The code of a receipt changes when its records change." in page
    assert "SHA-256" not in page


def test_an_interim_report_is_published_as_interim(filled: World, signed_in):
    set_state(filled, SubmissionState.DRAFT)
    report = build(filled, filled.hill)
    client = signed_in("hill-coordinator")
    page = client.get(reverse("reports:report-act", args=["hill", report.pk, "publish"])).content.decode()
    assert "Publish this interim report?" in page
    assert "The half-year survey is not submitted." in page
    publish(filled, filled.hill, report)
    for url in (f"/c/hill/reports/{report.pk}/", "/c/hill/reports/"):
        assert "Interim" in client.get(url).content.decode()


def test_the_list_does_not_call_a_final_report_interim(filled: World, signed_in):
    set_state(filled, SubmissionState.ACCEPTED)
    build(filled, filled.hill)
    page = signed_in("hill-coordinator").get("/c/hill/reports/").content.decode()
    assert "January to June 2026" in page
    assert "Interim" not in page


def test_a_report_of_few_parts_that_are_all_known_has_its_contents(filled: World):
    choice = Choice((filled.hill.pk,), (NOW,), KNOWN)
    snapshot = take_snapshot(Subject(filled.usa, None, NOW, "en", scope="custom", choice=choice))
    assert snapshot["unknown_parts"] == []
    reader = PdfReader(io.BytesIO(draw_pdf(snapshot)))
    assert snapshot["headings"]["contents"] in "".join(page.extract_text() for page in reader.pages[:2])


def test_a_report_with_two_known_figures_has_three_pages(filled: World):
    forget_all_but(filled, *KNOWN)
    snapshot = get_snapshot(filled.hill)
    assert len(snapshot["unknown_parts"]) == 14 - len(KNOWN)
    reader = PdfReader(io.BytesIO(draw_pdf(snapshot)))
    assert len(reader.pages) == 3
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for part in (part for item in snapshot["items"] for part in item["parts"]):
        assert part["title"] in text


def test_what_is_unknown_takes_a_line_on_the_page(filled: World, signed_in):
    forget_all_but(filled, *KNOWN)
    report = build(filled, filled.hill)
    page = signed_in("hill-coordinator").get(f"/c/hill/reports/{report.pk}/").content.decode()
    assert page.count('class="tf-collapsible tf-report-part') == len(KNOWN)
    article = page[page.index("<article") :]
    assert article.count("Nothing is recorded or declared.") == 14 - len(KNOWN)
    assert article.count('id="receipt-focus_chosen"') == 1
    assert article.count("</span> Focus chosen</h4>") == 1
    assert "Not known yet" not in article[article.index('id="receipts"') :]


def test_the_first_page_says_what_was_done(filled: World):
    forget_all_but(filled)
    with within(filled.hill):
        Event.objects.all().delete()
        Organization.objects.all().delete()
    snapshot = get_snapshot(filled.hill)
    assert snapshot["work_done"] == ""
    sentences = [get_sentence_text(runs) for runs in snapshot["summary"]]
    assert not any(sentence.startswith("Not rated") for sentence in sentences)
    # The list below names each with its reason.
    assert "Unknown (not zero): 14 items, listed below with the reasons." in sentences
    assert not any("Cross-sector meetings" in sentence for sentence in sentences)
    with within(filled.hill):
        for day, people in ((3, 12), (10, None)):
            at = datetime(2026, 3, day, 20, tzinfo=UTC)
            Event.objects.create(
                kind="team_meeting",
                status="held",
                starts_at=at,
                ends_at=at,
                time_zone=filled.hill.time_zone,
                people_present=people,
            )
        for name, added in (("Hill High", at), ("Hill Old", datetime(2025, 3, 3, tzinfo=UTC))):
            organization = Organization.objects.create(
                name=name, sector="schools", created_by=filled["hill-leader"]
            )
            Organization.objects.filter(pk=organization.pk).update(created_at=added)
    snapshot = get_snapshot(filled.hill)
    sentence = "Done in this half-year: Team meeting: 2 (at least 12 attendances); Organizations added: 1."
    assert sentence in [get_sentence_text(runs) for runs in snapshot["summary"]]
    cover = PdfReader(io.BytesIO(draw_pdf(snapshot))).pages[0].extract_text()
    assert sentence in " ".join(cover.split())


@pytest.mark.parametrize(
    ("attendance", "text"),
    [
        ([12], "1 (12 people present)"),
        ([12, 9], "2 (21 attendances)"),
        ([12, 3], "2 (at least 12 attendances)"),
        ([3], "1 (too few people to show their number)"),
        ([0], "1 (0 people present)"),
        ([None], "1"),
    ],
)
def test_what_was_done_says_how_many_came(attendance: list[int | None], text: str):
    events = [EventFacts("team_meeting", "us", people) for people in attendance]
    reach = sum((count_people(event, Reader.NETWORK) for event in events), Reach())
    assert (
        describe_work_done(WorkDone({"team_meeting": reach}))
        == f"Done in this half-year: Team meeting: {text}."
    )


def test_a_lower_bound_of_the_people_present_is_said():
    event = EventFacts("team_meeting", "us", outputs=(("attendance", 1200, True),))
    work = WorkDone({event.kind: count_people(event, Reader.NETWORK)})
    assert "1 (at least 1,200 people present)" in describe_work_done(work)
