import io
import time
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from stakeholders.models import (
    FocusDecision,
    FocusStakeholder,
    Organization,
    Research,
    ResearchMethod,
    ResearchStep,
    Strategy,
    StrategyStep,
)
from tests.base import World, sign_in, within
from tests.stakeholders.findings_base import CANARY, add_finding, findings, locate, readings

EXPORT = findings("hill", "export/")
DAY = date(2026, 3, 3)


def sheets(response) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(response.content))
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def record_everything(world: World) -> None:
    with within(world.hill):
        research = Research.objects.create(question="Where?", begun_on=DAY)
        ResearchStep.objects.create(research=research, step="design", done_on=DAY, note="a plan")
        ResearchMethod.objects.create(research=research, method="interview", begun_on=DAY, people_heard=0)
        radio = Organization.objects.create(name="Hill Radio", sector="media")
        decision = FocusDecision.objects.create(verdict="accepted", decided_on=DAY)
        FocusStakeholder.objects.create(decision=decision, sector="media", organization=radio, plan="Meet")
        strategy = Strategy.objects.create(organization=radio, title="Own words", purpose="mitigate")
        StrategyStep.objects.create(strategy=strategy, rung="planned", on=DAY, by=world["hill-leader"])


def test_it_says_first_what_it_holds(world: World, signed_in):
    locate(world.hill, add_finding(world.hill), world["hill-coordinator"])
    page = signed_in("hill-coordinator").get(EXPORT).content.decode()
    assert "1 finding" in page
    assert "1 location note" in page
    assert "Keep it safe" in page
    assert CANARY not in page


def test_it_holds_the_research_and_writes_down_each_note_that_leaves(world: World, signed_in):
    finding, plain = add_finding(world.hill, "=1+1", severity=5), add_finding(world.hill, "@plain")
    gone = add_finding(world.hill, "gone", deleted_at=timezone.now())
    theirs = add_finding(world.dale, "theirs")
    locate(world.hill, finding, world["hill-coordinator"])
    locate(world.hill, gone, world["hill-coordinator"], "gone place")
    locate(world.dale, theirs, world["dale-coordinator"], "their place")
    record_everything(world)
    response = signed_in("hill-coordinator").post(EXPORT)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith('attachment; filename="hill-research-')
    assert "no-store" in response["Cache-Control"]
    book = sheets(response)
    assert list(book) == ["Findings", "Research", "Steps", "Methods", "Focus stakeholders", "Strategies"]
    heads, first, second = book["Findings"]
    assert heads[:4] == ("Vulnerability", "Kind", "What you found", "Location note")
    assert first[:7] == ("Wages are withheld or cut", "Labor", "=1+1", CANARY, 5, 3, 15)
    assert second[2:4] == ("@plain", None)
    assert book["Steps"][1][:2] == ("Where?", "Design the research")
    assert book["Methods"][1][4] == 0
    assert book["Focus stakeholders"][1][:2] == ("Media", "Hill Radio")
    assert book["Strategies"][1][:4] == ("Hill Radio", "Own words", "Make a vulnerability smaller", "Planned")
    assert readings(world.hill, finding) == [("hill-coordinator", "export")]
    assert readings(world.hill, plain) == readings(world.hill, gone) == readings(world.dale, theirs) == []


def test_it_writes_no_formula(world: World, signed_in):
    add_finding(world.hill, '=HYPERLINK("https://evil.example")')
    response = signed_in("hill-coordinator").post(EXPORT)
    cell = load_workbook(io.BytesIO(response.content))["Findings"]["C2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)


def test_it_works_with_nothing_recorded(signed_in):
    assert len(sheets(signed_in("hill-coordinator").post(EXPORT))["Findings"]) == 1


def test_it_asks_the_same_number_of_queries_at_two_sizes(world: World, signed_in):
    client = signed_in("hill-coordinator")

    def export() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.post(EXPORT).status_code == 200
        return len(captured)

    locate(world.hill, add_finding(world.hill), world["hill-coordinator"])
    few = export()
    for _ in range(8):
        locate(world.hill, add_finding(world.hill), world["hill-coordinator"])
    record_everything(world)
    assert export() == few


@pytest.mark.parametrize("verb", ["get", "post"])
def test_it_asks_for_a_fresh_login(world: World, client, verb: str):
    finding = add_finding(world.hill)
    locate(world.hill, finding, world["hill-coordinator"])
    person = sign_in(client, world["hill-coordinator"], at=time.time() - 1200)
    response = getattr(person, verb)(EXPORT)
    assert response.status_code == 302
    assert "/accounts/" in response["Location"]
    assert readings(world.hill, finding) == []
