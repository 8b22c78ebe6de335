"""Recently viewed records: the last ten, for that person alone, deleted with the account."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from communities import actions
from communities.actions.retention import keep_no_longer
from communities.actions.visits import note_opening
from communities.models import Candidate, OfficeRecentRecord, RecentRecord
from stakeholders.models import Organization, Sector
from tests.base import COMMITTED, World, make_world, sign_in, within

pytestmark = pytest.mark.django_db
HILL = "/c/hill/search/"


def organizations(world: World, number: int = 1) -> list[Organization]:
    with within(world.hill):
        return [
            Organization.objects.create(name=f"Paper {index}", sector=Sector.MEDIA) for index in range(number)
        ]


def note_openings(world: World, opened: list[Organization]) -> None:
    with within(world.hill):
        for organization in opened:
            note_opening(
                place=world.hill, kind="organizations", record_id=organization.pk, by=world["hill-member"]
            )


def visit(client: Client, organization: Organization) -> None:
    assert client.get(f"/c/hill/organizations/{organization.pk}/").status_code == 200


def shown(client: Client) -> list[str]:
    rows = client.get(HILL).context["lately"]
    return [str(row.title) for row in rows]


def test_it_shows_the_last_ten_the_newest_first_and_each_once(world: World, signed_in):
    result = organizations(world, 12)
    note_openings(world, [*result, result[5]])
    assert shown(signed_in("hill-member")) == [
        f"Paper {number}" for number in (5, 11, 10, 9, 8, 7, 6, 4, 3, 2)
    ]


def test_it_is_for_that_person_alone(world: World):
    [organization] = organizations(world)
    visit(sign_in(Client(), world["hill-member"]), organization)
    assert shown(sign_in(Client(), world["hill-coordinator"])) == []


def test_it_leaves_out_what_is_deleted_and_what_was_never_there(world: World, signed_in):
    client = signed_in("hill-member")
    [organization] = organizations(world)
    visit(client, organization)
    assert client.get("/c/hill/organizations/999999/").status_code == 404
    with within(world.hill):
        assert RecentRecord.objects.count() == 1
        Organization.objects.filter(pk=organization.pk).update(deleted_at=timezone.now())
    assert shown(client) == []


def test_an_office_has_its_own_and_a_guest_leaves_none(world: World):
    with within(world.usa):
        candidate = Candidate.objects.create(name="Lodi", proposed_by="x", created_by=world["usa-staff"])
    for person in ("usa-staff", "oasis-staff"):
        assert (
            sign_in(Client(), world[person]).get(f"/office/usa/candidates/{candidate.pk}/").status_code == 200
        )
    with within(world.usa):
        assert [str(row.user) for row in OfficeRecentRecord.objects.all()] == ["usa-staff"]
    page = sign_in(Client(), world["usa-staff"]).get("/office/usa/search/")
    assert [str(row.title) for row in page.context["lately"]] == ["Lodi"]


def test_it_is_kept_for_thirty_days_and_ten_of_each_person(world: World):
    result = organizations(world, 12)
    note_openings(world, result)
    now = timezone.now()
    with within(world.hill):
        RecentRecord.objects.filter(record_id=result[-1].pk).update(at=now - dt.timedelta(days=31))
    keep_no_longer(now=now)
    with within(world.hill):
        assert set(RecentRecord.objects.values_list("record_id", flat=True)) == {
            organization.pk for organization in result[1:11]
        }


def test_it_is_deleted_with_the_account(world: World, signed_in):
    client = signed_in("hill-member")
    visit(client, organizations(world)[0])
    client.get("/c/hill/")
    actions.close_account(by=world["hill-member"])
    with within(world.hill):
        assert not RecentRecord.objects.exists()


@COMMITTED
@pytest.mark.parametrize(("wrote", "waits"), [(False, "off"), (True, "on")])
def test_it_waits_for_no_disk_but_behind_what_has_to_be_kept(wrote: bool, waits: str):
    world = make_world()
    with within(world.hill), connection.cursor() as cursor:
        # As everywhere but on the tests' server.
        cursor.execute("SET LOCAL synchronous_commit = on")
        if wrote:
            Organization.objects.create(name="Paper", sector=Sector.MEDIA)
        note_opening(place=world.hill, kind="organization", record_id=1, by=world["hill-member"])
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == (waits,)
