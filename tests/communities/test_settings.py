"""A community's settings: rhythm and languages."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from communities import actions
from communities.languages import LANGUAGES
from communities.models import Cadence, CadenceKind, RequiredLanguage
from tests.base import World, within

SETTINGS = "/c/hill/settings/"


def test_it_shows_what_is_declared(signed_in, world: World):
    text = signed_in("hill-coordinator").get(SETTINGS).content.decode()
    assert "Pacific Time" in text
    assert "America/Los_Angeles" not in text
    assert "Not declared yet" in text
    by = world["hill-coordinator"]
    with within(world.hill):
        actions.declare_cadence(
            community=world.hill, kind=CadenceKind.MONTH, declared_on=date(2025, 1, 1), by=by
        )
        actions.set_required_languages(languages=["es", "tl"], by=by)
    with within(world.dale):
        actions.set_required_languages(languages=["vi"], by=by)
    text = signed_in("hill-coordinator").get(SETTINGS).content.decode()
    assert "Every month" in text
    assert "Spanish, Tagalog" in text
    assert "Vietnamese" not in text


def test_it_declares_a_rhythm_from_a_day_and_keeps_the_history(signed_in, world: World):
    client = signed_in("hill-coordinator")
    for kind, day in (("month", "2025-01-01"), ("week", "2026-01-05"), ("fortnight", "2026-01-05")):
        response = client.post(SETTINGS + "cadence/", {"kind": kind, "declared_on": day})
        assert response.headers["Location"] == SETTINGS
    with within(world.hill):
        rows = list(Cadence.objects.order_by("declared_on").values_list("kind", "declared_on"))
    assert rows == [("month", date(2025, 1, 1)), ("fortnight", date(2026, 1, 5))]
    response = client.get(SETTINGS + "cadence/")
    assert response.context["current"].kind == "fortnight"
    assert response.context["form"]["kind"].value() == "fortnight"
    assert "Every month" in response.content.decode()


def test_it_does_not_take_a_rhythm_to_come_for_the_present_one(signed_in, world: World):
    day = timezone.localdate(timezone=world.hill.zone) + timedelta(days=30)
    client = signed_in("hill-coordinator")
    client.post(SETTINGS + "cadence/", {"kind": "week", "declared_on": day.isoformat()})
    assert client.get(SETTINGS + "cadence/").context["current"] is None
    assert "Not declared yet" in client.get(SETTINGS).content.decode()


WRONG = [
    ({"kind": "", "declared_on": "2026-01-05"}, "kind"),
    ({"kind": "daily", "declared_on": "2026-01-05"}, "kind"),
    ({"kind": "week", "declared_on": ""}, "declared_on"),
    ({"kind": "week", "declared_on": "2026-13-05"}, "declared_on"),
    ({"kind": "week", "declared_on": "1999-12-31"}, "declared_on"),
    ({"kind": "week", "declared_on": "2999-01-01"}, "declared_on"),
]


def test_it_explains_what_is_wrong_with_a_rhythm(signed_in, world: World, subtests: pytest.Subtests):
    for sent, at in WRONG:
        with subtests.test(sent=sent):
            response = signed_in("hill-coordinator").post(SETTINGS + "cadence/", sent)
            assert response.status_code == 422
            form = response.context["form"]
            assert set(form.errors) == {at}
            assert form["declared_on"].value() == sent["declared_on"]
            with within(world.hill):
                assert not Cadence.objects.exists()


def stored(world: World) -> list[str]:
    with within(world.hill):
        return list(RequiredLanguage.objects.order_by("language").values_list("language", flat=True))


def test_it_replaces_the_languages(signed_in, world: World):
    client = signed_in("hill-coordinator")
    client.post(SETTINGS + "languages/", {"languages": ["es", "en"], "was": ""})
    assert stored(world) == ["en", "es"]
    page = client.get(SETTINGS + "languages/")
    assert page.context["form"]["was"].value() == "en es"
    client.post(SETTINGS + "languages/", {"languages": ["es", "zh"], "was": "en es"})
    assert stored(world) == ["es", "zh"]
    client.post(SETTINGS + "languages/", {"was": "es zh"})
    assert stored(world) == []


def test_it_refuses_a_language_that_is_not_on_the_list(signed_in, world: World):
    response = signed_in("hill-coordinator").post(
        SETTINGS + "languages/", {"languages": ["es", "elvish"], "was": ""}
    )
    assert response.status_code == 422
    assert response.context["form"]["languages"].value() == ["es", "elvish"]
    assert stored(world) == []


def test_it_reports_a_conflict_and_then_saves(signed_in, world: World):
    with within(world.hill):
        actions.set_required_languages(languages=["vi"], by=world["hill-coordinator"])
    client = signed_in("hill-coordinator")
    response = client.post(SETTINGS + "languages/", {"languages": ["es"], "was": ""})
    assert response.status_code == 409
    assert "Stored now: Vietnamese." in response.content.decode()
    form = response.context["form"]
    assert form["languages"].value() == ["es"]
    assert stored(world) == ["vi"]
    assert (
        client.post(SETTINGS + "languages/", {"languages": ["es"], "was": form["was"].value()}).status_code
        == 302
    )
    assert stored(world) == ["es"]


def test_it_names_languages_by_two_letters():
    assert all(len(code) == 2 and code.isalpha() and code.islower() for code in LANGUAGES)
    assert {"en", "es", "zh"} <= set(LANGUAGES)


def test_the_rhythm_has_a_history_only_once_there_is_one(signed_in, world: World):
    client = signed_in("hill-coordinator")
    assert 'id="history"' not in client.get(SETTINGS + "cadence/").content.decode()
    client.post(
        SETTINGS + "cadence/",
        {"kind": "week", "declared_on": timezone.localdate(timezone=world.hill.zone).isoformat()},
    )
    assert 'id="history"' in client.get(SETTINGS + "cadence/").content.decode()
