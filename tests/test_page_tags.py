"""Tags and filters for every template."""

import datetime as dt

import pytest
from django.template import Context, Engine, engines
from django.utils import timezone

from tfc.text.line_breaks import breaks_at_pluses, breaks_at_slashes, protect_numbers


class TestOnPaper:
    def test_no_telephone_number_breaks_over_two_lines(self):
        assert protect_numbers("Call 1-888-373-7888 & tell.") == (
            'Call <span class="text-nowrap">1-888-373-7888</span> &amp; tell.'
        )
        assert protect_numbers("拨打(626) 555-0181。") == (
            '拨打<span class="text-nowrap">(626) 555-0181</span>。'
        )
        assert protect_numbers("From 12 to 15 of 40.") == "From 12 to 15 of 40."

    def test_an_address_breaks_after_its_slashes_and_a_tag_before_its_pluses(self):
        assert breaks_at_slashes("a.org/p/<b>") == "a.org/<wbr>p/<wbr>&lt;b&gt;"
        assert breaks_at_pluses("#date+end") == "#date<wbr>+end"


@pytest.mark.parametrize("shown", ["time", "time:'TIME_FORMAT'", "date:'TIME_FORMAT'"])
def test_a_time_is_local_and_on_one_line(shown: str):
    with timezone.override("America/Los_Angeles"):
        moment = dt.datetime(2026, 11, 29, 4, 55, tzinfo=dt.UTC)
        result = engines["django"].from_string("{{ at|" + shown + " }}").render({"at": moment})
    assert result == "8:55\N{NO-BREAK SPACE}p.m."


def test_a_long_page_is_sent_without_indentation():
    page = "{% filter unindent %}<p>\n    {{ name }}\n\n  </p>  <p>b c</p>{% endfilter %}"
    assert engines["django"].from_string(page).render({"name": "a & b"}) == (
        "<p>\na &amp; b\n</p>  <p>b c</p>"
    )


class TestBlockText:
    FRAME = (
        "<title>{% block title %}{% endblock %}</title>"
        '{% block_text "heading" "title" as heading %}<h1>{{ heading }}</h1>'
        '{% block_text "lead" as lead %}{% if lead %}<p>{{ lead }}</p>{% endif %}'
    )

    def draw(self, page: str) -> str:
        loader = ("django.template.loaders.locmem.Loader", {"frame": self.FRAME, "page": page})
        engine = Engine(loaders=[loader], builtins=["tfc.templatetags.pages"])
        return engine.get_template("page").render(Context({"name": "a & b"}))

    def test_the_title_of_a_page_is_its_heading_as_well_and_is_escaped_once(self):
        page = '{% extends "frame" %}{% block title %} {{ name }} {% endblock %}'
        assert self.draw(page) == "<title> a &amp; b </title><h1>a &amp; b</h1>"

    def test_a_page_may_fill_a_block_that_its_frame_does_not_declare(self):
        page = '{% extends "frame" %}{% block heading %}One{% endblock %}{% block lead %}Two{% endblock %}'
        assert self.draw(page) == "<title></title><h1>One</h1><p>Two</p>"

    def test_a_template_that_extends_nothing_has_no_such_text(self):
        assert self.draw('{% block_text "lead" as lead %}({{ lead }})') == "()"


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Rosa Vega", "RV"),
        ("maria de la cruz", "MC"),
        ("Rosa", "R"),
        ("王小明", "王"),
        ("Ana (intern) Ruiz", "AR"),
    ],
)
def test_a_person_is_drawn_as_initials_that_are_not_read_aloud(name: str, initials: str):
    drawn = engines["django"].from_string("{% avatar name 8 %}").render({"name": name})
    assert drawn == f'<span class="tf-avatar tf-avatar--3" aria-hidden="true">{initials}</span>'


def test_a_person_without_a_name_has_no_color_that_tells_who_it_is():
    drawn = engines["django"].from_string("{% avatar '' 8 %}").render({})
    assert "tf-avatar--" not in drawn
    assert "#user" in drawn
