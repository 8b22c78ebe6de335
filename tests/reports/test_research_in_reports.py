"""Items 2, 3, 4a, 4b and 9 from real records to the report: snapshot, PDF and spreadsheet."""

import io
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from evaluation.models import Round
from events.models import EventKind
from stakeholders.models import Organization, StrategyAssessment
from tests.base import COMMITTED, World, within
from tests.evaluation.figures.records import H1, event, organization, sat_down, stakeholder_meetings
from tests.evaluation.figures.research_records import evidence, finding, focus, full_research, gift, strategy
from tests.row_sets import stored_world

pytestmark = COMMITTED
SHOWN = {"2": "5 of 5", "3": "0.5 of 1", "4b": "2 of 8", "9": "1 of 3"}


@pytest.fixture
def files(transactional_db: None, tmp_path: Path) -> dict[str, Path]:
    world = stored_world()
    stakeholder_meetings(world.hill, 3)
    live(world)
    output = StringIO()
    call_command(
        "build_report", "--community", "hill", "--round", str(H1), "--output", str(tmp_path), stdout=output
    )
    return {path.suffix[1:]: path for path in map(Path, output.getvalue().splitlines())}


def live(world: World) -> None:
    """Five steps, three focuses, a strategy in practice; the school was invited to the meetings, the newspaper
    never."""
    by = world["hill-leader"]
    with within(world.usa):
        Round.objects.create(half_year=str(H1), due_on=date(2026, 7, 31), opened_at=timezone.now())
    with within(world.hill):
        school, paper = (Organization.objects.get(name=name) for name in ("School", "Paper"))
        # Organizations known from before the half-year are engaged.
        sat_down(event(world.hill, EventKind.STAKEHOLDER_MEETING, "2025-11-04"), school, paper)
        full_research()
        for sector in ("schools", "media", "consumers"):
            focus(sector, finding=finding())
        police = organization("Police", "law_enforcement")
        evidence(strategy(police, by, ("implementing", "2026-02-01")), "2026-03-01")
        StrategyAssessment.objects.create(organization=school, on=date(2026, 3, 1), by=by)
        gift("money", "250")


@pytest.mark.thorough
def test_the_report_has_the_four_items_in_each_of_its_forms(files: dict[str, Path]):
    snapshot = json.loads(files["json"].read_text())
    parts = {part["label"]: part for item in snapshot["items"] for part in item["parts"]}
    assert {label: parts[label]["fraction_text"] for label in SHOWN} == SHOWN
    assert (parts["4a"]["value"], parts["9"]["bounds_text"]) == (
        3,
        "between 33% and 67%, because records are incomplete",
    )
    kinds = {row["text"] for row in parts["9"]["receipt"]["records"]}
    assert kinds >= {"Strategies", "Evidence", "organizations asked that have no strategy"}

    pages = PdfReader(io.BytesIO(files["pdf"].read_bytes())).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert [shown for shown in SHOWN.values() if shown not in text] == []
    assert "Money: 250 USD" in text

    heads, *rows = load_workbook(files["xlsx"])["Items"].iter_rows(values_only=True)
    table = {row["Part"]: row for row in (dict(zip(heads, values, strict=True)) for values in rows)}
    cells = {label: (table[label]["Numerator"], table[label]["Denominator"]) for label in SHOWN}
    assert cells == {"2": (5, 5), "3": (0.5, 1), "4b": (2, 8), "9": (1, 3)}
