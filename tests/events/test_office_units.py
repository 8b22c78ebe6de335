"""Units of outputs that an office adds, renames and retires."""

import pytest
from django.utils import timezone

from events.models import OfficeUnit
from events.output_units import get_unit_choices
from tests.base import World, within

USA = "/office/usa/units/"
TYPED = {"title_en": "Rides", "title_es": "Viajes", "title_zh": ""}
WRONG = [
    ({"title_en": "", "title_es": " "}, ["title_en"]),
    ({"title_zh": "x" * 121}, ["title_zh"]),
    ({"title_en": "a\0b"}, ["title_en"]),
    ({"title_en": "signatures"}, ["title_en"]),
    ({"title_es": "FIRMAS"}, ["title_es"]),
]


def get_stored(world: World) -> list[OfficeUnit]:
    with within(world.usa):
        return list(OfficeUnit.objects.order_by("id"))


def add(world: World, **fields: object) -> OfficeUnit:
    with within(world.usa):
        return OfficeUnit.objects.create(**{"title_en": "Rides", "added_by": world["usa-staff"]} | fields)


def test_staff_add_a_unit_that_communities_can_choose(world: World, signed_in):
    client = signed_in("usa-staff")
    assert client.get(f"{USA}new/").status_code == 200
    for _click in range(2):
        assert client.post(f"{USA}new/", TYPED)["Location"] == USA
    [unit] = get_stored(world)
    assert (unit.title_en, unit.title_es, unit.added_by) == ("Rides", "Viajes", world["usa-staff"])
    page = client.get(USA).content.decode()
    assert ", by usa-staff" in page
    assert "Items given out" in page
    with within(world.hill):
        assert (unit.code, "Rides") in get_unit_choices("US")


def test_a_mistake_gets_a_sentence_and_saves_nothing(world: World, signed_in, subtests: pytest.Subtests):
    add(world, title_en="Meals")
    unit = add(world)
    for page in (f"{USA}new/", f"{USA}{unit.pk}/"):
        for bad, fields in [*WRONG, ({"title_en": "meals"}, ["title_en"])]:
            with subtests.test(page=page, bad=bad):
                response = signed_in("usa-staff").post(page, TYPED | {"revision": unit.revision} | bad)
                assert response.status_code == 422
                assert list(response.context["form"].errors) == fields
                assert [unit.title_en for unit in get_stored(world)] == ["Meals", "Rides"]


def test_staff_rename_a_unit(world: World, signed_in):
    unit = add(world)
    page = f"{USA}{unit.pk}/"
    assert 'value="Rides"' in signed_in("usa-staff").get(page).content.decode()
    renamed_to = TYPED | {"title_en": "Free rides", "revision": unit.revision}
    assert signed_in("usa-staff").post(page, renamed_to)["Location"] == USA
    [renamed] = get_stored(world)
    assert (renamed.pk, renamed.title_en, renamed.title_es) == (unit.pk, "Free rides", "Viajes")


def test_staff_retire_a_unit_and_restore_it(world: World, signed_in):
    unit, client = add(world), signed_in("usa-staff")
    page = client.post(f"{USA}{unit.pk}/retire/", follow=True).content.decode()
    assert "Saved." in page
    assert "Recorded outputs still use them." in page
    with within(world.hill):
        assert (unit.code, "Rides") not in get_unit_choices("US")
        assert (unit.code, "Rides") in get_unit_choices("US", [unit.code])
    page = client.post(f"{USA}{unit.pk}/restore/", follow=True).content.decode()
    assert "Saved." in page
    assert get_stored(world)[0].retired_at is None


def test_a_unit_that_was_added_again_is_not_restored(world: World, signed_in):
    unit = add(world, retired_at=timezone.now())
    add(world, title_en="rides")
    page = signed_in("usa-staff").post(f"{USA}{unit.pk}/restore/", follow=True).content.decode()
    assert "Enter one that is not listed." in page
    assert get_stored(world)[0].retired_at is not None


def test_guests_read_the_units_and_change_none(world: World, signed_in):
    unit = add(world)
    page = signed_in("oasis-staff").get(USA).content.decode()
    assert "Rides" in page
    assert f"{USA}{unit.pk}/" not in page
    assert signed_in("oasis-staff").post(f"{USA}{unit.pk}/retire/").status_code == 403


def test_two_people_who_rename_a_unit_do_not_overwrite_each_other(world: World, signed_in):
    unit = add(world)
    page, client = f"{USA}{unit.pk}/", signed_in("usa-staff")
    first = TYPED | {"title_en": "Lifts", "revision": unit.revision}
    for _click in range(2):
        assert client.post(page, first).status_code == 302
    second = client.post(page, TYPED | {"title_en": "Journeys", "revision": unit.revision})
    assert second.status_code == 409
    text = second.content.decode()
    assert "Lifts" in text
    assert 'value="Journeys"' in text
    [stored] = get_stored(world)
    assert stored.title_en == "Lifts"
    assert client.post(page, TYPED | {"title_en": "Journeys", "revision": stored.revision}).status_code == 302
    assert [unit.title_en for unit in get_stored(world)] == ["Journeys"]
