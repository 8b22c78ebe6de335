"""The help pages in three languages, without a database."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from PIL import Image

from communities.models import Community, Office, Role
from help.guides import GUIDES
from help.reader import Reader, _get_admission
from help.releases import get_releases
from tests.pictures.shots import MOST_BYTES, SHOTS
from tfc.help_pages import PAGE_SCHEME, PICTURE_HEIGHT, PICTURE_WIDTH, Topic, get_page
from tfc.text.normalize import get_sort_key

STATIC = Path(__file__).resolve().parents[2] / "static"
LANGUAGES = list(dict(settings.LANGUAGES))
CODES = [guide.code for guide in GUIDES]
# Texts of other pages.
TEXTS = ["accessibility", "privacy", "referrals", "research", "safety"]
NAMES = [*CODES, *TEXTS, "glossary", "tour", "whats-new"]
# Pages and tests link to these anchors, which never change.
ANCHORS = {
    "sector", "constituency", "half-year", "round", "figure", "receipt", "unknown", "declared-zero", "coverage",
    "interval", "residents-survey", "tally", "readiness", "focus", "strategy-stages", "attendance", "item", "baseline",
}  # fmt: skip
# Terms with plain words in docs/design/language.md.
NOT_PLAIN = re.compile(
    r"\b(somebody|whoever|of whom|anew|beside|take along|taken along|stands in)\b(?! ?\w*\]\(page:)",
    re.IGNORECASE,
)
MIXED_CHINESE = re.compile(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]")
FORMAL_SPANISH = re.compile(r"\b(usted|haga clic|ingrese|seleccione|elija|escriba)\b", re.IGNORECASE)


def read(name: str, language: str) -> Topic:
    with translation.override(language):
        return get_page(name)


def get_text(name: str, language: str) -> str:
    return (settings.HELP_PAGES / language / f"{name}.md").read_text(encoding="utf-8")


def get_hrefs(topic: Topic) -> list[str]:
    inline = [child for token in topic.tokens for child in token.children or []]
    return sorted(str(child.attrs["href"]) for child in inline if child.type == "link_open")


def outline(topic: Topic) -> tuple[object, ...]:
    """Return what does not depend on the language. Glossary terms are in alphabetical order."""
    page = topic.link.page if topic.link else ""
    picture = Path(topic.picture.file).name if topic.picture else ""
    return topic.anchor, page, picture, get_hrefs(topic), sorted(map(outline, topic.topics))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_exists_in_every_language(language: str):
    assert {path.stem for path in (settings.HELP_PAGES / language).iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_its_headings_anchors_links_and_pictures_are_the_same_in_every_language(name: str):
    english = outline(read(name, "en"))
    assert {language: outline(read(name, language)) for language in LANGUAGES} == dict.fromkeys(
        LANGUAGES, english
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_heading_has_an_anchor_of_its_own(name: str):
    _page, *topics = read(name, "en")
    anchors = [topic.anchor for topic in topics]
    assert all(anchors)
    assert sorted(set(anchors)) == sorted(anchors)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_it_is_written_without_markup_of_other_kinds(name: str, language: str):
    """HTML would be shown as text, and links in headings are not rendered."""
    text = get_text(name, language)
    assert re.findall(r"<\w|</|^.*[`*_]{2}.*$", text, re.MULTILINE) == []
    assert "!" not in re.sub(r"^!\[", "", text, flags=re.MULTILINE)
    assert [topic.title for topic in read(name, language) if re.search(r"[\[\]{}*_`]", topic.title)] == []


@pytest.mark.parametrize("name", NAMES)
def test_it_is_plain_in_each_language(name: str):
    assert NOT_PLAIN.findall(get_text(name, "en")) == []
    assert FORMAL_SPANISH.findall(get_text(name, "es")) == []
    assert MIXED_CHINESE.findall(get_text(name, "zh-hans")) == []


@pytest.mark.parametrize("code", CODES)
def test_a_guide_is_short(code: str):
    help_words = get_text(code, "en").split()
    assert 100 < len(help_words) <= 800


def test_links_name_pages_that_exist():
    linked = {
        page for name in NAMES for page in re.findall(rf"\({PAGE_SCHEME}([^)]+)\)", get_text(name, "en"))
    }
    assert len(linked) > 30
    for page in linked:
        # Raises LookupError if there is none.
        assert page.startswith("mfa_") or _get_admission(page)


def test_links_to_terms_lead_to_other_terms():
    terms = {term.anchor: term for term in read("glossary", "en")}
    linked = {
        anchor: set(re.findall(r"#([\w-]+)", " ".join(map(str, outline(term)[3]))))
        for anchor, term in terms.items()
    }
    assert set.union(*linked.values()) | ANCHORS <= set(terms)
    assert [anchor for anchor, others in linked.items() if anchor in others] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terms_of_the_glossary_are_in_alphabetical_order(language: str):
    with translation.override(language):
        groups = [[term.title for term in group.topics] for group in get_page("glossary").topics]
        assert groups == [sorted(titles, key=get_sort_key) for titles in groups]


def test_the_newest_release_comes_first_with_its_date_in_every_language():
    days = {}
    for language in LANGUAGES:
        with translation.override(language):
            days[language] = [release.day for release in get_releases()]
    assert days == dict.fromkeys(LANGUAGES, sorted(days["en"], reverse=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_there_small_and_shown(language: str):
    pictures = [topic.picture for name in NAMES for topic in read(name, language) if topic.picture]
    assert {picture.file for picture in pictures} == {shot.get_file(language) for shot in SHOTS}
    for picture in pictures:
        path = STATIC / picture.file
        assert re.search(r"\w", picture.alt)
        assert path.stat().st_size <= MOST_BYTES, path
        with Image.open(path) as image:
            assert image.size == (PICTURE_WIDTH, PICTURE_HEIGHT)


def test_office_staff_keep_their_guide_in_a_sample_community():
    town = Community(slug="sample-1", office=Office(slug="sample-1", is_sample=True))
    assert Reader(town, Role.COORDINATOR, Office(slug="usa"), is_signed_in=True).guide == "staff"
    assert Reader(town, Role.LEADER, is_signed_in=True).guide == "leader"
