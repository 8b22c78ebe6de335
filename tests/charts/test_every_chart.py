"""Rules for every chart: strict CSP, small screens, files, color blindness."""

import csv
import io
import itertools
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import translation

from charts import build_point, stack, trend
from evaluation.measures.measured import share
from tests.charts.chart_examples import PERCENT, SVG, forms
from tests.line_breaks import keep_together
from tfc.charts.files import data, get_size, picture
from tfc.charts.inks import inks, paper, resolve_classes
from tfc.charts.texts import measure_width, shorten_to_width, wrap_text

NAMES = list(forms())
# The width for a chart on a phone of 320 px.
PHONE = 280
# Drawn by SVG attributes, which the CSP allows.
REFUSED = re.compile(
    r"\sstyle=|<style|<script|\son[a-z]+=|javascript:|href=\"http|<image|<foreignObject|@import"
)


def both(name: str) -> list[str]:
    chart = forms()[name]
    return [str(chart.svg), str(chart.small)]


@pytest.mark.parametrize("name", NAMES)
def test_it_passes_a_strict_page_and_names_itself(name: str):
    for svg in both(name):
        root = ElementTree.fromstring(svg)  # noqa: S314 (our own drawing)
        assert REFUSED.search(svg) is None
        assert root.find(f"{SVG}title") is not None
        assert root.find(f"{SVG}desc") is not None
        mute = [element for element in root.iter(f"{SVG}a") if not list(element.iter(f"{SVG}text"))]
        assert all(element.get("aria-label") or element.findtext(f"{SVG}title") for element in mute)


@pytest.mark.parametrize("name", NAMES)
def test_what_it_shows_again_is_drawn_in_it(name: str):
    """The reference uses a name that is unique on the page."""
    drawn = [ElementTree.fromstring(svg) for svg in both(name)]  # noqa: S314 (our own drawings)
    names = [{element.get("id") for element in root.iter() if element.get("id")} for root in drawn]
    for root, names_in_order in zip(drawn, names, strict=True):
        assert {element.get("href") for element in root.iter(f"{SVG}use")} <= {
            f"#{name}" for name in names_in_order
        }
    assert names[0].isdisjoint(names[1])


@pytest.mark.parametrize("name", NAMES)
def test_its_words_are_legible_on_the_smallest_phone(name: str):
    svg = forms()[name].small
    width, _height = get_size(svg)
    sizes = {
        float(inks()[css]["font-size"])
        for element in ElementTree.fromstring(svg).iter(f"{SVG}text")  # noqa: S314 (our own drawing)
        for css in element.get("class", "").split()
        if "font-size" in inks()[css]
    }
    assert sizes
    assert min(sizes) * PHONE / width >= 11


@pytest.mark.parametrize("name", NAMES)
def test_every_class_has_its_ink(name: str):
    used = {
        css
        for svg in both(name)
        for element in re.findall(r'class="([^"]+)"', svg)
        for css in element.split()
    }
    assert used - {"tf-matrix-map"} <= inks().keys()


@pytest.mark.parametrize("name", NAMES)
def test_its_picture_is_legible_by_itself(name: str):
    chart = forms()[name]
    text = picture(chart).decode()
    root = ElementTree.fromstring(text.encode())  # noqa: S314 (our own drawing)
    texts = "".join(root.itertext())
    assert chart.title.split()[0] in texts
    assert "Source: TraffickFree" in texts
    assert all(key.label in texts for key in chart.legend)
    # References point into the drawing itself.
    assert re.search('href="[^#]', text) is None
    assert ("var(" in text, REFUSED.search(text)) == (False, None)
    # Without a style sheet every mark would be black.
    marks = [
        element
        for element in root.iter()
        if element.tag in {f"{SVG}rect", f"{SVG}path", f"{SVG}circle", f"{SVG}line"}
    ]
    assert all(mark.get("fill") or mark.get("stroke") for mark in marks)


def test_its_picture_names_place_and_date():
    assert keep_together("Source: TraffickFree · Hill · July 1, 2026") in picture(forms()["trend"]).decode()


