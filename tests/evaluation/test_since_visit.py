"""What others did since somebody was last on the home of a community."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import LastVisit
from stakeholders.models import Organization, Sector
from tests.base import World, sign_in, within

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


def test_it_tells_what_others_did_and_nothing_of_ones_own(world: World, signed_in):
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


def test_it_tells_the_same_until_the_visit_is_over(world: World, signed_in):
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


def test_a_first_visit_is_told_nothing_and_is_no_ones_business(world: World):
    add(world, "hill-coordinator", "Radio")
    assert "tf-since" not in home(sign_in(Client(), world["hill-member"]))
    with within(world.hill):
        assert [str(one.user) for one in LastVisit.objects.all()] == ["hill-member"]


def test_nothing_is_written_again_and_again(world: World, signed_in):
    client = signed_in("hill-leader")
    home(client)
    with within(world.hill):
        first = LastVisit.objects.get().at
    home(client)
    with within(world.hill):
        assert LastVisit.objects.get().at == first
