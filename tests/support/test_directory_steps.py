"""Importing a directory step by step: exactly the preview, undo, access, and number of queries."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from support.models import Service
from tests.base import World, within
from tests.support.directory_base import (
    IMPORT,
    OUTSIDE,
    an_object,
    as_json,
    confirm,
    everything,
    imports,
    read_in,
    upload,
)
from tests.support.services_base import how_many, make, services, stored


class TestTheSignature:
    def test_it_takes_no_preview_that_was_touched(self, world: World, signed_in):
        client = signed_in("hill-leader")
        signed = upload(client, as_json(an_object())).context["signed"]
        for wrong in (signed[:-1], "x" + signed, "", signed.replace(":", "", 1)):
            response = client.post(IMPORT, {"signed": wrong}, follow=True)
            assert "The preview is too old or not complete" in response.content.decode()
        assert how_many(world.hill) == 0

    def test_it_accepts_no_preview_of_another_person_or_community(self, world: World, signed_in):
        signed = upload(signed_in("hill-leader"), as_json(an_object())).context["signed"]
        signed_in("hill-coordinator").post(IMPORT, {"signed": signed})
        signed_in("dale-leader").post(services("dale", "import/"), {"signed": signed})
        assert (how_many(world.hill), how_many(world.dale)) == (0, 0)

    def test_it_shows_again_when_the_directory_changed_meanwhile(self, world: World, signed_in):
        client = signed_in("hill-leader")
        service = make(world.hill, "Night Line", provider="Line of Hope", outside_id=OUTSIDE)
        response = upload(client, as_json(an_object()))
        with within(world.hill):
            Service.objects.filter(pk=service.pk).update(description="Somebody typed this meanwhile.")
        again = confirm(client, response)
        assert again.status_code == 409
        assert "Another person changed this. Check it, then save again." in again.content.decode()
        assert stored(world.hill, service).description == "Somebody typed this meanwhile."
        confirm(client, again)
        assert stored(world.hill, service).description == "Somebody listens."


class TestUndo:
    def undo(self, world: World, slug: str = "hill") -> str:
        return services(slug, f"imports/{imports(world)[-1].pk}/undo/")

    def test_it_takes_back_what_was_added_and_changed(self, world: World, signed_in):
        client = signed_in("hill-leader")
        make(
            world.hill, "Night Line", provider="Line of Hope", outside_id=OUTSIDE, always_open=True,
            address="9 Old Road", address_is_public=True,
        )  # fmt: skip
        before = everything(world.hill)
        new = an_object(id="n1", name="New")
        page = confirm(client, upload(client, as_json(an_object(), new)))
        assert how_many(world.hill) == 2
        assert self.undo(world) in client.get(page["Location"]).content.decode()
        client.post(self.undo(world))
        client.post(self.undo(world))
        assert how_many(world.hill) == 1
        moving = {"updated_at", "revision"}
        [now] = [service for service in everything(world.hill) if service["deleted_at"] is None]
        assert {key: value for key, value in now.items() if key not in moving} == {
            key: value for key, value in before[0].items() if key not in moving
        }
        assert "Undone" in client.get(IMPORT).content.decode()
        # The same file then imports it again.
        assert [row.name for row in upload(client, as_json(new)).context["plan"].added] == ["New"]

    def test_it_keeps_later_changes(self, world: World, signed_in):
        client = signed_in("hill-leader")
        service = make(world.hill, "Night Line", provider="Line of Hope", outside_id=OUTSIDE, intake="Call")
        read_in(client, as_json(an_object(application_process="Write", description="Theirs")))
        with within(world.hill):
            Service.objects.filter(pk=service.pk).update(description="Ours")
        client.post(self.undo(world))
        now = stored(world.hill, service)
        assert (now.intake, now.description) == ("Call", "Ours")


def test_many_services_are_read_in_with_few_queries(world: World, signed_in):
    client, counted = signed_in("hill-leader"), []
    for size in (1, 3, 119):  # into an empty directory, and twice into one with services
        content = as_json(
            *(an_object(id=f"{size}-{number}", name=f"{size} {number}") for number in range(size))
        )
        response = upload(client, content)
        with CaptureQueriesContext(connection) as captured:
            confirm(client, response)
        counted.append(len(captured))
    assert counted[1] == counted[2]
    assert how_many(world.hill) == 123
