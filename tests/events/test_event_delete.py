import pytest

from events.actions import Attendance
from events.models import Event
from tests.base import World, within
from tests.events.base import days_ago, deeds, everything, log, plan, recorded, stored, url

BIN = url("trash/")


@pytest.fixture
def event(world: World) -> Event:
    with within(world.hill):
        return log(world, days_ago(world.hill, 2), Attendance(people_present=5, constituencies=("youth",)))


def test_it_deletes_and_restores_an_event_unchanged(world: World, signed_in, event: Event):
    client = signed_in("hill-leader")
    page = client.post(url(f"{event.pk}/delete/"), follow=True).content.decode()
    assert "Deleted. You can restore it for 30 days. Then it is permanently deleted." in page
    assert f'action="{url(f"{event.pk}/restore/")}"' in page
    assert f'href="{url(f"{event.pk}/")}"' not in page
    with within(world.hill):
        assert list(Event.objects.held()) == []
    assert client.post(url(f"{event.pk}/restore/")).url == url(f"{event.pk}/")
    assert stored(world, event).status == "held"
    assert recorded(world, event) == Attendance(people_present=5, constituencies=("youth",))
    assert deeds(world, event) == ["logged", "deleted", "restored"]


def test_it_lists_the_trash(world: World, signed_in, event: Event):
    client = signed_in("hill-leader")
    assert "Nothing yet" in client.get(BIN).content.decode()
    client.post(url(f"{event.pk}/delete/"))
    page = client.get(BIN).content.decode()
    assert f'action="{url(f"{event.pk}/restore/")}"' in page
    assert f"by {world['hill-leader']} " in " ".join(page.split())
    assert "can be restored until" in page
    assert "Nothing yet" not in page


def test_it_shows_a_deleted_event_with_a_way_to_restore(world: World, signed_in, event: Event):
    client = signed_in("hill-leader")
    client.post(url(f"{event.pk}/delete/"))
    page = client.get(url(f"{event.pk}/")).content.decode()
    assert "This event is deleted and not counted." in page
    assert url(f"{event.pk}/edit/") not in page


def test_it_changes_nothing_to_restore_what_is_not_deleted(world: World, signed_in, event: Event):
    before = everything(world)
    signed_in("hill-leader").post(url(f"{event.pk}/restore/"))
    assert everything(world) == before


def test_it_deletes_by_post_alone(world: World, signed_in, event: Event):
    client = signed_in("hill-leader")
    assert client.get(url(f"{event.pk}/delete/")).status_code == 405
    assert client.get(url(f"{event.pk}/restore/")).status_code == 405


def test_the_trash_has_12_events_on_a_page(world: World, signed_in):
    with within(world.hill):
        for days in range(42):
            plan(world, days_ago(world.hill, -days))
        Event.objects.update(deleted_at=world["hill-leader"].date_joined)
    assert len(signed_in("hill-leader").get(BIN).context["rows"]) == 12
