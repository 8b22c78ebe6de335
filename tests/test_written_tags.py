"""Parts of components that Python writes say what a reader needs."""

import datetime as dt

from django.template import Context
from django.utils import timezone, translation

from tfc.templatetags.written import described, leaf


@timezone.override(dt.UTC)
def test_a_leaf_says_the_year_of_days_that_lie_in_another():
    of_this_year = timezone.localdate().replace(month=5, day=3)
    assert leaf(of_this_year) == '<span class="tf-date"><b>3</b>May</span>'
    assert leaf(dt.date(1999, 5, 3)) == '<span class="tf-date"><b>3</b>May 1999</span>'
    with translation.override("es"):
        assert leaf(dt.date(1999, 5, 3)) == '<span class="tf-date"><b>3</b>may 1999</span>'


def test_values_that_are_missing_are_said_to_be():
    rows = [
        {"label": "Place", "value": "<Hall>"},
        {"label": "Note", "value": ""},
        {"label": "People", "value": 0, "url": "/c/?a=1&b=2", "url_label": "Change"},
    ]
    assert described(Context(), rows) == (
        "<div><dt>Place</dt><dd>&lt;Hall&gt;</dd></div>"
        '<div><dt>Note</dt><dd><span class="tf-muted">Not recorded</span></dd></div>'
        '<div><dt>People</dt><dd>0</dd><dd><a href="/c/?a=1&amp;b=2">Change<span class="visually-hidden">: People'
        "</span></a></dd></div>"
    )