def test_its_data_are_for_programs():
    rows = list(csv.reader(io.StringIO(data(forms()["trend"]).decode("utf-8-sig"))))
    assert rows[0][:5] == ["half_year", "state", "value", "low", "high"]
    assert rows[1][:3] == ["#meta+half_year+code", "#status+figure+code", "#indicator+value+num"]
    assert [row[:5] for row in rows[2:]] == [
        ["2023-H1", "value", "25", "15", "40"],
        ["2023-H2", "value", "50", "35", "65"],
        ["2024-H1", "unknown", "", "", ""],
        ["2024-H2", "hidden", "", "", ""],
        ["2025-H1", "declared_zero", "0", "0", "0"],
        ["2025-H2", "not_applicable", "", "", ""],
        ["2026-H1", "value", "75", "50", "100"],
    ]


def test_it_writes_numbers_for_machines_in_every_language():
    chart_points = [build_point("2025-H1", share(1, 3)), build_point("2025-H2", share(2, 3))]
    with translation.override("de"):  # whose decimal separator is a comma
        svg = trend("a", "A", chart_points, PERCENT).svg
    assert re.findall(r' (?:x|y|cx|cy|d|width)="[^"]*,', svg) == []


def test_it_escapes_words_and_leaves_out_what_xml_cannot_hold():
    svg = stack("a", "<b>\x0b&", [("<i>\x01", {"met": 1})], first="").svg
    assert "<b>" not in svg
    assert "<i>" not in svg
    assert "\x01" not in resolve_classes(svg)


class TestWords:
    def test_it_measures_chinese_wider_than_latin(self):
        assert measure_width("中文", 10) == 20
        assert measure_width("ab", 10) == pytest.approx(11.2)

    def test_it_shortens_and_wraps_where_there_is_no_room(self):
        assert shorten_to_width("Rancho Cucamonga", 60, 10) == "Rancho Cu…"
        assert shorten_to_width("Hill", 60, 10) == "Hill"
        assert wrap_text("one two three", 40, 10) == ["one two", "three"]
        assert wrap_text("社区领导团队", 30, 10) == ["社区领", "导团队"]


# Viénot, Brettel and Mollon, by Machado et al. 2009, for the complete loss of one kind of cone.
EYES = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
}  # fmt: skip
RATED = (
    "--tf-chart-met",
    "--tf-chart-partly",
    "--tf-chart-not-met",
    "--tf-chart-inconclusive",
    "--tf-chart-open",
)


def dark() -> dict[str, str]:
    css = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
    block = css.split('[data-bs-theme="dark"] {')[1].split("}")[0]
    return dict(re.findall(r"(--[\w-]+): (#\w{6});", block))


def linear(color: str) -> list[float]:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def lab(color: str, eye: str) -> tuple[float, float, float]:
    visited = [min(1, max(0, sum(map(float.__mul__, map(float, row), linear(color))))) for row in EYES[eye]]
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    whites = (0.9505, 1, 1.089)
    x, y, z = (
        sum(map(float.__mul__, map(float, row), visited)) / white
        for row, white in zip(matrix, whites, strict=True)
    )
    f = [part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("tokens", [paper(), dark()], ids=["light", "dark"])
def test_ratings_differ_for_every_eye(eye: str, tokens):
    distances = {
        (color, other): sum(
            (a - b) ** 2 for a, b in zip(lab(tokens[color], eye), lab(tokens[other], eye), strict=True)
        )
        ** 0.5
        for color, other in itertools.combinations(RATED, 2)
    }
    assert {pair: round(distance) for pair, distance in distances.items() if distance < 18} == {}


@pytest.mark.parametrize("tokens", [paper(), dark()], ids=["light", "dark"])
def test_ratings_stand_out_of_the_page(tokens):
    def light(token: str) -> float:
        return sum(map(float.__mul__, (0.2126, 0.7152, 0.0722), linear(tokens[token])))

    def contrast(color: str, other: str) -> float:
        low, high = sorted((light(color), light(other)))
        return (high + 0.05) / (low + 0.05)

    # Not rated is light, with a visible outline.
    for token in (*RATED[:-1], "--tf-control", "--tf-chart-1", "--tf-chart-2"):
        assert contrast(token, "--tf-surface") >= 3, token


@pytest.mark.parametrize("tokens", [paper(), dark()], ids=["light", "dark"])
def test_ratings_without_a_texture_differ_in_grey(tokens):
    plain = ("--tf-chart-met", "--tf-chart-partly", "--tf-chart-open", "--tf-surface")
    greys = sorted(lab(tokens[color], "all")[0] for color in plain)
    assert all(after - before >= 9 for before, after in itertools.pairwise(greys))
