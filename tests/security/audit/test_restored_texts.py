"""Restoring versions of texts: stories, materials, announcements, briefings, survey waves, public pages."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from communities.models import AuditEntry
from stakeholders.models import Briefing
from tests.base import World, within
from tests.library.base import material_data, story_data
from tests.library.test_announcements import data as announcement_data
from tests.library.test_announcements import tell
from tests.residents.waves_base import LAST, TODAY, add_answers, all_waves
from tests.security.audit.test_restored_records import page, sent
from tests.stakeholders.briefings.base import briefing_data, find
from tfc.periods import HalfYear

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Written:
    """``new``, ``edit``, ``link``: URLs of the forms and of the page that links to the history; the last two take the
    id."""

    table: str
    new: str
    edit: str
    link: str
    field: str
    typed: Callable[[World], dict[str, Any]]
    place: str = "c/hill"


def a_wave(_world: World) -> dict[str, Any]:
    # A survey lies within one half-year, also in its last week.
    last = min(LAST, HalfYear.from_day(TODAY).last_day)
    days = {"starts_on": TODAY.isoformat(), "ends_on": last.isoformat()}
    return {"sampling": "street", "place": "The market", "quota": 50} | days


def a_story(_world: World) -> dict[str, Any]:
    return story_data()


def a_briefing(world: World) -> dict[str, Any]:
    return briefing_data(find(world.hill))


def a_material(_world: World) -> dict[str, Any]:
    return material_data()


STORIES, MATERIALS, NEWS = "library/stories/", "library/materials/", "announcements/"
STORY = ("library_story", f"{STORIES}new/", STORIES + "{}/edit/", STORIES + "{}/")
MATERIAL = ("library_material", f"{MATERIALS}new/", MATERIALS + "{}/edit/", MATERIALS + "{}/")
ANNOUNCEMENT = ("library_announcement", f"{NEWS}new/", NEWS + "{}/edit/", NEWS + "{}/edit/")
BRIEFING = ("stakeholders_briefing", "briefings/new/", "briefings/{}/edit/", "briefings/{}/")
WAVE = (
    "residents_awarenesswave",
    "residents-survey/new/",
    "residents-survey/{}/edit/",
    "residents-survey/{}/",
)
PUBLIC = ("support_publicprofile", "public-page/", "public-page/", "public-page/")
WRITTEN = (
    Written(*STORY, "title", a_story),
    Written(*STORY, "result", a_story, "office/usa"),
    Written(*MATERIAL, "summary", a_material),
    Written(*MATERIAL, "title", a_material, "office/usa"),
    Written(*ANNOUNCEMENT, "text", lambda _: announcement_data()),
    Written(*ANNOUNCEMENT, "title", lambda _: announcement_data(stages=["acting"]), "office/usa"),
    Written(*BRIEFING, "asks", a_briefing),
    Written(*WAVE, "place", a_wave),
    Written(*PUBLIC, "about_en", lambda _: {"about_en": "We stand by you."}),
)


@pytest.mark.parametrize("text_case", WRITTEN, ids=lambda text_case: f"{text_case.place}-{text_case.table}")
def test_what_people_write_is_restored_by_its_own_form(world: World, signed_in: Any, text_case: Written):
    in_office = text_case.place == "office/usa"
    client, here = signed_in("usa-staff" if in_office else "hill-coordinator"), f"/{text_case.place}/"
    typed = sent(client.get(here + text_case.new).context["form"]) | text_case.typed(world)
    assert client.post(here + text_case.new, typed).status_code == 302
    with within(world.usa) if in_office else within(world.hill, coordinator=True):
        first = AuditEntry.objects.get(table_name=text_case.table, verb="added")
    edit = here + text_case.edit.format(first.record_id)
    slip = sent(client.get(edit).context["form"]) | {text_case.field: "A slip"}
    assert client.post(edit, slip).status_code == 302
    history, address = f"{here}audit-log/{text_case.table}/{first.record_id}/", f"{edit}?version={first.pk}"
    assert history in page(client, here + text_case.link.format(first.record_id))
    assert address in page(client, history)
    form = client.get(address).context["form"]
    assert form[text_case.field].value() == typed[text_case.field]
    assert client.post(address, sent(form)).status_code == 302
    assert client.get(edit).context["form"][text_case.field].value() == typed[text_case.field]


def test_a_briefing_that_was_made_is_not_led_back(world: World, signed_in: Any):
    """It was sent as it is; its history shows earlier texts."""
    client = signed_in("hill-coordinator")
    assert client.post("/c/hill/briefings/new/", a_briefing(world)).status_code == 302
    with within(world.hill):
        briefing = Briefing.objects.get()
    edit = f"/c/hill/briefings/{briefing.pk}/edit/"
    changed = sent(client.get(edit).context["form"]) | {"title": "A better title"}
    assert client.post(edit, changed).status_code == 302
    history = f"/c/hill/audit-log/stakeholders_briefing/{briefing.pk}/"
    assert f"{edit}?version=" in page(client, history)
    with within(world.hill):
        Briefing.objects.update(made_at=timezone.now())
    assert f"{edit}?version=" not in page(client, history)


def test_what_another_place_shows_has_no_history_here(world: World, signed_in: Any):
    """The database lets Hill read an office's announcement before its first day and after its deletion; no page
    does."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    result = tell(world, "usa-staff", "For later", from_on=tomorrow)
    own = tell(world, "hill-coordinator", "Ours")
    history = "audit-log/library_announcement"
    client = signed_in("hill-coordinator")
    assert client.get(f"/c/hill/{history}/{result.pk}/").status_code == 404
    assert client.get(f"/c/hill/{history}/{own.pk}/").status_code == 200
    client = signed_in("usa-staff")
    assert client.get(f"/office/usa/{history}/{result.pk}/").status_code == 200
    assert client.get(f"/office/usa/{history}/{own.pk}/").status_code == 404


def test_the_sampling_cannot_be_restored_after_an_answer(world: World, signed_in: Any):
    """An older version would show answers in the form that are not saved."""
    client = signed_in("hill-coordinator")
    typed = sent(client.get("/c/hill/residents-survey/new/").context["form"]) | a_wave(world)
    assert client.post("/c/hill/residents-survey/new/", typed).status_code == 302
    with within(world.hill, coordinator=True):
        first = AuditEntry.objects.get(table_name="residents_awarenesswave", verb="added")
    edit = f"/c/hill/residents-survey/{first.record_id}/edit/"
    changed = sent(client.get(edit).context["form"]) | {"sampling": "event"}
    assert client.post(edit, changed).status_code == 302
    assert client.get(f"{edit}?version={first.pk}").context["form"]["sampling"].value() == "street"
    add_answers(all_waves(world.hill)[0], world.hill, knows=1)
    assert client.get(f"{edit}?version={first.pk}").context["form"]["sampling"].value() == "event"
