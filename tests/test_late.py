"""Large parts of a page come last, and the page is the one that it would be."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.template import Context, engines
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from tfc.late import MARK, late, render_late

PAGE = "<p>{{ name }} 简{% drawing svg %}|{% drawing other %}</p>"


@pytest.fixture
def page(settings: Any, tmp_path: Any) -> Any:
    def drawn(**context: Any) -> HttpResponse:
        (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
        return render_late(RequestFactory().get("/"), "page.html", context, status=422)

    return drawn


def test_a_part_stands_where_it_was_called_for(page):
    parts = {"svg": mark_safe("<svg>é</svg>"), "other": mark_safe("<b/>")}
    answer = page(name="Hill", **parts)
    assert answer.status_code == 422
    assert answer.content.decode() == "<p>Hill 简<svg>é</svg>|<b/></p>"
    # On a page that is drawn as ever it stands there at once.
    engine: Any = engines["django"]
    assert (
        engine.engine.from_string(PAGE).render(Context({"name": "Hill", **parts})) == answer.content.decode()
    )
    assert late(Context(), "<b/>") == "<b/>"


def test_a_mark_that_somebody_types_breaks_nothing(page):
    """It brings a part that is on the page anyway, or nothing."""
    for number, shown in ((0, "<i/>"), (7, "")):
        answer = page(name=MARK.format(number), svg=mark_safe("<i/>"), other=mark_safe(""))
        assert answer.content.decode() == f"<p>{shown} 简<i/>|</p>"
