"""The PO files are complete and safe to use in place of the English."""

import ast
import os
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from string import ascii_letters
from typing import Any

import allauth
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import PoFileError
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext

from communities.allauth_messages import BORROWED
from tests.line_breaks import keep_together
from tfc.translations import (
    KEYWORDS,
    PYTHON_FOLDERS,
    ROOT,
    add_messages,
    collect,
    compile_stale,
    po_files,
    read_catalog,
    update,
)

FILES = {path.parts[-3]: path for path in po_files()}
# Words that are the same in both languages.
THE_SAME = {
    "es": {
        "Asia",
        "Australia",
        "Decide.",
        "Error:",
        "No",
        "Material",
        "Sector",
        "Social",
    },
    "zh_Hans": set(),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|</?\w+[^>]*>|&\w+;")
LANGUAGES = pytest.mark.parametrize("name", sorted(FILES))


@cache
def catalog(name: str) -> Catalog:
    return read_catalog(FILES[name])


@cache
def in_code() -> set[tuple[str | None, Any]]:
    return {(message.context, message.id) for message in collect() if message.id}


def messages(name: str) -> Iterator[Message]:
    return (message for message in catalog(name) if message.id)


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the forms of a message, several if it has a plural."""
    return (text or "",) if isinstance(text, str) or text is None else tuple(text)


def has_words(text: str) -> bool:
    return not set(ascii_letters).isdisjoint(PLACEHOLDER.sub("", text))


def test_it_has_a_catalog_for_each_language_but_english():
    languages = {translation.to_locale(code) for code, _ in settings.LANGUAGES}
    assert set(FILES) == languages - {"en"}


def test_they_hold_the_messages_of_the_code_and_no_others():
    """If this fails, run `make messages`, then translate the empty entries."""
    in_files = {name: {(message.context, message.id) for message in messages(name)} for name in FILES}
    assert in_files == dict.fromkeys(FILES, in_code())


@LANGUAGES
def test_it_translates_every_message(name: str):
    empty = [
        message.id
        for message in messages(name)
        if message.fuzzy or not all(map(str.strip, forms(message.string)))
    ]
    assert empty == []


@LANGUAGES
def test_it_leaves_no_message_in_english(name: str):
    same = {
        text for message in messages(name) for text in set(forms(message.id)) & set(forms(message.string))
    }
    assert {text for text in same if has_words(text)} == THE_SAME[name]


@LANGUAGES
def test_it_keeps_placeholders_and_markup(name: str):
    """A lost or misspelled placeholder breaks the page in that language alone."""
    for message in messages(name):
        for number, text in enumerate(forms(message.string)):
            original = forms(message.id)[-1 if catalog(name).num_plurals == 1 else number]
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(original)), message.id


@LANGUAGES
def test_it_has_as_many_plural_forms_as_the_language(name: str):
    number = {"es": 2, "zh_Hans": 1}[name]
    assert catalog(name).num_plurals == number
    plurals = [message for message in messages(name) if isinstance(message.id, tuple)]
    assert plurals
    assert {len(forms(plural.string)) for plural in plurals} == {number}


@LANGUAGES
def test_it_keeps_the_spaces_at_the_ends(name: str):
    for message in messages(name):
        for text in forms(message.string):
            assert text.endswith((" ", "\n")) == forms(message.id)[0].endswith((" ", "\n")), message.id


def test_it_writes_chinese_with_chinese_punctuation():
    mixed = re.compile(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]")
    assert [
        text for message in messages("zh_Hans") for text in forms(message.string) if mixed.search(text)
    ] == []


def test_it_addresses_spanish_readers_as_tu():
    formal = re.compile(r"\b(usted|ustedes su|haga clic|ingrese|seleccione|elija|escriba)\b", re.IGNORECASE)
    assert [text for message in messages("es") for text in forms(message.string) if formal.search(text)] == []


def test_it_borrows_only_what_allauth_still_says():
    locale = Path(allauth.__file__).parent / "locale" / "es" / "LC_MESSAGES"
    with open(locale / "django.mo", "rb") as file:
        theirs = {message.id for message in read_mo(file) if isinstance(message.id, str)}
    assert set(BORROWED) <= theirs


def test_it_says_what_django_says_of_passwords_as_everything_else():
    with translation.override("es"):
        texts = password_validators_help_texts()
    assert len(texts) == 2
    assert [text for text in texts if not text.startswith("Tu contraseña")] == []


@pytest.mark.parametrize(
    ("language", "word", "people", "number", "day", "short_day"),
    [
        ("en", "Unknown", "2 people", "1,234.5", keep_together("July 3, 2026"), keep_together("July 3")),
        ("es", "Se desconoce", "2 personas", "1,234.5", "3 de julio de 2026", "3 de julio"),
        ("zh-hans", "未知", "2 人", "1234.5", "2026年7月3日", "7月3日"),
    ],
)
def test_it_uses_the_language(language: str, word: str, people: str, number: str, day: str, short_day: str):
    with translation.override(language):
        assert gettext("Unknown") == word
        assert ngettext("%(count)s person", "%(count)s people", 2) % {"count": 2} == people
        assert number_format(1234.5, 1, use_l10n=True, force_grouping=True) == number
        assert date_format(date(2026, 7, 3)) == day
        assert date_format(date(2026, 7, 3), "MONTH_DAY_FORMAT") == short_day


# ── Collecting and compiling


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Home"\nmsgstr "Inicio"\n\nmsgid "Gone"\nmsgstr "Ido"\n')
    return tmp_path


def collected(source: str, path: str) -> Catalog:
    catalog = Catalog()
    add_messages(catalog, source, Path(path))
    return catalog


def test_it_collects_from_templates():
    source = """{% load i18n %}
      <p title="{% translate 'Close' %}">{{ name|default:_("Nobody") }}</p>
        {% blocktranslate trimmed count n=n %}
          {{ n }} town
        {% plural %}
          {{ n }} towns
        {% endblocktranslate %}
    {% include "x.html" with label=_("Label") only %}"""
    ids = {message.id for message in collected(source, "templates/x.html") if message.id}
    assert ids == {"Close", "Nobody", "Label", ("%(n)s town", "%(n)s towns")}


def test_it_collects_from_python():
    source = 'x = _("One")\ny = ngettext("%(n)d a", "%(n)d b", 3)\nz = pgettext("month", "May")'
    results = {(message.context, message.id) for message in collected(source, "events/x.py") if message.id}
    assert results == {(None, "One"), (None, ("%(n)d a", "%(n)d b")), ("month", "May")}


def messages_in_f_strings(path: Path) -> list[int]:
    inside = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.JoinedStr)]
    calls = [node for tree in inside for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [node.lineno for node in calls if isinstance(node.func, ast.Name) and node.func.id in KEYWORDS]


@pytest.mark.thorough
def test_it_collects_the_same_whichever_python_reads_the_code():
    """Python before 3.12 finds no message inside an f-string, so it would stay in English."""
    code = [path for folder in PYTHON_FOLDERS for path in (ROOT / folder).rglob("*.py")]
    assert {str(path): lines for path in code if (lines := messages_in_f_strings(path))} == {}


def test_it_adds_new_messages_keeps_translations_and_drops_what_is_gone(folder: Path):
    update(collected('_("Home"), _("Homes")', "events/x.py"), folder)
    path = po_files(folder)[0]
    assert {message.id: message.string for message in read_catalog(path) if message.id} == {
        "Home": "Inicio",
        "Homes": "",
    }
    before = path.read_text()
    update(collected('_("Home"), _("Homes")', "events/x.py"), folder)
    assert path.read_text() == before


def test_it_compiles_only_what_is_older_than_its_source(folder: Path):
    source = po_files(folder)[0]
    target = source.with_suffix(".mo")
    assert compile_stale(folder) == [target]
    assert compile_stale(folder) == []
    later = target.stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_stale(folder) == [target]


def test_it_refuses_a_broken_file(folder: Path):
    po_files(folder)[0].write_text('msgid "Home"\nInicio\n')
    with pytest.raises(PoFileError):
        compile_stale(folder)


def test_a_number_of_communities_has_a_singular():
    """Of one community too; a range ("1 to 50 of 200 communities") and a median are of several."""
    several = ("to %(last)s of", "First %(shown)s of", "Median %(median)s")
    counted = re.compile(r"of %\(\w+\)s communities")
    without = [
        message.id
        for message in messages("es")
        if isinstance(message.id, str)
        and counted.search(message.id)
        and not any(text in message.id for text in several)
    ]
    assert without == []
