"""The components of templates/components/."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tfc.charts import LinkedText

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
INCLUDE = re.compile(r'{%\s*include\s+"(?P<name>[^"]+)"(?P<values>[^%]*)\bonly\s*%}')
# The values without which a template has no form.
HAS_FORM_WITH = {"components/toast.html": "undo_url=", "components/next_action.html": "at_once="}


def component(name: str, **context: Any) -> str:
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", render_to_string(f"components/{name}.html", context))


@timezone.override(dt.UTC)
def test_a_row_says_the_year_of_a_day_in_another_year():
    this_year = timezone.localdate().replace(month=5, day=3)
    assert "<b>3</b>May</span>" in component("list_row", date=this_year, title="x")
    assert "<b>3</b>May 1999</span>" in component("list_row", date=dt.date(1999, 5, 3), title="x")
    with translation.override("es"):
        assert "<b>3</b>may 1999</span>" in component("list_row", date=dt.date(1999, 5, 3), title="x")


def test_a_row_says_the_day_of_a_moment_by_the_clock_of_the_place():
    with timezone.override("America/Los_Angeles"):
        late_moment = dt.datetime(2019, 5, 3, 4, 0, tzinfo=dt.UTC)
        assert "<b>2</b>May 2019</span>" in component("list_row", date=late_moment, title="x")


def test_a_description_list_says_which_values_are_missing():
    rows = [
        {"label": "Place", "value": "<Hall>"},
        {"label": "Note", "value": ""},
        {"label": "People", "value": 0, "url": "/c/?a=1&b=2", "url_label": "Change"},
    ]
    assert component("description_list", rows=rows) == (
        '<dl class="tf-description-list"><div><dt>Place</dt><dd>&lt;Hall&gt;</dd></div>'
        '<div><dt>Note</dt><dd><span class="tf-muted">Not recorded</span></dd></div>'
        '<div><dt>People</dt><dd>0</dd><dd><a href="/c/?a=1&amp;b=2">Change<span class="visually-hidden">: People'
        "</span></a></dd></div></dl>"
    )


@pytest.mark.parametrize(
    ("cell", "html"),
    [
        ("<b>", "&lt;b&gt;"),
        (1234, "1234"),
        (LinkedText("<1>", "/a/?b=1&c=2"), '<a href="/a/?b=1&amp;c=2">&lt;1&gt;</a>'),
    ],
)
def test_a_table_writes_words_numbers_and_links(cell: Any, html: str):
    table = component("table", caption="People", headers=["Town", "People"], rows=[["Hill", cell]])
    assert '<tr><th scope="col">Town</th><th scope="col" class="tf-num">People</th></tr>' in table
    assert f'<tr><th scope="row">Hill</th><td class="tf-num">{html}</td></tr>' in table


def test_a_form_that_is_included_alone_gets_the_token_that_django_asks_for():
    """Without it each POST by a browser is refused; the tests' client does not check."""
    texts = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
    with_form = {name for name, text in texts.items() if "{% csrf_token %}" in text}
    assert len(with_form) > 50
    assert [
        (name, include["name"])
        for name, text in texts.items()
        for include in INCLUDE.finditer(text)
        if include["name"] in with_form
        and HAS_FORM_WITH.get(include["name"], "") in include["values"]
        and "csrf_token=" not in include["values"]
    ] == []
