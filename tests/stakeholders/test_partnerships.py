"""Partnerships: list, adding, editing, deleting and restoring."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from communities.models import Community
from stakeholders.models import Partnership
from tests.base import World, within

HILL = "/c/hill/partnerships/"


def partner(community: Community, **fields: Any) -> Partnership:
    values = {"kind": "coalition", "name": "Safe Hotels", "role": "member", "starts_on": dt.date(2025, 3, 1)}
    with within(community):
        return Partnership.objects.create(**values | fields)


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "kind": "task_force",
        "name": "County task force",
        "role": "member",
        "partner_name": "Sheriff",
        "starts_on": "2025-03-01",
        "ends_on": "",
    } | changes


def get_all(community: Community) -> list[Partnership]:
    with within(community):
        return list(Partnership.objects.order_by("pk"))


def get_text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("person", ["hill-member", "hill-leader"])
def test_it_shows_current_and_ended_ones(world: World, signed_in, person: str):
    partner(world.hill, partner_name="Chamber")
    partner(world.hill, name="Over", ends_on=dt.date(2025, 5, 1))
    partner(world.hill, name="Gone", deleted_at=timezone.now())
    partner(world.dale, name="Of another town")
    text = get_text(signed_in(person).get(HILL))
    assert "Coalition · Is a member · Chamber · since March 1, 2025" in text
    assert (
        text.index("Current and planned")
        < text.index("Safe Hotels")
        < text.index("Ended")
        < text.index("Over")
    )
    assert "Of another town" not in text
    assert ("Gone" in text, f"{HILL}new/" in text) == (person == "hill-leader",) * 2


def test_it_records_one_and_the_same_form_once(world: World, signed_in):
    client, form = signed_in("hill-leader"), typed()
    for _twice in range(2):
        assert client.post(f"{HILL}new/", form).status_code == 302
    [row] = get_all(world.hill)
    assert (row.kind, row.name, row.role, row.ends_on) == ("task_force", "County task force", "member", None)
    assert row.created_by == world["hill-leader"]


WRONG = [
    ({"kind": ""}, "Choose one."),
    ({"name": " "}, "Enter a name."),
    ({"name": "x\0"}, "Null characters are not allowed"),
    ({"role": ""}, "Choose one."),
    ({"role": "receives"}, "Choose one."),
    ({"kind": "sub_grant"}, "A grant is received or passed on."),
    ({"starts_on": ""}, "Enter a date."),
    ({"starts_on": "10000-01-01"}, "Enter a valid date"),
    ({"starts_on": "1900-01-01"}, "Enter a nearer date."),
    ({"ends_on": "2025-02-28"}, "Enter an end after the start."),
    ({"ends_on": "9999-01-01"}, "Enter a nearer date."),
]


def test_it_explains_what_is_wrong_and_saves_nothing(world: World, signed_in, subtests: pytest.Subtests):
    for changes, message in WRONG:
        with subtests.test(changes=changes):
            response = signed_in("hill-leader").post(f"{HILL}new/", typed(**changes))
            assert (response.status_code, message in get_text(response)) == (422, True)
            assert 'value="Sheriff"' in get_text(response)
            assert get_all(world.hill) == []


def test_it_changes_one_and_reports_a_conflict(world: World, signed_in):
    partnership, client = partner(world.hill), signed_in("hill-leader")
    there = f"{HILL}{partnership.pk}/"
    first = client.post(there, typed(revision="1", name="New name"))
    second = client.post(there, typed(revision="1", name="Mine"))
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Another person saved meanwhile" in get_text(second)
    assert [row.name for row in get_all(world.hill)] == ["New name"]
    client.post(there, typed(revision="2", name="Mine"))
    assert [row.name for row in get_all(world.hill)] == ["Mine"]


def test_it_deletes_and_restores(world: World, signed_in):
    partnership, client = partner(world.hill), signed_in("hill-leader")
    client.post(f"{HILL}{partnership.pk}/delete/")
    assert client.get(f"{HILL}{partnership.pk}/").status_code == 404
    client.post(f"{HILL}{partnership.pk}/restore/")
    assert [row.deleted_at for row in get_all(world.hill)] == [None]


def test_it_finds_those_that_lasted_in_a_period(world: World):
    first, last = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
    partner(world.hill, name="before", ends_on=first - dt.timedelta(days=1))
    partner(world.hill, name="until the first day", ends_on=first)
    partner(world.hill, name="from the last day", starts_on=last)
    partner(world.hill, name="after", starts_on=last + dt.timedelta(days=1))
    with within(world.hill):
        partnerships = Partnership.objects.between(first, last).in_order()
        assert [partnership.name for partnership in partnerships] == [
            "from the last day",
            "until the first day",
        ]


def test_an_office_reads_those_of_its_communities_but_not_the_trash(world: World, signed_in):
    for name, deleted in (("Safe Hotels", None), ("Thrown away", timezone.now())):
        partner(world.hill, name=name, deleted_at=deleted)
    page = get_text(signed_in("usa-staff").get("/office/usa/communities/hill/figures/"))
    assert "Coalition · Is a member · since March 1, 2025" in page
    assert "/partnerships/" not in page
    for office, names in ((world.usa, ["Safe Hotels"]), (world.uk, [])):
        with within(office):
            assert list(Partnership.objects.values_list("name", flat=True)) == names
            assert Partnership.objects.update(name="x") == 0
