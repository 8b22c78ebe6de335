"""Items 6, 7, 8 and 12 from real records to the command `figures` and to every format of the report."""

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
from tests.base import COMMITTED, World, within
from tests.evaluation.figures.help_records import answered, call, languages, prepared, service, wave
from tests.evaluation.figures.records import H1
from tests.row_sets import stored_world

pytestmark = COMMITTED
SHOWN = {"6": "20 of 40", "7": "35 of 40", "8": "1 of 8", "12": "2 of 8"}


@pytest.fixture
def town(transactional_db: None) -> World:
    """Forty people asked in the street; a shelter that was called, a lawyer who confirmed, a chaplain whose
    confirmation is old."""
    world = stored_world()
    with within(world.usa):
        Round.objects.create(half_year=str(H1), due_on=date(2026, 7, 31), opened_at=timezone.now())
    with within(world.hill):
        languages("en", "es")
        call(prepared(world, "housing", "en"), "2026-06-01", "physical en")
        service("legal", "en es", "2026-05-01")
        service("spiritual_care", "en", "2025-05-01")
        survey = wave()
        answered(survey, 20)
        answered(survey, 15, hotline_unprompted="dont_know")
        answered(survey, 5, hotline_unprompted="wrong", definition="wrong")
        answered(survey, 2, hotline_unprompted="refused", definition="refused")
    return world


def test_the_command_prints_the_four_figures(town: World):
    out = StringIO()
    arguments = ("--community", "hill", "--round", str(H1), "--format", "json")
    call_command("figures", *arguments, stdout=out, stderr=StringIO())
    rows = {row["code"]: row for row in map(json.loads, out.getvalue().splitlines())}
    results = {
        code: (rows[code]["numerator"], rows[code]["denominator"])
        for code in rows
        if rows[code]["value"] is not None
    }
    # The shelter's provider has not confirmed.
    assert results == {
        "access_known": (20, 40),
        "risks_known": (35, 40),
        "ready_to_refer": (1, 8),
        "resources_identified": (2, 8),
    }
    versions = {
        code: rows[code]["version"] for code in ("access_known", "ready_to_refer", "resources_identified")
    }
    assert versions == {"access_known": 2, "ready_to_refer": 3, "resources_identified": 4}


def test_the_report_has_the_four_items_in_each_of_its_forms(town: World, tmp_path: Path):
    output = StringIO()
    arguments = ("--community", "hill", "--round", str(H1), "--output", str(tmp_path))
    call_command("build_report", *arguments, stdout=output)
    files = {path.suffix[1:]: path for path in map(Path, output.getvalue().splitlines())}

    snapshot = json.loads(files["json"].read_text())
    parts = {part["label"]: part for item in snapshot["items"] for part in item["parts"]}
    assert {label: parts[label]["fraction_text"] for label in SHOWN} == SHOWN
    # By Wilson; the first interval reaches below 40 %, the second above 80 %.
    assert parts["6"]["bounds_text"] == "95% interval 35% to 65%"
    assert parts["7"]["bounds_text"] == "95% interval 74% to 95%"
    assert (parts["6"]["rating"], parts["7"]["rating"]) == ("not_met_or_partly", "partly_or_met")
    assert parts["12"]["bounds_text"] == "between 25% and 50%, because records are incomplete"
    kinds = {label: {row["text"] for row in parts[label]["receipt"]["records"]} for label in SHOWN}
    assert kinds["6"] == {"Residents' surveys"}
    assert kinds["8"] == {"Services", "Referral pathways", "Referral checks", "Languages needed for help"}

    pages = PdfReader(io.BytesIO(files["pdf"].read_bytes())).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert [shown for shown in SHOWN.values() if shown not in text] == []

    heads, *rows = load_workbook(files["xlsx"])["Items"].iter_rows(values_only=True)
    table = {row["Part"]: row for row in (dict(zip(heads, values, strict=True)) for values in rows)}
    cells = {label: (table[label]["Numerator"], table[label]["Denominator"]) for label in SHOWN}
    assert cells == {"6": (20, 40), "7": (35, 40), "8": (1, 8), "12": (2, 8)}
