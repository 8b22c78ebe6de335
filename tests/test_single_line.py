"""A line break is refused in every single-line text, and invisible text where one is required."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any, TypeVar

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.test import Client

from communities.models import Community, Office, User
from tests.base import World
from tfc.field_validation import clean_values
from tfc.form_fields import LINE_BREAK, MESSAGE
from tfc.own_apps import OWN_APPS

AnyField = TypeVar("AnyField", bound=forms.Field)
BROKEN = "Hill\nBcc: everybody@example.org"


def get_forms(kind: type[AnyField]) -> Iterator[tuple[str, str, AnyField]]:
    """Return each field of that kind in each form class, ours and those of accounts."""
    for app in (*OWN_APPS, "allauth.account", "allauth.mfa"):
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if "forms" in module.name.rpartition(app)[2] and "test" not in module.name:
                importlib.import_module(module.name)
    for form in _below(forms.BaseForm):
        for name, field in getattr(form, "base_fields", {}).items():
            if isinstance(field, kind):
                yield form.__qualname__, name, field


def _below(form: type) -> Iterator[type]:
    children: list[type] = form.__subclasses__()
    for child in children:
        yield child
        yield from _below(child)


def test_a_required_field_refuses_invisible_text():
    required = [(form, name, field) for form, name, field in get_forms(forms.CharField) if field.required]
    assert len(required) > 60
    accepted = [
        f"{form}.{name}"
        for form, name, field in required
        if not all(_refuses(field, invisible) for invisible in ("\u200b", "\u2060 \ufeff", "\u00ad"))
    ]
    assert accepted == []


def test_an_optional_field_takes_invisible_text_as_empty():
    optional = [(form, name, field) for form, name, field in get_forms(forms.CharField) if not field.required]
    assert len(optional) > 60
    accepted = [
        f"{form}.{name}"
        for form, name, field in optional
        if type(field) is forms.CharField and field.clean("\u200b\ufeff") not in field.empty_values
    ]
    assert accepted == []


def _refuses(field: forms.CharField, value: str) -> bool:
    try:
        field.clean(value)
    except ValidationError:
        return True
    return False


def test_every_field_of_a_form_with_one_line_refuses_it():
    lines = [
        (form, name, field)
        for form, name, field in get_forms(forms.CharField)
        if not isinstance(field.widget, forms.Textarea)
    ]
    assert len(lines) > 60
    assert [f"{form}.{name}" for form, name, field in lines if not _refuses(field, BROKEN)] == []


def test_every_larger_box_takes_it():
    boxes = [
        field
        for _form, _name, field in get_forms(forms.CharField)
        if isinstance(field.widget, forms.Textarea)
    ]
    assert len(boxes) > 10
    for box in boxes:
        box.validate("one\ntwo")


def test_every_column_of_one_line_refuses_it_as_imports_ask():
    columns = [
        column
        for model in apps.get_models()
        if model._meta.app_label in OWN_APPS
        for column in model._meta.fields
        if isinstance(column, models.CharField) and not column.choices
    ]
    assert len(columns) > 100
    for column in columns:
        with pytest.raises(ValidationError):
            column.clean(BROKEN, None)
    with pytest.raises(ValidationError) as refused:
        clean_values(Community, {"name": BROKEN})
    assert refused.value.message_dict == {"name": [str(MESSAGE)]}


@pytest.mark.parametrize("text", ["a\rb", "a\vb", "a\fb", "a\x1cb", "a\x85b", "a\u2028b", "a\u2029b"])
def test_it_knows_whatever_a_reader_takes_for_the_end_of_a_line(text: str):
    assert LINE_BREAK.search(text)
    assert len(text.splitlines()) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es", "zh-hans"])
def test_an_error_is_next_to_the_field(world: World, signed_in: Any, language: str):
    client: Client = signed_in("hill-coordinator")
    page = client.post(
        "/c/hill/organizations/new/",
        {"name": BROKEN, "sector": "schools"},
        headers={"Accept-Language": language},
    )
    assert page.status_code == 422
    assert BROKEN.splitlines()[1] in page.content.decode()
    assert ("one line" in page.content.decode()) == (language == "en")


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Community, Office, User])
def test_the_database_refuses_it_in_the_names_that_e_mails_begin_with(
    world: World, model: type[models.Model]
):
    with pytest.raises(IntegrityError, match="one_line"), transaction.atomic():
        model._default_manager.filter(pk__gt=0).update(name=BROKEN)
