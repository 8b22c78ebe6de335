"""Lists and punctuation in each language, and texts that depend on the reader."""

import re

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags

from reports.forms.reports import LinkForm
from tfc.periods import half_year_text, half_year_within
from tfc.spreadsheets.import_rows import format_reason, strip_for_colon
from tfc.spreadsheets.remarks import Remark
from tfc.text.punctuation import (
    clauses,
    end_sentence,
    format_within_sentence,
    join_bracketed,
    join_title,
    listed,
    phrases,
    sentences,
)


@pytest.mark.parametrize(
    ("language", "alone", "inside", "name", "row"),
    [
        ("en", "January to June 2026", "January to June 2026", "Spanish", "a, b"),
        ("es", "Enero a junio de 2026", "enero a junio de 2026", "español", "a, b"),
        ("zh-hans", "2026年1月至6月", "2026年1月至6月", "西班牙语", "a、b"),
    ],
)
def test_it_says_names_as_the_language_does(language: str, alone: str, inside: str, name: str, row: str):
    with translation.override(language):
        assert (half_year_text("2026-H1"), half_year_within("2026-H1")) == (alone, inside)
        assert format_within_sentence(translation.gettext("Spanish")) == name
        assert listed(["a", "b"]) == row
        assert Template("{% load i18n %}{{ names|listed }}").render(Context({"names": "ab"})) == row


def test_it_escapes_names_in_a_row():
    assert Template("{% load i18n %}{{ names|listed }}").render(Context({"names": ["<b>"]})) == "&lt;b&gt;"


def test_a_link_says_its_days_in_the_language_of_who_makes_it():
    with translation.override("es"):
        assert [label for _days, label in LinkForm().fields["days"].choices] == [
            "7 días",
            "30 días",
            "90 días",
        ]


def test_a_duplicate_row_is_reported_in_the_readers_language():
    stored_values = {"field": "", "remark": Remark("same_as_row", {"row": 3}).as_json()}
    assert format_reason(stored_values) == "Row 3 has the same content."
    with translation.override("es"):
        assert format_reason(stored_values) == "La fila 3 tiene el mismo contenido."


@pytest.mark.parametrize("label", ["Relationship", "Relación", "关系"])
def test_a_question_loses_its_marks_before_a_colon(label: str):
    assert strip_for_colon(label) == label.strip("¿?？")


@pytest.mark.parametrize(
    ("language", "row", "clauses_", "label", "brackets", "behind"),
    [
        ("en", "75%, Met", "a: 1; b: 2", "Place: Library", " (0)", "Place: &lt;b&gt;, 12 (&lt;b&gt;)"),
        ("es", "75%, Met", "a: 1; b: 2", "Place: Library", " (0)", "Place: &lt;b&gt;, 12 (&lt;b&gt;)"),
        ("zh-hans", "75%，Met", "a：1；b：2", "Place：Library", "（0）", "Place：&lt;b&gt;，12（&lt;b&gt;）"),
    ],
)
def test_it_uses_the_languages_punctuation(
    language: str, row: str, clauses_: str, label: str, brackets: str, behind: str
):
    with translation.override(language):
        assert phrases(["75%", "", "Met"]) == row
        assert clauses([join_title("a", 1), join_title("b", 2), ""]) == clauses_
        assert join_title("Place", "Library") == label
        assert (join_bracketed("a", 0), join_bracketed("a", "")) == (f"a{brackets}", "a")
        page = Template(
            "{% load i18n %}Place{{ name|after_colon }}{{ number|after_comma }}{{ name|in_brackets }}"
            "{{ empty|after_comma }}{{ empty|in_brackets }}"
        )
        assert page.render(Context({"name": "<b>", "number": 12, "empty": ""})) == behind


# The word with a colon, and what follows it in the same line of text. Lines of their own and headers have no space.
COLON_AND_MORE = re.compile(
    r'(?:translate "[^"]*:" %\}|_\("[^"]*:"\) \}\})\s*(?:</(?:span|strong)>)?\s*'
    r"(?:\{\{|\{% (?:include|figure)|<(?:a|code)\b)"
)


def test_a_label_before_a_value_has_the_colon_of_the_language():
    """“：” is followed by no space: ``{% mark "colon" %}`` or ``after_colon``."""
    files = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
    counts = {
        str(file.relative_to(settings.BASE_DIR)): len(COLON_AND_MORE.findall(file.read_text()))
        for file in files
    }
    assert {name: count for name, count in counts.items() if count} == {}


def test_nothing_stands_between_a_chinese_colon_and_what_follows():
    pairs = {"all": 3, "same": 1, "opposite": 1, "tied": 1}
    number = {"number": "555-0100", "link": "tel:555-0100"}
    with translation.override("zh-hans"):
        for name, context in (
            ("dashboards/parts/order_agreement.html", {"pairs": pairs}),
            ("public/parts/number.html", {"number": number}),
        ):
            text = strip_tags(render_to_string(name, context | {"label": "Label"}))
            assert re.search(r"Label：\S", text), name
    figure = render_to_string("components/figure.html", {"state": "value", "value": "82%"})
    assert figure.startswith('<span class="tf-value tf-value--value">82%</span>')


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "None yet. Nobody asked. And?"),
        ("es", "None yet. Nobody asked. And?"),
        ("zh-hans", "None yet。Nobody asked。And?"),
    ],
)
def test_sentences_follow_each_other_as_the_language_has_it(language: str, sentence: str):
    with translation.override(language):
        assert (
            sentences([end_sentence("None yet"), "", end_sentence("Nobody asked"), end_sentence("And?")])
            == sentence
        )
