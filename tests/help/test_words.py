"""What guides, glossary and news say, and that docs/ says the same. No database."""

import itertools
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from communities.models import Community, Office, Role
from help.catalogue import GUIDES, anchor_of, steps_of
from help.content import Guide
from help.glossary import GROUPS, by_code, shown
from help.markdown import documents
from help.page_help import WORDS
from help.pictures import HEIGHT, MOST_BYTES, PICTURES, WIDTH, picture_of
from help.reader import Reader
from help.releases import RELEASES
from help.tour import STEPS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
# Other tests and pages lead to these; a word may get another meaning, and never another anchor.
ANCHORS = {
    "sector", "constituency", "half-year", "round", "figure", "receipt", "unknown", "declared-zero", "coverage",
    "interval", "residents-survey", "tally", "readiness", "focus", "strategy-stages", "attendance", "item", "baseline",
}  # fmt: skip


def leads_somewhere(page: str) -> bool:
    for kwargs in ({}, {"community": "a"}, {"office": "a"}):
        try:
            reverse(page, kwargs=kwargs)
        except NoReverseMatch:
            continue
        return True
    return False


def words_of(guide: Guide) -> str:
    texts = [guide.lead]
    for chapter in guide.chapters:
        texts += [chapter.title, chapter.lead]
    texts += [text for step in steps_of(guide) for text in (step.title, step.text, step.label)]
    return " ".join(map(str, texts))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.code)
def test_it_is_short_and_each_step_leads_to_a_page(guide: Guide):
    assert 100 < len(words_of(guide).split()) <= 700
    assert [one.page for one in steps_of(guide) if one.page and not leads_somewhere(one.page)] == []
    assert [one.title for one in steps_of(guide) if bool(one.page) != bool(one.label)] == []
    assert "!" not in words_of(guide)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.code)
def test_its_anchors_are_its_own(guide: Guide):
    chapters = [one.code for one in guide.chapters]
    pages = {anchor_of(one.page) for one in steps_of(guide) if one.page}
    assert len(set(chapters)) == len(chapters)
    assert not pages & set(chapters)


def test_the_glossary_explains_each_word_once_and_leads_only_to_words_of_its_own():
    terms = [term for _code, _title, group in GROUPS for term in group]
    codes = [one.code for one in terms]
    assert len(set(codes)) == len(codes)
    assert set(codes) >= ANCHORS
    assert {other for one in terms for other in one.see} <= set(codes)
    assert {code for found in WORDS.values() for code in found} <= set(by_code())
    assert [one.code for one in terms if one.code in one.see] == []


def test_words_stand_beside_pages_that_exist():
    named = {
        page
        for page in WORDS
        if not page.endswith(("wave-detail", "figure-receipt", "survey-question", "office-part"))
    }
    assert [page for page in named if not leads_somewhere(page)] == []


def test_the_newest_release_comes_first():
    days = [one.day for one in RELEASES]
    assert days == sorted(days, reverse=True)
    assert len({one.version for one in RELEASES}) == len(RELEASES)


def test_a_sample_town_makes_nobody_a_coordinator():
    """Whoever works in an office keeps the guide for that."""
    town = Community(slug="sample-1", office=Office(slug="sample-1", is_sample=True))
    assert Reader(town, Role.COORDINATOR, Office(slug="usa"), is_signed_in=True).guide == "staff"
    assert Reader(town, Role.LEADER, is_signed_in=True).guide == "leader"


def test_docs_say_the_same():
    """Red? `make guides` writes them."""
    made = documents()
    if os.environ.get("GUIDES") == "write":
        for name, text in made.items():
            (DOCS / name).parent.mkdir(exist_ok=True)
            (DOCS / name).write_text(text, encoding="utf-8")
    there = {
        str(path.relative_to(DOCS))
        for folder in ("guides", "releases")
        for path in (DOCS / folder).glob("*.md")
    }
    assert there == set(made)
    assert [name for name, text in made.items() if (DOCS / name).read_text(encoding="utf-8") != text] == []


def test_each_picture_is_there_small_and_shown():
    from PIL import Image

    shown = {one.picture for guide in GUIDES for one in steps_of(guide)} | {one.picture for one in STEPS}
    assert shown - {""} == {one.name for one in PICTURES}
    assert picture_of("") is None
    for language, one in itertools.product(dict(settings.LANGUAGES), PICTURES):
        with translation.override(language):
            path = ROOT / "static" / one.file
            assert path.parent.name == language
            assert path.stat().st_size <= MOST_BYTES, path
            with Image.open(path) as image:
                assert image.size == (WIDTH, HEIGHT)
            assert re.search(r"\w", str(one.alt))
    with translation.override("ar-xb"):
        assert PICTURES[0].file == "img/guide/en/home.webp"


def test_words_of_chinese_go_by_their_sound():
    with translation.override("zh-hans"):
        _code, _title, terms = shown()[0]
    assert [one.word for one in terms][:3] == ["办事处", "必需语言", "成员"]
