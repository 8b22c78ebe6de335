"""Uses of a material: own records, what others see of them, totals by unit."""

import datetime as dt
import uuid
from typing import Any

import pytest

from library.models import Material, MaterialUse
from tests.base import World, within
from tests.library.base import how_many, library, make_material
from tests.library.test_stories import get_event
from tfc.sharing import Audience


def use_data(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "on": "2026-03-03",
        "event": "",
        "unit": "items",
        "quantity": "1200",
        "at_least": "on",
        "outcome": "Four calls in a week",
        "is_shared": "on",
    } | changes


def record(community, material: Material, by, **fields: Any) -> MaterialUse:
    values = {"on": dt.date(2026, 3, 3), "is_shared": True} | fields
    with within(community):
        return MaterialUse.objects.create(
            material=material, audience=material.audience, created_by=by, **values
        )


@pytest.fixture
def material(world: World) -> Material:
    return make_material(world.hill, world["hill-leader"], audience=Audience.EVERYONE)


def get_page(slug: str, material: Material) -> str:
    return library(slug, f"materials/{material.pk}/")


WRONG_RECORDING = [
    ({"on": ""}, "on"),
    ({"on": "2999-01-01"}, "on"),
    ({"on": "10000-01-01"}, "on"),
    ({"quantity": ""}, "quantity"),
    ({"unit": ""}, "unit"),
    ({"unit": "x"}, "unit"),
    ({"quantity": "-1"}, "quantity"),
    ({"quantity": "9" * 20}, "quantity"),
    ({"event": "9" * 30}, "event"),
    ({"outcome": "x\0"}, "outcome"),
]


class TestRecording:
    def test_it_is_recorded_changed_deleted_and_restored(self, world: World, signed_in, material: Material):
        event = get_event(world.dale)
        client, url, data = signed_in("dale-leader"), get_page("dale", material), use_data(event=event.pk)
        for _twice in range(2):
            client.post(url + "uses/new/", data)
        page = client.get(url).content.decode()
        assert "at least 1,200" in page
        assert "Barbers&#x27; evening" in page
        with within(world.dale):
            [use] = MaterialUse.objects.all()
        text = f"{url}uses/{use.pk}/"
        assert client.post(text, use_data(quantity="9", revision=use.revision)).status_code == 302
        assert client.post(text, use_data(quantity="8", revision=use.revision)).status_code == 409
        client.post(text + "delete/")
        assert "Four calls" not in client.get(url).content.decode()
        client.post(text + "restore/")
        assert "Four calls" in client.get(url).content.decode()

    def test_it_explains_what_is_wrong(
        self, world: World, signed_in, material: Material, subtests: pytest.Subtests
    ):
        for wrong, field in WRONG_RECORDING:
            with subtests.test(wrong=wrong):
                response = signed_in("dale-leader").post(
                    get_page("dale", material) + "uses/new/", use_data(**wrong)
                )
                assert response.status_code == 422
                assert list(response.context["form"].errors) == [field]
                assert how_many(world.dale, MaterialUse) == 0

    def test_it_is_the_own_community_s_alone(self, world: World, signed_in, material: Material):
        use = record(world.dale, material, world["dale-leader"], outcome="Ours")
        assert (
            signed_in("hill-coordinator").get(f"{get_page('hill', material)}uses/{use.pk}/").status_code
            == 404
        )
        assert (
            signed_in("hill-leader").post(f"{get_page('hill', material)}uses/{use.pk}/delete/").status_code
            == 404
        )
        assert signed_in("dale-member").get(get_page("dale", material) + "uses/new/").status_code == 403
        hidden = make_material(world.moor, world["moor-leader"], "Hidden")
        refused = signed_in("dale-leader").post(get_page("dale", hidden) + "uses/new/", use_data())
        assert refused.status_code == 404


class TestWhatOthersSee:
    def test_they_see_community_reach_and_outcome_where_it_was_shared(
        self, world: World, signed_in, material: Material
    ):
        event = get_event(world.dale)
        shown_items = {"unit": "items", "quantity": 300, "event": event, "on": dt.date(2025, 12, 24)}
        record(world.dale, material, world["dale-leader"], outcome="Four calls", **shown_items)
        record(world.dale, material, world["dale-leader"], outcome="Not for others", is_shared=False)
        page = signed_in("moor-member").get(get_page("moor", material)).content.decode()
        assert "Dale: Items given out, 300" in page
        assert "Four calls" in page
        for hidden in ("Not for others", "evening", "dale-leader", "2025"):
            assert hidden not in page
        own = signed_in("dale-member").get(get_page("dale", material)).content.decode()
        assert "Not for others" in own

    def test_it_adds_each_unit_by_itself(self, world: World, signed_in, material: Material):
        dale, moor = world["dale-leader"], world["moor-leader"]
        record(world.dale, material, dale, unit="items", quantity=300)
        record(world.moor, material, moor, unit="items", quantity=200, at_least=True)
        record(world.moor, material, moor, unit="contacts", quantity=40)
        record(world.moor, material, moor, unit="contacts", quantity=3)
        record(world.moor, material, moor, unit="contacts", quantity=900, is_shared=False)
        record(world.moor, material, moor)
        context = signed_in("hill-member").get(get_page("hill", material)).context
        assert [(total.unit, total.quantity_text, total.uses) for total in context["totals"]] == [
            ("items", "at least 500", 2),
            ("contacts", "at least 40", 1),
        ]
        own = signed_in("moor-member").get(get_page("moor", material)).context["totals"]
        assert [(output.unit, output.quantity_text) for output in own] == [
            ("items", "at least 500"),
            ("contacts", "943"),
        ]
