"""Figures leave a community only through evaluation.figure_visibility and frozen public tables."""

import ast
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.matrix.routes import OURS, fill
from tests.matrix.samples import Samples

ROOT = Path(__file__).resolve().parents[2]
# Functions that return the numbers of a stored figure.
EXACT = {"to_measured", "effective", "rated", "get_measurement"}
# Modules that compute, store and define figures; and the survey, which a community answers about itself.
INSIDE = (
    "measures",
    "models",
    "figure_queries",
    "explanations",
    "actions",
    "demo",
    "management",
    "survey.py",
    "question.py",
)
# The allowed functions, each with a reader; the last one creates the frozen public tables.
DOORS = {
    "mask_figure", "mask_rated_figure", "mask_stored_figure", "own_value_is_shown", "get_figure_content",
    "build_public_content",
}  # fmt: skip
FIELDS = re.compile(
    r"\bfigure\.(numerator|denominator|value|lower|upper|interval|details|rating|joint|state)\b"
)
GUARDED_TABLES = re.compile(
    r'"(evaluation_(figure|answer|awarenessanswer)|reports_(report|reportfile)|support_support\w+|events_headcount)"'
)


APPS = ("evaluation", "charts", "reports", "dashboards", "activity")


def modules() -> list[Path]:
    """Yield the modules relative to the root, such as evaluation/board.py."""
    paths = (path.relative_to(ROOT) for app in APPS for path in sorted((ROOT / app).rglob("*.py")))
    return [path for path in paths if path.parts[1] not in INSIDE and path.name != "figure_visibility.py"]


def names_in(source: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Call):
            called = node.func
            names.add(called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", ""))
    return names


def test_it_reads_exact_figures_only_for_figure_visibility():
    for path in modules():
        names = names_in((ROOT / path).read_text())
        assert not names & EXACT or names & DOORS, path


def test_it_looks_at_the_modules_that_show_figures_to_an_office():
    visited = {str(path) for path in modules()}
    assert {
        "evaluation/board.py",
        "evaluation/review.py",
        "evaluation/views/receipts.py",
        "reports/parts.py",
        "dashboards/home.py",
    } <= visited


def test_it_notices_a_module_that_bypasses_figure_visibility():
    assert names_in("def late(figure):\n    return figure.to_measured().value\n") & EXACT


def test_no_template_reads_the_numbers_of_a_stored_figure():
    texts = {path: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
    assert len(texts) > 100
    assert [path for path, text in texts.items() if FIELDS.search(text)] == []


# The residents' form counts the answers of its own wave, to close at the quota; it shows no number.
QUOTA = re.compile(r'SELECT COUNT\(\*\) AS "__count" FROM "residents_awarenessanswer" ')
PUBLIC = sorted(route for route in OURS if route.startswith("p/<"))


@pytest.mark.parametrize("route", PUBLIC)
def test_no_page_of_the_public_reads_a_guarded_table(route: str, samples: Samples, client: Client):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(fill(route, "hill", samples.ids["hill"]))
    # The check-in page of a past event says so.
    assert response.status_code == (410 if route.endswith("<str:check_in>/") else 200)
    assert "Canary-hill-figure" not in response.content.decode()
    read = [query["sql"] for query in queries if GUARDED_TABLES.search(query["sql"])]
    assert [sql for sql in read if not QUOTA.match(sql)] == []


def test_what_residents_know_is_read_from_frozen_tables_alone(samples: Samples, client: Client):
    """The only page with such numbers reads frozen tables, and the hotlines at its foot."""
    with CaptureQueriesContext(connection) as queries:
        assert "fewer than 11 of 47" in client.get("/p/hill/figures/").content.decode()
    read = {table for query in queries for table in re.findall(r'FROM "(\w+)"', query["sql"])}
    hotlines = {"support_service", "support_serviceconfirmation"}
    assert read - hotlines == {"communities_community", "support_publicprofile", "evaluation_publictable"}


def test_it_knows_the_pages_of_the_public_and_would_notice_a_count():
    pages = {"p/<slug:community>/", "p/<slug:community>/help/", "p/<slug:community>/figures/"}
    assert pages <= set(PUBLIC)
    assert GUARDED_TABLES.search('SELECT "people" FROM "events_headcount"')
