"""A figure's states differ on every page and in every file, and percentages are never averaged."""

import ast
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template

from charts import build_point, trend
from communities.models import Community
from communities.thresholds import Thresholds
from evaluation.community_results import RatedPart
from evaluation.instrument import Unit, part
from evaluation.measures import Measurement, Rating, State, build_declared_zero, build_not_applicable, unknown
from evaluation.measures.measured import count, share
from evaluation.wording import value_text
from reports.exports.columns import FIGURE_FIELDS, FigureRow
from reports.formats import figure_text, state_text
from tfc.csv_text import format_value
from tfc.disclosure import Reader
from tfc.own_apps import OWN_APPS
from tfc.periods import HalfYear

ROOT = Path(__file__).resolve().parents[2]
APPS = ("tfc", *OWN_APPS)
PART = part("meets_consistently")
STATES = {
    State.VALUE: share(0, 4),
    State.DECLARED_ZERO: build_declared_zero(Unit.PERCENT, 4),
    State.UNKNOWN: unknown(Unit.PERCENT, "no_cadence_declared"),
    State.NOT_APPLICABLE: build_not_applicable(Unit.PERCENT),
    State.HIDDEN: Measurement(State.HIDDEN, Unit.PERCENT, reason="few_people", details={"whole": None}),
}
TAG = Template("{% load figures %}{% figure measured '/receipt/' 'Meets' %}")
CARD = Template(
    "{% load figures %}{% include 'components/kpi.html' with label='Meets' state=measured.state "
    "value=measured|value_text %}"
)


def page(measured: Measurement) -> str:
    return TAG.render(Context({"measured": measured}))


def card(measured: Measurement) -> str:
    return CARD.render(Context({"measured": measured}))


def chart(measured: Measurement) -> str:
    points = [build_point("2025-H2", count(3, upper=3)), build_point("2026-H1", measured)]
    result = trend("x", "Meets", points, Unit.PERCENT, source="Hill", made_on=date(2026, 7, 1))
    return str([row for row in result.rows if "2026" in str(row[0])])


def cells(measured: Measurement, *codes: str) -> str:
    rated_part = RatedPart(PART, measured, Rating.UNKNOWN, has_receipt=False, thresholds=Thresholds())
    row = FigureRow(
        Community(name="Hill"),
        HalfYear(2026, 1),
        "none",
        rated_part,
        1,
        None,
        frozen=False,
        reader=Reader.NETWORK,
    )
    return "|".join(format_value(field.read(row)) for field in FIGURE_FIELDS if field.code in codes)


def files(measured: Measurement) -> str:
    """Return the rows of the files: CSV and XLSX have the same columns, and XLSX cells are typed."""
    return cells(measured, "state", "value", "shown")


def report(measured: Measurement) -> str:
    return f"{state_text(measured.state)}|{figure_text(measured)}|{value_text(measured)}"


@pytest.mark.parametrize("surface", [page, card, chart, files, report])
def test_every_state_looks_different(surface: Callable[[Measurement], str]):
    shown_items = {state: surface(measured) for state, measured in STATES.items()}
    assert len(set(shown_items.values())) == len(STATES)
    assert all(shown_items.values())
    for state, text in (
        (State.UNKNOWN, "Unknown"),
        (State.NOT_APPLICABLE, "Does not apply"),
        (State.DECLARED_ZERO, "0 (reported as zero)"),
        (State.VALUE, "0%"),
    ):
        assert text in shown_items[state]
    for state in (State.UNKNOWN, State.NOT_APPLICABLE, State.HIDDEN):
        assert "0%" not in shown_items[state]
        assert cells(STATES[state], "value", "numerator", "lower", "upper") == "|||"


def test_a_figure_on_a_page_has_its_sign_and_leads_to_what_is_behind_it():
    signs = {state: sign for state in STATES for sign in ["lock" if state == State.HIDDEN else state.value]}
    for state, measured in STATES.items():
        html = page(measured)
        assert 'href="/receipt/"' in html
        assert f'aria-label="{value_text(measured)}: Meets"' in html
        assert (f"#{signs[state]}" in html) is (state != State.VALUE)
    assert "Unknown" in page(None)


# Divisions of a sum by a number, and what is averaged there: never percentages of communities.
MEANS = {
    "communities/formation.py": "scores of a candidate, each 0 to 12",
    "communities/imports/columns.py": "the share of a column's cells that can be read",
    "communities/lists.py": "scores of a candidate, each 0 to 12",
    "dashboards/formation_outcome.py": "scores of a candidate, each 0 to 4",
    "dashboards/candidate_outcomes.py": "scores of a candidate, each 0 to 4",
    "evaluation/measures/meetings.py": "days between two meetings",
    "evaluation/measures/ratings.py": "points of an indicator's rated parts, as the instrument says",
    "tfc/spreadsheets/delimited.py": "the width of a file's rows",
}


def test_nobody_averages_percentages():
    results = {
        str(path.relative_to(ROOT))
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and any(averages(ast.parse(path.read_text())))
    }
    assert results == set(MEANS)
    endings = {".sql", ".typ", ".html"}
    others = [
        path for app in (*APPS, "templates") for path in (ROOT / app).rglob("*") if path.suffix in endings
    ]
    assert [path for path in others if "avg(" in path.read_text().lower()] == []


def averages(tree: ast.AST) -> Iterator[bool]:
    """Return calls of mean, fmean or Avg, and divisions by a length, also as a Fraction."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield called(node) in ("mean", "fmean", "Avg", "avg")
            yield called(node) == "Fraction" and called(node.args[-1] if node.args else node) == "len"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            yield called(node.right) == "len"


def called(node: ast.AST) -> str:
    name = node.func if isinstance(node, ast.Call) else None
    return name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
