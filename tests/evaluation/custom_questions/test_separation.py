"""Custom questions are separate from the twelve items: in no rating, and in reports and files by themselves."""

import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from evaluation.actions.figures import refresh_figures
from evaluation.models import CustomAnswer, Figure, Round, Submission
from reports.build import draw_pdf
from reports.choice import Choice
from reports.gather import gather, gather_chosen
from reports.snapshot import make_snapshot
from reports.xlsx import draw_xlsx
from tests.base import World, sign_in, within
from tests.evaluation.custom_questions.base import URL, ask
from tests.evaluation.rounds_world import H1, hand_in


def test_no_figure_rating_or_receipt_knows_of_it(world: World, round_: Round):
    hand_in(world.hill, round_, world["hill-coordinator"])
    with within(world.dale):
        refresh_figures([world.dale], H1)

    def figures() -> list[tuple[Any, ...]]:
        with within(world.usa):
            rows = Figure.objects.order_by("community", "part")
            return list(rows.values_list("community", "part", "state", "value", "rating", "receipt_hash"))

    before = figures()
    item = ask(world, "number")
    with within(world.hill):
        CustomAnswer.objects.create(
            office=world.usa, submission=Submission.objects.get(), item=item, version=item.versions.get(),
            state="answered", number=9, by=world["hill-coordinator"],
        )  # fmt: skip
    with within(world.dale):
        refresh_figures([world.dale], H1)
    assert figures() == before
    board = sign_in(Client(), world["usa-staff"]).get("/office/usa/?round=2026-H1").content.decode()
    assert "How is it" not in board


@pytest.mark.thorough
def test_reports_and_files_hold_it_apart_and_masked(world: World, round_: Round):
    """Sums over both communities are shown; Dale's two people are hidden, also in the sum."""
    people, rooms = (
        ask(world, "number", counts_people=True),
        ask(world, "choice", options=["Church", "School"]),
    )
    for town, number in ((world.hill, "9"), (world.dale, "2")):
        client = sign_in(Client(), world[f"{town.slug}-coordinator"])
        data = {f"q{people.pk}-number": number, f"q{rooms.pk}-option": "1"}
        assert client.post(URL.replace("hill", town.slug), data).status_code == 302
        hand_in(town, round_, world[f"{town.slug}-coordinator"])
    with within(world.usa):
        gathered = gather(world.usa, None, H1)
        chosen = gather_chosen(world.usa, Choice((world.dale.pk,), ("2026-H1",), ("engagement_events",)))
        report = make_snapshot(gathered, language="en", made_at=timezone.now())
    results = [
        (
            own_question["state"],
            own_question["value"],
            own_question["value_text"],
            own_question["detail_text"],
        )
        for own_question in report["own_questions"]
    ]
    assert results == [
        ("value", 9, "9", "known for 1 of 2 communities"),
        ("value", None, "Church: 0, School: 2", "answered by 2 communities"),
    ]
    # Nobody chose these options.
    assert chosen.own_questions == []
    sheet = load_workbook(io.BytesIO(draw_xlsx(report)))["Custom questions"]
    assert [[cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=2)] == [
        ["Q1 How is it (number)?", "Known", 9, "9"],
        ["Q2 How is it (choice)?", "Known", None, "Church: 0, School: 2"],
    ]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(draw_pdf(report))).pages)
    assert "Church: 0, School: 2" in text
    staff = sign_in(Client(), world["usa-staff"])
    listed = _csv(staff, "/office/usa/exports/own-questions.csv")
    assert [line.split(",")[1] for line in listed if ",Q1," in line and ",9," in line] == ["Hill"]
    assert not [line for line in listed if ",Q1," in line and ",2," in line]
    own = _csv(sign_in(Client(), world["dale-coordinator"]), "/c/dale/exports/own-questions.csv")
    assert [line for line in own if ",2," in line]


def _csv(client: Client, url: str) -> list[str]:
    response: Any = client.get(url)
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
