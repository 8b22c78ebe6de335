"""Each row of the threat model names existing tests."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security" / "threat-model.md"
ROWS = [line for line in PAGE.read_text().splitlines() if re.match(r"\| (T\d|all)", line)]
NAMED = re.compile(r"`(tests/[^`]+)`")


def is_there(name: str) -> bool:
    """``name``: a folder, a file, or file::class::test."""
    path, *inside = name.split("::")
    place = ROOT / path
    if not inside:
        return place.is_file() or (place.is_dir() and any(place.rglob("test_*.py")))
    node: ast.AST = ast.parse(place.read_text()) if place.is_file() else ast.Module([], [])
    for part in inside:
        results = [child for child in ast.iter_child_nodes(node) if getattr(child, "name", "") == part]
        if not results:
            return False
        node = results[0]
    return True


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[2].strip())
def test_each_threat_names_a_control_and_tests_that_are_there(row: str):
    _, who, threat, control, tests, _ = map(str.strip, row.split("|"))
    assert who
    assert threat
    assert control
    assert NAMED.findall(tests)
    assert [name for name in NAMED.findall(tests) if not is_there(name)] == []


@pytest.mark.parametrize("page", ["asvs.md", "asvs-accounts.md"])
def test_each_test_that_the_pages_about_asvs_name_is_there(page: str):
    threats = set(
        re.findall(r"`((?:tests/)?[\w/]*test_\w+\.py|tests/[\w/]+)`", (PAGE.parent / page).read_text())
    )
    places = [name if name.startswith("tests/") else f"tests/security/accounts/{name}" for name in threats]
    assert len(places) > 10
    assert [name for name in places if not is_there(name.rstrip("/"))] == []


def test_every_adversary_of_the_page_has_a_row():
    threats = set(re.findall(r"\b(T\d) ", PAGE.read_text().partition("## Threats")[0]))
    assert threats == {element for row in ROWS for element in re.findall(r"T\d", row.split("|")[1])}


def test_it_notices_a_test_that_is_gone():
    own = "tests/security/test_threat_model.py"
    assert is_there(f"{own}::test_it_notices_a_test_that_is_gone")
    assert not is_there(f"{own}::test_it_is_gone")
    assert not is_there("tests/gone/test_it.py")
    assert not is_there("tests/gone/test_it.py::test_one")
