import io

import pytest
from django.utils import translation
from pypdf import PdfReader

from communities.models import Community
from stakeholders.briefings import capacity
from stakeholders.briefings.pdf import TooLongError, draw_pdf
from stakeholders.briefings.snapshot import make_snapshot
from stakeholders.models import AffectedGroup, Audience, Briefing, Finding, Method, OwnVulnerability
from stakeholders.vulnerabilities import Vulnerability
from tests.stakeholders.briefings.base import DAY, NOON

SENTENCES = {
    "en": "Many families told us that nobody asks where the children are when they miss school. ",
    "es": "Muchas familias nos contaron que nadie pregunta dónde están los niños cuando faltan. ",
    "zh-hans": "许多家庭告诉我们，孩子缺课时没有人过问他们在哪里。",
}
LANGUAGES = pytest.mark.parametrize("language", SENTENCES)


@pytest.fixture
def town(db, world) -> Community:
    world.hill.city, world.hill.region = "H" * 60, "R" * 60
    return world.hill


def filled(language: str, space: int) -> str:
    text = SENTENCES[language] * 40
    return text[: len(text) - capacity.excess(text, space)]


def in_lines(text: str) -> str:
    """Return the maximum number of paragraphs, each ending just after a line began."""
    parts = [text[place : place + 104] for place in range(0, 312, 104)]
    return "\n".join([*parts, text[312:]])


def longest(language: str, town: Community, **changes) -> dict:
    title = OwnVulnerability._meta.get_field("title_en").max_length or 0
    own = {f"v{number}": Vulnerability(f"v{number}", "labor", "W " * (title // 2)) for number in range(4)}
    findings = [
        Finding(
            vulnerability=code, summary=filled(language, 2000), severity=5, confidence=5,
            affected_groups=AffectedGroup.values, method=Method.LISTENING_GROUP, people_heard=3,
            observed_on=DAY, checked_on=DAY, status="eased",
        )
        for code in own
    ]  # fmt: skip
    with translation.override(language):
        briefing = Briefing(
            title=filled(language, 160),
            audience=changes.get("audience", "police"),
            language=language,
            opening=in_lines(filled(language, capacity.OPENING)),
            asks=in_lines(filled(language, capacity.ASKS)),
        )
        return make_snapshot(briefing, town, findings, own, NOON)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def get_pdf_text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


@LANGUAGES
@pytest.mark.parametrize("audience", Audience.values)
def test_it_has_two_pages_with_the_longest_text(town, language, audience):
    pages = read(draw_pdf(longest(language, town, audience=audience))).pages
    assert len(pages) == 2


def test_it_has_one_page_with_a_short_text(town):
    snapshot = longest("en", town) | {"opening": ["x"], "asks": [], "findings": [], "title": "x"}
    assert len(read(draw_pdf(snapshot)).pages) == 1


def test_it_refuses_a_third_page(town):
    snapshot = longest("en", town)
    snapshot["findings"] = snapshot["findings"] * 2
    with pytest.raises(TooLongError):
        draw_pdf(snapshot)


@LANGUAGES
def test_it_is_tagged_and_says_its_title_and_language(town, language):
    snapshot = longest(language, town)
    reader = read(draw_pdf(snapshot))
    assert reader.metadata.title == snapshot["title"]
    assert reader.trailer["/Root"]["/Lang"] == {"en": "en-US", "es": "es-US", "zh-hans": "zh-CN"}[language]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_it_says_all_that_the_page_says(town):
    snapshot = longest("en", town)
    text = get_pdf_text(draw_pdf(snapshot)).replace("\u200b", "")
    for finding in snapshot["findings"]:
        for name in ("severity_text", "confidence_text", "people_text", "checked_text", "observed_text"):
            assert " ".join(finding[name].split()) in text, name
    for line in (*snapshot["strategies"], snapshot["hotline"], snapshot["community"], snapshot["office"]):
        assert line in text
    assert " ".join(snapshot["asks"][0].split()) in text


def test_it_breaks_a_word_that_is_wider_than_the_page(town):
    snapshot = longest("en", town) | {"opening": ["x" * 300], "findings": []}
    page = read(draw_pdf(snapshot)).pages[0]
    lines = [line for line in page.extract_text().splitlines() if "xxx" in line]
    assert len(lines) > 2


def test_it_draws_markup_as_text(town):
    snapshot = longest("en", town) | {"opening": ['#import "x": *bold* $x$ <b>'], "findings": []}
    assert '#import "x": *bold* $x$ <b>' in get_pdf_text(draw_pdf(snapshot))
