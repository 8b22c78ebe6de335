"""Tags of Django's that remember what they found once say what Django's own say."""

import datetime as dt
from typing import Any

import pytest
from django.template import Context, Engine
from django.template.loader_tags import ExtendsNode
from django.utils import timezone, translation

from tfc.templatetags import words
from tfc.templatetags.frames import blocks_of
from tfc.templatetags.written import described, leaf

OUTER = (
    "<{% block head %}outer{% endblock %}|{% block body %}{% block inner %}in{% endblock %}{% endblock %}>"
)
MIDDLE = '{% extends "outer" %}{% block body %}[{{ block.super }}]{% endblock %}'
PAGE = '{% extends "middle" %}{% block inner %}{{ word }}{% endblock %}'
LOADERS = [("django.template.loaders.locmem.Loader", {"outer": OUTER, "middle": MIDDLE, "page": PAGE})]


def drawn(name: str, **options: Any) -> str:
    engine = Engine(loaders=LOADERS, **options)
    template = engine.get_template(name)
    # Twice: the second time what was found stands there already.
    first, second = (template.render(Context({"word": word})) for word in ("a", "a"))
    assert first == second
    return first


def test_a_page_is_drawn_in_its_frames_as_django_draws_it():
    ours = {"builtins": ["tfc.templatetags.frames"]}
    for name in ("outer", "middle", "page"):
        assert drawn(name, **ours) == drawn(name)
    assert drawn("page", **ours) == "<outer|[a]>"


def test_a_frame_in_another_has_no_blocks_of_its_own_before_it_is_drawn():
    engine = Engine(loaders=LOADERS, builtins=["tfc.templatetags.frames"])
    assert blocks_of(engine.get_template("middle")) == {}
    assert set(blocks_of(engine.get_template("outer"))) == {"head", "body", "inner"}
    assert isinstance(engine.get_template("page").nodelist[0], ExtendsNode)


def said(text: str, **context: Any) -> str:
    libraries = {"i18n": "tfc.templatetags.words", "static": "tfc.templatetags.files"}
    django = {"i18n": "django.templatetags.i18n", "static": "django.templatetags.static"}
    ours, theirs = (
        Engine(libraries=one).from_string("{% load i18n static %}" + text).render(Context(context))
        for one in (libraries, django)
    )
    assert ours == theirs
    return ours


@pytest.mark.parametrize("language", ["en", "es", "zh-hans"])
def test_a_sentence_with_holes_is_said_in_each_language(language: str):
    text = "{% blocktranslate with who=name %}{{ who }} started it.{% endblocktranslate %}"
    with translation.override(language):
        for name in ("Ann", "<b>", 7):
            said(text, name=name)
        said("{% blocktranslate %}{{ nobody }} started it.{% endblocktranslate %}")
        said("{% blocktranslate asvar told %}Half: 50%{% endblocktranslate %}{{ told }}.")
        said(
            "{% blocktranslate count number=n %}one{% plural %}{{ number }} of them{% endblocktranslate %}",
            n=2,
        )


def test_a_sentence_is_looked_up_once_in_each_language(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    def found(text: str) -> str:
        asked.append(text)
        return f"~{text}"

    monkeypatch.setattr(words, "gettext", found)
    engine = Engine(libraries={"i18n": "tfc.templatetags.words"})
    page = engine.from_string(
        "{% load i18n %}{% blocktranslate with who=name %}{{ who }} began it.{% endblocktranslate %}"
    )
    for language in ("en", "es", "en"):
        with translation.override(language):
            assert page.render(Context({"name": "<Ann>"})) == "~&lt;Ann&gt; began it."
    assert asked == ["%(who)s began it."] * 2


def test_a_translation_with_other_holes_gives_way_to_the_words_of_the_page(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(words, "gettext", lambda _text: "%(nobody)s began it.")
    assert said("{% blocktranslate with who=name %}{{ who }} began it.{% endblocktranslate %}", name="Ann")


def test_an_address_of_a_file_is_that_of_django():
    assert said(
        "{% static 'css/app.css' %} {% static 'css/app.css' as it %}{{ it }} {% static name %}", name="a b.js"
    )


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
