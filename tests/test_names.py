"""Names that say nothing, or say it in a language of our own, become fewer (docs/adr/0043-layout.md)."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tfc.own_apps import OWN_APPS

ROOT = Path(__file__).resolve().parent.parent
# Participles, pronouns and metaphors. A name is a noun for a thing, and a verb with its object for a function.
RETIRED = {
    "one", "found", "each", "told", "asked", "said", "known", "kept", "given", "seen", "of", "words", "rows_of",
}  # fmt: skip
# Of modules; tfc/at_once.py waits for its turn.
RETIRED_MODULES = {
    "whole", "within", "late", "prepared", "filled", "kept_plans", "drawn_widgets", "withheld", "addresses", "acting",
    "flood", "standby", "borrowed", "speaking", "standing", "beside", "seen", "shown", "mending", "drain", "fresh",
    "asked", "told", "linked", "room", "bins", "erasing", "keeping", "wall", "desk", "happenings", "dice", "proofs",
    "factors", "keys", "habits", "found", "seeking", "letters", "opened", "giving", "discoveries",
}  # fmt: skip
# Write the smaller number here after a change: it only goes down.
AT_MOST = 3770


def sources() -> list[Path]:
    folders = [ROOT / name for name in ("tfc", *OWN_APPS, "dev")]
    return [path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts]


def retired_names(tree: ast.AST) -> Iterator[str]:
    """Variables that are assigned, and functions that are defined."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in RETIRED:
            yield node.id
        if isinstance(node, ast.FunctionDef) and (node.name in RETIRED or node.name.endswith("_of")):
            yield node.name


def test_retired_names_become_fewer():
    counts = Counter(name for path in sources() for name in retired_names(ast.parse(path.read_text())))
    assert counts.total() <= AT_MOST, counts.most_common(10)


def test_no_module_has_a_retired_name():
    assert [str(path) for path in sources() if path.stem in RETIRED_MODULES] == []


def test_it_sees_a_retired_name():
    assert list(retired_names(ast.parse("def rows_of(a):\n    one = a\n    return one\n"))) == [
        "rows_of",
        "one",
    ]
