"""The style sheets: logical sides, type scale, reduced motion, and no unused class."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from events.models import EventKind
from tests import used_bootstrap

ROOT = Path(__file__).resolve().parent.parent
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Properties and values that name a physical side. In "0 1px 2px 3px" the second is the right, the fourth the left.
SIDED = re.compile(
    r"(?:^|[\s-])(left|right)\s*:|^(?:margin|padding|border|scroll-\w+)-(?:left|right)|-(?:left|right)-(?:radius|width|color|style)\s*:"
    r"|^(?:text-align|float|clear)\s*:\s*(?:left|right)|^(?:background|background-position|mask|mask-image)\s*:.*\b(?:left|right)\b"
    r"|^transform\s*:.*translate(?:X|3d)?\(\s*-?[1-9.]"
)
FOUR = re.compile(r"^(margin|padding|inset|border-radius|border-width)\s*:\s*(\S+) (\S+) (\S+) (\S+)$")
CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
CLASSES = re.compile(
    r"\b(?:ml|mr|pl|pr)-(?:auto|\d)\b|\b(?:text|float)-(?:left|right)\b|\bborder-(?:left|right)\b"
)
# Prefixes of class names that templates and code put together, with the full names that have rules.
STATES = {"value", "declared_zero", "hidden", "unknown", "not_applicable"}
PUT_TOGETHER = {
    "tf-chart": {
        "draft",
        "hidden",
        "met",
        "none",
        "not_met",
        "not_met_or_partly",
        "partly",
        "partly_or_met",
        "submitted",
        "unknown",
    },
    "tf-chart-rank": {"1", "2", "3", "4", "5", "6"},
    "tf-avatar-": {"0", "1", "2", "3", "4"},
    "tf-event-": set(EventKind.values),
    "tf-calendar-entry-": {"cancelled", "held", "planned"},
    "tf-gallery-space": {"1", "2", "3", "4", "5", "6", "7"},
    "tf-gallery-text": {"body", "figure", "title"},
    "tf-coverage": {"works", "not_prepared"},
    "tf-matrix": {"0", "1", "2", "3", "4"},
    "tf-matrix-cell": {"0", "1", "2", "3", "4"},
    "tf-matrix-on": {"1", "2", "3", "4"},
    "tf-report-cell": {
        "hidden",
        "met",
        "not_applicable",
        "not_met",
        "not_met_or_partly",
        "partly",
        "partly_or_met",
        "unknown",
    },
    "tf-report-state": STATES,
    "tf-chart-series": {"1", "2", "3", "4", "5", "6"},
    "tf-map__marker--declared-zero": {"met", "not_met", "not_met_or_partly", "partly", "partly_or_met"},
    "tf-kpi-": {"unknown", "not_applicable"},
    "tf-step": {"current", "done"},
    "tf-toast": {"error", "success", "warning"},
    "tf-value-": STATES,
    "tf-weight": {"0", "1", "2", "3"},
}
BEGUN = re.compile(
    r"""class="[^"]*?\b(?P<page>[a-z][\w-]*)\{\{|f"(?:\{\w+\} )?(?:[\w-]+ )*(?P<code>[a-z]+-[\w-]*)\{(?!kind)"""
)
# Either both sides are named, or a rule with [dir="rtl"] follows.
MEANT = {
    ("components.css", ".tf-table-wrap"),
    ("charts.css", ".tf-chart-plot.tf-chart-scrolls"),
    ("app.css", ".tf-auth-page"),
    ("forms.css", ".form-select.is-invalid"),
}


def rules(text: str) -> Iterator[tuple[str, str]]:
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    for selector, body in re.findall(r"([^{};]+)\{([^{}]*)\}", text):
        for declaration in body.split(";"):
            if declaration.strip():
                yield " ".join(selector.split()), " ".join(declaration.split())


def names_a_side(declaration: str) -> bool:
    if four := FOUR.match(declaration):
        name, first, second, third, fourth = four.groups()
        # Corners start at the top left.
        pairs = [(first, second), (third, fourth)] if name == "border-radius" else [(second, fourth)]
        return any(first != other for first, other in pairs)
    return bool(SIDED.search(declaration))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_it_names_no_side_of_the_screen(path: Path):
    sided = {
        (path.name, selector)
        for selector, declaration in rules(path.read_text())
        if names_a_side(declaration) and '[dir="rtl"]' not in selector
    }
    assert sided <= MEANT


def test_it_says_the_other_side_where_one_is_meant():
    for name, selector in MEANT - {("components.css", ".tf-table-wrap")}:
        others = {other for other, _ in rules((ROOT / "static" / "css" / name).read_text())}
        assert f'[dir="rtl"] {selector}' in others


@pytest.mark.parametrize(
    ("declaration", "is_sided"),
    [
        ("margin-left: 1px", True),
        ("left: 0", True),
        ("padding: 1px 2px 3px 4px", True),
        ("padding: 1px 2px 3px 2px", False),
        ("border-radius: 0 0 1px 1px", False),
        ("border-radius: 0 1px 1px 0", True),
        ("text-align: right", True),
        ("border-top-left-radius: 0", True),
        ("background-position: right 1px center", True),
        ("margin-inline: 1px 2px", False),
        ("padding-inline-start: 1px", False),
    ],
)
def test_it_knows_a_side(declaration: str, is_sided: bool):
    assert names_a_side(declaration) is is_sided


def test_it_uses_no_class_that_names_a_side():
    results = {str(path): CLASSES.findall(path.read_text()) for path in TEMPLATES}
    assert {path: classes for path, classes in results.items() if classes} == {}


def test_it_takes_sizes_of_type_from_the_scale():
    """The public pages have only their own style sheet."""
    scale = re.findall(r"--tf-text-\w+: ([\d.]+rem)", (ROOT / "static" / "css" / "tokens.css").read_text())
    others = {
        (path.name, size)
        for path in STYLES
        if not path.name.startswith(("public", "exit"))
        for size in re.findall(r"font-size: ([\d.]+rem)(?=[;}\s])", path.read_text())
    }
    assert len(scale) == 10
    assert {other for other in others if other[1] not in scale} == set()


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_it_moves_nothing_for_who_wants_no_motion(path: Path):
    """Bootstrap handles its own parts."""
    text = re.sub(
        r"@media \(prefers-reduced-motion: no-preference\) \{(?:[^{}]*\{[^{}]*\})*[^{}]*\}",
        "",
        path.read_text(),
    )
    moving = [rule for rule in rules(text) if re.match(r"(transition|animation|scroll-behavior)\b", rule[1])]
    assert moving == []


def styled() -> set[str]:
    return {
        name for path in STYLES for selector, _ in rules(path.read_text()) for name in CLASS.findall(selector)
    }


def test_it_styles_each_composed_class():
    """No search for the full name finds these classes: six colors were once deleted as unused."""
    text = re.sub(r"\{%.*?%\}", " ", used_bootstrap.text())
    families = {name.split("-")[0] for name in styled() if "-" in name}
    begun = {match["page"] or match["code"] for match in BEGUN.finditer(text)}
    assert {prefix for prefix in begun if prefix.split("-")[0] in families} == {
        f"{prefix}-" for prefix in PUT_TOGETHER
    }
    names = {f"{prefix}-{end}" for prefix, ends in PUT_TOGETHER.items() for end in ends}
    assert sorted(names - styled()) == []


def test_it_styles_no_class_that_nobody_names():
    """A class may be named in full or put together: "tf-badge-" before a brace."""
    text = used_bootstrap.text() + (ROOT / "static" / "vendor" / "htmx" / "htmx.min.js").read_text()
    names = set(re.findall(r"[A-Za-z_][\w-]*", text))
    begun = tuple(set(re.findall(r"[A-Za-z][\w-]*-(?=\$?\{)", text)) - {"tf-"})
    assert len(styled()) > 500
    assert sorted(name for name in styled() - names if not name.startswith(begun)) == []


def test_it_names_no_class_without_a_rule():
    """Tests find the news since the last visit by a class that has no rule."""
    texts = {re.sub(r"\{[{%#].*?[}%#]\}", "{", path.read_text(), flags=re.DOTALL) for path in TEMPLATES}
    classes = {
        name for text in texts for value in re.findall(r'class="([^"]*)"', text) for name in value.split()
    }
    ours = {name for name in classes if name.startswith("tf-") and "{" not in name}
    assert ours - styled() == {"tf-since"}
