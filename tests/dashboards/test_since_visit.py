"""What other people did since the last visit to a community's home."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import LastVisit
from events.models import Event, EventAction, EventChange
from stakeholders.models import Organization, Sector
from tests.base import World, sign_in, within
from tests.events.base import days_ago, log
from tfc.current_actor import acting_as

pytestmark = pytest.mark.django_db
HOME = "/c/hill/"


def away(world: World, person: str, **ago: int) -> None:
    with within(world.hill):
        rows = LastVisit.objects.filter(user=world[person])
        assert rows.update(at=timezone.now() - dt.timedelta(**ago)) == 1


def add(world: World, person: str, name: str) -> None:
    with within(world.hill):
        Organization.objects.create(name=name, sector=Sector.MEDIA, created_by=world[person])


def home(client: Client) -> str:
    return client.get(HOME).content.decode()


def test_it_lists_what_others_did_and_no_own_changes(world: World, signed_in):
    client = signed_in("hill-leader")
    assert "tf-since" not in home(client)
    away(world, "hill-leader", days=2)
    assert "tf-since" not in home(client)
    away(world, "hill-leader", days=2)
    add(world, "hill-coordinator", "Radio")
    add(world, "hill-leader", "My own")
    page = home(client)
    assert "1 organization added by hill-coordinator" in page
    assert 'href="/c/hill/organizations/"' in page
    assert "by hill-leader" not in page


def test_it_lists_what_others_changed(world: World, signed_in):
    add(world, "hill-leader", "Radio")
    with within(world.hill):
        event = log(world, days_ago(world.hill, 9))
        for model in (Organization, Event):
            model.objects.update(created_at=timezone.now() - dt.timedelta(days=3))
    people = ("hill-member", "hill-leader", "hill-coordinator")
    for person in people:
        home(signed_in(person))
        away(world, person, days=2)
    with acting_as(world["hill-leader"].pk, "leader"), within(world.hill):
        Organization.objects.update(name="Radio Hill")
        for _twice in range(2):
            EventChange.objects.create(
                event=event, action=EventAction.CHANGED, by=world["hill-leader"], fields={}, at=timezone.now()
            )
    texts = {person: home(signed_in(person)) for person in people}
    for person in ("hill-member", "hill-coordinator"):
        assert "1 earlier event changed by hill-leader" in texts[person]
    assert "1 record changed by hill-leader" in texts["hill-coordinator"]
    assert 'href="/c/hill/audit-log/"' in texts["hill-coordinator"]
    # Only coordinators see the audit log, and one's own changes are not listed.
    assert "record changed" not in texts["hill-member"]
    assert "tf-since" not in texts["hill-leader"]


def test_it_shows_the_same_until_the_visit_is_over(world: World, signed_in):
    client = signed_in("hill-leader")
    home(client)
    away(world, "hill-leader", hours=3)
    add(world, "hill-coordinator", "Radio")
    assert "tf-since" in home(client)
    away(world, "hill-leader", minutes=30)
    assert "tf-since" in home(client)
    away(world, "hill-leader", hours=2)
    with within(world.hill):
        Organization.objects.update(created_at=timezone.now() - dt.timedelta(hours=3))
    assert "tf-since" not in home(client)


def test_a_first_visit_lists_nothing_and_is_private(world: World):
    add(world, "hill-coordinator", "Radio")
    assert "tf-since" not in home(sign_in(Client(), world["hill-member"]))
    with within(world.hill):
        assert [str(last_visit.user) for last_visit in LastVisit.objects.all()] == ["hill-member"]


def test_nothing_is_written_again_and_again(world: World, signed_in):
    client = signed_in("hill-leader")
    home(client)
    with within(world.hill):
        first = LastVisit.objects.get().at
    home(client)
    with within(world.hill):
        assert LastVisit.objects.get().at == first
