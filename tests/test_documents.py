"""Documents name files, pages and headings that exist, and their recipes are complete."""

import re
import subprocess
from pathlib import Path

import pytest

from events.event_icons import ICONS
from events.models import EventKind
from tfc.own_apps import OWN_APPS

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    path
    for path in subprocess.check_output(["git", "ls-files", "*.md"], cwd=ROOT, text=True).split()
    if not path.startswith("docs/help/")
)
FOLDERS = "|".join(("tfc", *OWN_APPS, "dev", "templates", "tests", "static", "docs", "deploy"))
# Documents that describe the present code. A decision may name what was removed since.
DJANGO = {"cached_property", "prefetch_related", "select_related"}
OF_THE_CODE = ["CONTRIBUTING.md", "README.md", "docs/architecture.md"]


def get_heading_anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", OF_THE_CODE)
def test_it_names_files_that_exist(document: str):
    paths = re.findall(rf"(?<![\w/])((?:{FOLDERS})/[\w/.-]*\w\.\w+)", (ROOT / document).read_text())
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_it_names_functions_and_classes_that_exist(document: str):
    """Names of at least two words, as `build_report` or `StaleMark`, which leaves out words of Python and Django."""
    named = set(re.findall(r"`(\w+_\w+|[A-Z][a-z]+[A-Z]\w+)(?:\([^`]*\))?`", (ROOT / document).read_text()))
    sources = "\n".join(path.read_text() for app in OWN_APPS for path in (ROOT / app).rglob("*.py"))
    sources += "".join(path.read_text() for path in (ROOT / "tfc").rglob("*.py"))
    defined = set(re.findall(r"^ *(?:def |class )?(\w+)(?= *[(:=])", sources, re.MULTILINE))
    defined |= {path.stem for app in OWN_APPS for path in (ROOT / app).glob("*.py")}
    assert named - defined - DJANGO == set()


def test_links_lead_to_files_and_headings_that_exist():
    broken = []
    for document in DOCUMENTS:
        text = (ROOT / document).read_text()
        for target in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", text):
            path, _sign, anchor = target.partition("#")
            file = ((ROOT / document).parent / path).resolve() if path else ROOT / document
            if not file.exists() or (anchor and anchor not in get_heading_anchors(file)):
                broken.append(f"{document}: {target}")
    assert broken == []


def test_every_kind_of_event_has_an_icon_in_the_calendar():
    assert set(ICONS) == set(EventKind), "Add an icon to ICONS in events/event_icons.py."
