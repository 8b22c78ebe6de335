"""The fuzzing finds deliberate faults of a form."""

from typing import Any

import pytest

from communities.models import Community
from stakeholders.forms.register import ContactForm
from stakeholders.models import Organization
from tests.security.fuzz.fuzz_world import Ground
from tests.security.fuzz.test_forms import fuzz

ROUTE = "c/<slug:community>/organizations/<int:organization_id>/contacts/new/"


def get_failure(ground: Ground, monkeypatch: pytest.MonkeyPatch, fault: Any) -> str:
    """Return what the fuzzing reports about a contact form with ``fault``."""
    (form,) = ground.forms(ROUTE)
    monkeypatch.setattr(ContactForm, "is_valid", fault)
    return fuzz(ground, ROUTE, form, most=40)


@pytest.mark.thorough
def test_it_finds_nothing_where_nothing_is_wrong(ground: Ground, monkeypatch: pytest.MonkeyPatch):
    assert get_failure(ground, monkeypatch, ContactForm.is_valid) == ""


def test_it_finds_what_is_raised(ground: Ground, monkeypatch: pytest.MonkeyPatch):
    def raises(form: ContactForm) -> bool:
        raise RuntimeError("on purpose")

    assert "on purpose" in get_failure(ground, monkeypatch, raises)


def test_it_finds_what_is_kept_of_a_refused_form(ground: Ground, monkeypatch: pytest.MonkeyPatch):
    def half(form: ContactForm) -> bool:
        Organization.objects.update(name="half")
        return False

    assert "kept something in {('stakeholders_organization'" in get_failure(ground, monkeypatch, half)


def test_it_finds_what_changes_for_others(ground: Ground, monkeypatch: pytest.MonkeyPatch):
    def reaches(form: ContactForm) -> bool:
        Community.objects.filter(slug="dale").update(name="Another")
        return bool(form.is_bound and not form.errors)

    assert "communities_community" in get_failure(ground, monkeypatch, reaches)


def test_it_finds_a_refused_form_that_forgets(ground: Ground, monkeypatch: pytest.MonkeyPatch):
    def forgets(form: ContactForm) -> bool:
        form.data = {}
        return False

    assert "lost what was typed" in get_failure(ground, monkeypatch, forgets)
