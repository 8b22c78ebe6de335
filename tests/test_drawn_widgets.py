"""Fields that Python draws are those of Django's templates, to the letter."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils import translation
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from tfc.drawn_widgets import DRAWN, Renderer

NASTY = "\"><script>alert('&')</script>"
CHOICES = [
    ("", "—"),
    (1234, 1234),
    (Decimal("1234.5"), Decimal("1234.5")),
    (NASTY, NASTY),
    ("safe", mark_safe("<b>safe</b>")),
    ("lazy", lazystr("l<a>zy")),
    (lazystr("group & more"), [("a", "A"), ("b", "B")]),
]
ATTRS = {
    "id": NASTY, "class": "wide", "required": True, "disabled": False, "min": 1234, "step": Decimal("0.5"),
    "data-safe": mark_safe("<i>"), "title": lazystr("l<a>zy"), "aria-label": None,
}  # fmt: skip
WIDGETS: list[forms.Widget] = [
    forms.TextInput(), forms.NumberInput(), forms.EmailInput(), forms.URLInput(), forms.TelInput(),
    forms.SearchInput(), forms.ColorInput(), forms.PasswordInput(render_value=True), forms.HiddenInput(),
    forms.DateInput(), forms.TimeInput(), forms.DateTimeInput(), forms.CheckboxInput(), forms.Textarea(),
    forms.Select(choices=CHOICES), forms.SelectMultiple(choices=CHOICES),
    forms.RadioSelect(choices=CHOICES), forms.CheckboxSelectMultiple(choices=CHOICES), forms.FileInput(),
]  # fmt: skip
VALUES = [
    None, "", 0, 1234, Decimal("1234.5"), NASTY, True, ["a", NASTY], mark_safe("<u>&amp;</u>"), " x\n",
    dt.date(2026, 11, 28), dt.time(9, 5), dt.datetime(2026, 11, 28, 9, 5, tzinfo=dt.UTC),
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es", "zh-hans"])
@pytest.mark.parametrize("widget", WIDGETS, ids=lambda one: type(one).__name__)
def test_it_draws_what_the_templates_say(widget: forms.Widget, language: str):
    with translation.override(language):
        for value in VALUES:
            for attrs in ({}, {"id": "id_x"}, ATTRS):
                drawn, told = _both(widget.get_context(NASTY, value, attrs), str(widget.template_name))
                assert drawn == told


@pytest.mark.parametrize("widget", [forms.RadioSelect(choices=CHOICES), forms.CheckboxSelectMultiple()])
def test_it_draws_one_box_of_several(widget: Any):
    widget.choices = CHOICES
    for option in widget.subwidgets("x", "a", {"id": "id_x", **ATTRS}):
        for wrapped in (True, False):
            drawn, told = _both({"widget": {**option, "wrap_label": wrapped}}, option["template_name"])
            assert drawn == told


def test_it_draws_the_plain_ones_and_leaves_the_others():
    drawn = {one.template_name for one in WIDGETS} & DRAWN.keys()
    options = {getattr(one, "option_template_name", "") for one in WIDGETS} & DRAWN.keys()
    assert drawn | options == DRAWN.keys()


def _both(context: dict[str, Any], template: str) -> tuple[str, str]:
    return Renderer().render(template, context), TemplatesSetting().render(template, context)
