"""Each app may import only from the apps before it; tfc imports none of them, and nothing that serves imports dev."""

import ast
import re
from collections import Counter, defaultdict
from pathlib import Path

from tfc import settings
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


def test_the_documents_for_contributors_have_the_same_order():
    architecture = (ROOT / "docs" / "architecture.md").read_text()
    for text in (architecture, (ROOT / "CONTRIBUTING.md").read_text()):
        assert " ← ".join(ORDER) in text
    layout = re.findall(r"^([a-z]+)/  +\S", architecture, re.MULTILINE)
    assert layout[: len(ORDER)] == ORDER


# Settings of Django and its packages that take dotted paths.
SETTINGS_WITH_PATHS = {"MIDDLEWARE", "AUTHENTICATION_BACKENDS"}


def test_apps_register_what_they_add_and_no_setting_lists_it():
    wrong = {
        name
        for name, value in vars(settings).items()
        if isinstance(value, list | tuple)
        and any(
            isinstance(item, str) and item.startswith(tuple(f"{app}." for app in OWN_APPS)) for item in value
        )
    }
    assert wrong == SETTINGS_WITH_PATHS


def module_name(path: Path) -> str:
    return str(path.with_suffix("")).replace("/", ".").removesuffix(".__init__")


def package(module: str) -> str:
    """The folder that a module lies in, as a dotted name."""
    return module if (ROOT / module.replace(".", "/")).is_dir() else module.rpartition(".")[0]


def imports_between_packages() -> dict[str, set[str]]:
    """Of packages inside apps, such as evaluation.rollups: which others they import when they load."""
    modules = {module_name(path) for path in SOURCES}
    between: dict[str, set[str]] = defaultdict(set)
    for path in SOURCES:
        here = package(module_name(path))
        for node in ast.parse((ROOT / path).read_text()).body:
            if not isinstance(node, ast.ImportFrom) or node.module is None:
                continue
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                there = package(whole if whole in modules else node.module)
                if there != here and "." in here and "." in there:
                    between[here].add(there)
    return between


def reachable(start: str, between: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        new = between.get(todo.pop(), set()) - seen
        seen |= new
        todo += new
    return seen


def test_no_package_inside_an_app_is_part_of_an_import_cycle():
    between = imports_between_packages()
    assert len(between) > 30
    assert [name for name in between if name in reachable(name, between)] == []


def test_it_sees_a_cycle_of_packages():
    between = {
        "events.forms": {"events.views"},
        "events.views": {"events.forms"},
        "events.models": set[str](),
    }
    assert [name for name in between if name in reachable(name, between)] == ["events.forms", "events.views"]


# Of the product's lines without migrations, in percent (docs/adr/0043-layout.md).
LARGEST_SHARE = 15


def test_no_app_is_larger_than_its_share():
    lines: Counter[str] = Counter()
    for app in (*ORDER, "dev"):
        paths = (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
        lines[app] = sum(len(path.read_text().splitlines()) for path in paths)
    [(largest, most)] = lines.most_common(1)
    assert 100 * most <= LARGEST_SHARE * lines.total(), largest
