"""Refuse names that say nothing or belong to the retired vocabulary (docs/adr/0044-names.md)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tfc.own_apps import OWN_APPS

ROOT = Path(__file__).resolve().parent.parent
TESTS = sorted((ROOT / "tests").rglob("*.py"))
# Participles, pronouns and metaphors. Things are nouns; functions are a verb with its object.
RETIRED = {
    "one", "found", "each", "told", "asked", "said", "known", "kept", "given", "seen", "of", "words", "rows_of",
}  # fmt: skip
RETIRED_IN_TESTS = RETIRED | {"late", "beside", "whole", "held", "standing"}
RETIRED_CLASSES = {
    "Row", "Now", "Here", "Somewhere", "Once", "Seen", "Said", "Gone", "Done", "Told", "Made", "Wish", "Wanted",
    "Given", "Deed", "Bringer", "Summand", "Rung", "Doubt", "Fate", "Sealed", "Of", "Found", "Known", "Shown", "Asked",
    "Kept",
}  # fmt: skip
RETIRED_MODULES = {
    "at_once", "whole", "within", "late", "prepared", "filled", "kept_plans", "drawn_widgets", "withheld", "addresses",
    "acting", "flood", "standby", "borrowed", "speaking", "standing", "beside", "seen", "shown", "mending", "drain",
    "fresh", "asked", "told", "linked", "room", "bins", "erasing", "keeping", "wall", "desk", "happenings", "dice",
    "proofs", "factors", "keys", "habits", "found", "seeking", "letters", "opened", "giving", "discoveries",
}  # fmt: skip
RETIRED_TEST_MODULES = RETIRED_MODULES | {
    "kept", "stored", "parcels", "rewriting", "emptying", "browserless", "place_days", "plant", "travelling", "lines",
    "watched", "programs", "sent", "saved", "asking", "leaving", "ground", "judging", "tries", "watching", "counting",
    "attempts", "doubles", "before", "hundred", "trial", "stage", "drawing", "sheets", "people", "planting",
    "on_the_edge", "page_edges", "scattered", "path_records", "measured", "line", "looks", "rare", "walk", "texture",
    "way_back", "own_questions", "choosing_towns", "many_towns", "one_door", "still_you", "under_way", "ugly", "twice",
}  # fmt: skip
# `as_of` is a term of the field.
EXCEPTIONS = {("tests/recompute/half_years.py", "as_of")}


def sources() -> list[Path]:
    folders = [ROOT / name for name in ("tfc", *OWN_APPS, "dev")]
    return [path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts]


def retired_names(tree: ast.AST, retired: set[str] = RETIRED) -> Iterator[str]:
    """Yield the retired names among assigned variables, arguments, functions and classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in retired:
            yield node.id
        if isinstance(node, ast.arg) and node.arg in retired:
            yield node.arg
        if isinstance(node, ast.FunctionDef) and (node.name in retired or node.name.endswith("_of")):
            yield node.name
        if isinstance(node, ast.ClassDef) and node.name in RETIRED_CLASSES:
            yield node.name


def test_no_identifier_is_a_retired_word():
    wrong = {
        (str(path.relative_to(ROOT)), name)
        for paths, retired in ((sources(), RETIRED), (TESTS, RETIRED_IN_TESTS))
        for path in paths
        for name in retired_names(ast.parse(path.read_text()), retired)
    }
    assert wrong - EXCEPTIONS == set()
    assert EXCEPTIONS - wrong == set(), "An exception that is no longer needed."


# Declarations in scripts, and the only parameter of an arrow function.
SCRIPT_NAME = re.compile(r"\b(?:const|let|var|function)\s+(\w+)|\((\w+)\)\s*=>")


def test_no_name_in_a_script_is_a_retired_word():
    wrong = {
        (path.name, name)
        for path in (ROOT / "static" / "js").glob("*.js")
        for match in SCRIPT_NAME.findall(path.read_text())
        for name in match
        if name in RETIRED
    }
    assert wrong == set()


def test_no_module_has_a_retired_name():
    assert [str(path) for path in sources() if path.stem in RETIRED_MODULES] == []


def test_no_module_of_tests_has_a_retired_name():
    paths = [path.relative_to(ROOT) for path in TESTS]
    names = {path: {part.removeprefix("test_") for part in path.with_suffix("").parts} for path in paths}
    assert [str(path) for path in paths if names[path] & RETIRED_TEST_MODULES] == []


def test_it_sees_a_retired_name():
    assert list(retired_names(ast.parse("def rows_of(told):\n    one = told\n    return one\n"))) == [
        "rows_of",
        "told",
        "one",
    ]
