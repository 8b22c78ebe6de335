"""Each app imports only from apps to its left; tfc imports none of them, and nothing that serves pages imports dev."""

import ast
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

import django
from django.apps import apps

from tfc import settings
from tfc.own_apps import OWN_APPS
from tfc.registry import get_extensions

# `make check` runs these tests without pytest-django, which otherwise calls this.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tfc.settings")
django.setup()

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["tfc", *OWN_APPS]
# The project's settings and URLs name the apps, as in every Django project.
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
        str(path): result
        for path in SOURCES
        if (result := imported_apps(ROOT / path) & {*ORDER[ORDER.index(path.parts[0]) + 1 :], "dev", "tests"})
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


# The header and the footer link to pages of all apps, as tfc/urls.py does.
FRAME = {
    f"templates/components/{name}.html"
    for name in ("account_menu", "footer", "offline_queue", "privacy_link", "sample_banner", "search_box")
}
# templates/public holds the public pages of three apps.
PUBLIC_PAGES = {"awareness": "residents", "figures": "reports"}
NAMED_URL = re.compile(rf"({'|'.join(OWN_APPS)}):")
QUOTED_URL = re.compile(rf"""["']({"|".join(OWN_APPS)}):""")


def strings(source: str) -> list[str]:
    return [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def later_apps(app: str) -> set[str]:
    return set(ORDER[ORDER.index(app) + 1 :])


def urls_of_later_apps(source: str, app: str) -> set[str]:
    """Return the later apps whose URL namespace a string of this module names."""
    return {match[1] for text in strings(source) if (match := NAMED_URL.match(text))} & later_apps(app)


def template_app(path: Path) -> str:
    folder = path.parts[1]
    if folder == "public":
        return PUBLIC_PAGES.get(re.split(r"[_.]", path.name)[0], "support")
    return folder if folder in OWN_APPS else "communities"


# The paths of audited records are in one module, for security reviews.
NAMES_URLS = {"communities/audit/tables.py"}


def test_no_app_names_a_url_of_an_app_to_its_right():
    wrong = {
        str(path): later
        for path in SOURCES
        if (later := urls_of_later_apps((ROOT / path).read_text(), path.parts[0]))
    }
    assert set(wrong) == NAMES_URLS


def test_no_template_names_a_url_of_an_app_to_its_right():
    paths = [path.relative_to(ROOT) for path in sorted((ROOT / "templates").rglob("*.*"))]
    assert len(paths) > 400
    assert {str(path) for path in paths} > FRAME
    wrong = {
        str(path): later
        for path in paths
        if str(path) not in FRAME
        and (later := {*QUOTED_URL.findall((ROOT / path).read_text())} & later_apps(template_app(path)))
    }
    assert wrong == {}


def test_it_sees_a_url_that_points_right():
    assert urls_of_later_apps('reverse(f"evaluation:{name}")', "events") == {"evaluation"}
    assert urls_of_later_apps('reverse("events:event-list")', "evaluation") == set()
    assert QUOTED_URL.findall("""{% url 'help:guide' %}""") == ["help"]


def test_each_page_that_apps_link_to_is_registered_once_and_used_by_an_earlier_app():
    """An app may name its own pages itself."""
    registered = [name for names in get_extensions("pages") for name in names]
    app_of_page = {page: app for app, _, page in (name.partition(":") for name in registered)}
    assert len(registered) == len(app_of_page)
    pattern = re.compile(r"""(?:reverse_page\(\s*f?|page_url )["']([^"']+)["']""")
    files = [(path, path.parts[0]) for path in SOURCES]
    templates = [path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*.*")]
    files += [(path, template_app(path)) for path in templates]
    wrong = {
        f"{path}: {page}"
        for path, app in files
        for page in pattern.findall((ROOT / path).read_text())
        if "{" not in page and app_of_page.get(page) not in later_apps(app)
    }
    assert wrong == set()


# Modules that may name tables of any app.
NAMES_TABLES = {
    "tfc/db_roles/apply.py",  # lists what each database login may read
    "tfc/db_roles/table.py",  # as above
    "communities/audit/tables.py",  # lists what is audited
    "communities/audit/labels.py",  # as above
    "communities/audit/changes.py",  # as above
    "communities/audit/page.py",  # which entries of the audit log are readings
    "communities/audit/sentences.py",  # which columns of the audit log are confidential
    "tfc/auditing.py",  # triggers write entries of the audit log and know accounts
    "tfc/sharing.py",  # row-level security needs offices and communities
    "tfc/tenancy.py",  # as above
    "tfc/tenancy_operations.py",  # as above
}


def test_no_app_names_a_table_of_an_app_to_its_right():
    app_of_table = {model._meta.db_table: model._meta.app_label for model in apps.get_models()}
    tables = re.compile(rf"\b({'|'.join(app_of_table)})\b")
    wrong = set()
    for path in SOURCES:
        if "migrations" in path.parts:
            continue
        named = {table for text in strings((ROOT / path).read_text()) for table in tables.findall(text)}
        if {app_of_table[table] for table in named} & later_apps(path.parts[0]):
            wrong.add(str(path))
    assert wrong == NAMES_TABLES


# Django settings that take dotted paths.
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
    return module if (ROOT / module.replace(".", "/")).is_dir() else module.rpartition(".")[0]


def imports_between_packages() -> dict[str, set[str]]:
    """Return, for each package inside an app, the packages that it imports at load time."""
    modules = {module_name(path) for path in SOURCES}
    between: dict[str, set[str]] = defaultdict(set)
    for path in SOURCES:
        here = package(module_name(path))
        for node in ast.parse((ROOT / path).read_text()).body:
            if not isinstance(node, ast.ImportFrom) or node.module is None:
                continue
            for alias in node.names:
                module = f"{node.module}.{alias.name}"
                there = package(module if module in modules else node.module)
                if there != here and "." in here and "." in there:
                    between[here].add(there)
    return between


def reachable(start: str, between: dict[str, set[str]]) -> set[str]:
    modules: set[str] = set()
    todo = [start]
    while todo:
        new = between.get(todo.pop(), set()) - modules
        modules |= new
        todo += new
    return modules


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


# Percent of the product's lines without migrations (docs/adr/0043-layout.md).
LARGEST_SHARE = 15


def test_no_app_is_larger_than_its_share():
    lines: Counter[str] = Counter()
    for app in (*ORDER, "dev"):
        paths = (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
        lines[app] = sum(len(path.read_text().splitlines()) for path in paths)
    [(largest, most)] = lines.most_common(1)
    assert 100 * most <= LARGEST_SHARE * lines.total(), largest
