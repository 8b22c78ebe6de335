"""Parts of a page that are drawn once and remembered say what they would say drawn anew."""

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.template import Context, engines
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from tfc.filter_forms import FilterForm
from tfc.templatetags import pages
from tfc.whole import breaks_at_pluses, breaks_at_slashes, whole_numbers


class Narrowing(FilterForm):
    text = forms.CharField(required=False)


SHOWN = '{% remembered "remembered.html" name=name each own=own %}'


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_kept", {})


@pytest.fixture
def draw(settings: Any, tmp_path: Any) -> Any:
    """``draw(part, page, **context)``: the page, which shows the part."""

    def drawn(part: str, page: str = SHOWN, **context: Any) -> str:
        (tmp_path / "remembered.html").write_text(part)
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
        engine: Any = engines["django"]
        return str(engine.engine.from_string(page).render(Context(context)))

    return drawn


def test_it_is_drawn_once_for_each_value(draw):
    assert draw("<b>{{ name }}</b>", name="Hill") == "<b>Hill</b>"
    # The part is another one now, and what was drawn by its values is not drawn again.
    assert draw("<i>{{ name }}</i>", name="Hill") == "<b>Hill</b>"
    assert draw("<i>{{ name }}</i>", name="Dale") == "<i>Dale</i>"


def test_it_puts_in_what_differs_from_page_to_page(draw):
    part = "{{ name }}: <a href='{{ own }}'>{{ own }}</a>."
    assert draw(part, name="Hill", own="/a/?b=1&c=2") == (
        "Hill: <a href='/a/?b=1&amp;c=2'>/a/?b=1&amp;c=2</a>."
    )
    assert draw(part, name="Hill", own="<script>") == "Hill: <a href='&lt;script&gt;'>&lt;script&gt;</a>."


def test_it_asks_for_what_differs_only_where_it_is_put_out(draw):
    def own() -> str:
        raise AssertionError("nobody wanted it")

    assert draw("{{ name }}", name="Hill", own=own) == "Hill"


def test_it_tells_text_from_markup(draw):
    """Both are equal to Python, and the second would go out unescaped."""
    assert draw("{{ name }}", name=mark_safe("<b>x</b>")) == "<b>x</b>"
    assert draw("{{ name }}", name="<b>x</b>") == "&lt;b&gt;x&lt;/b&gt;"


def test_it_tells_one_from_true(draw):
    assert [draw("{{ name }}", name=name) for name in (1, True)] == ["1", "True"]


def test_it_is_drawn_for_each_language(draw):
    part = '{% load i18n %}{% translate "Events" %}'
    assert draw(part, name="x") == "Events"
    with translation.override("es"):
        assert draw(part, name="x") == "Eventos"


def test_it_sees_nothing_but_its_values(draw):
    assert draw("{{ name }}{{ secret }}", name="Hill", secret="of somebody else") == "Hill"


def test_it_forgets_the_oldest(draw, monkeypatch):
    monkeypatch.setattr(pages, "REMEMBERED", 2)
    for name in ("a", "b", "c"):
        draw("{{ name }}", name=name)
    assert [value for _part, _language, (_type, value), *_ in pages._kept] == ["b", "c"]


def test_a_filter_form_is_remembered_by_what_was_asked():
    def asked(data: dict[str, str], *drawn_with: str) -> Any:
        form = Narrowing(data)
        form.drawn_with = drawn_with
        return form.remembered_by

    assert asked({"text": "a"}) == asked({"text": "a", "page": "7"})
    assert asked({"text": "a"}) != asked({"text": "b"})
    assert asked({"text": "a"}) != asked({"text": "a"}, "2026-H1")


class TestOnPaper:
    def test_no_telephone_number_breaks_over_two_lines(self):
        assert whole_numbers("Call 1-888-373-7888 & tell.") == (
            'Call <span class="text-nowrap">1-888-373-7888</span> &amp; tell.'
        )
        assert whole_numbers("拨打(626) 555-0181。") == (
            '拨打<span class="text-nowrap">(626) 555-0181</span>。'
        )
        assert whole_numbers("From 12 to 15 of 40.") == "From 12 to 15 of 40."

    def test_an_address_breaks_after_its_slashes_and_a_tag_before_its_pluses(self):
        assert breaks_at_slashes("a.org/p/<b>") == "a.org/<wbr>p/<wbr>&lt;b&gt;"
        assert breaks_at_pluses("#date+end") == "#date<wbr>+end"


@pytest.mark.parametrize("shown", ["time", "time:'TIME_FORMAT'", "date:'TIME_FORMAT'"])
def test_a_moment_is_told_by_the_clock_of_the_place_and_on_one_line(shown: str):
    with timezone.override("America/Los_Angeles"):
        moment = dt.datetime(2026, 11, 29, 4, 55, tzinfo=dt.UTC)
        told = engines["django"].from_string("{{ at|" + shown + " }}").render({"at": moment})
    assert told == "8:55\N{NO-BREAK SPACE}p.m."


def test_a_long_page_is_sent_without_indentation():
    page = "{% filter unindent %}<p>\n    {{ name }}\n\n  </p>  <p>b c</p>{% endfilter %}"
    assert engines["django"].from_string(page).render({"name": "a & b"}) == (
        "<p>\na &amp; b\n</p>  <p>b c</p>"
    )
