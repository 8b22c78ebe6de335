"""Each app may import only from the apps before it; tfc imports none of them, and nothing that serves imports dev."""

import ast
import re
from pathlib import Path

from tfc.own_apps import OWN_APPS

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["tfc", *OWN_APPS]
# The project's front doors name the apps, as Django's own files do.
FRONT_DOORS = {"tfc/urls.py", "tfc/settings.py"}

SOURCES = [
    path.relative_to(ROOT)
    for app in ORDER
    for path in sorted((ROOT / app).rglob("*.py"))
    if str(path.relative_to(ROOT)) not in FRONT_DOORS
]


def imported_apps(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


def test_it_imports_only_leftwards():
    wrong = {
        str(path): found
        for path in SOURCES
        if (found := imported_apps(ROOT / path) & {*ORDER[ORDER.index(path.parts[0]) + 1 :], "dev", "tests"})
    }
    assert wrong == {}


def test_it_looks_at_every_app():
    assert {path.parts[0] for path in SOURCES} == set(ORDER)
    assert len(SOURCES) > 1000


def test_it_sees_an_import_that_points_right(tmp_path: Path):
    source = tmp_path / "wrong.py"
    source.write_text("def late():\n    from evaluation.models import Round\n")
    assert imported_apps(source) == {"evaluation"}


def test_whoever_helps_reads_the_same_order():
    assert " ← ".join(ORDER) in (ROOT / "CONTRIBUTING.md").read_text()
    layout = re.findall(r"^([a-z]+)/  +\S", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert layout[: len(ORDER)] == ORDER
