from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from stakeholders.models import OrganizationMerge
from tests.base import World, within
from tests.stakeholders.base import add, add_person, register, stored
from tfc.tenancy import TRASH_DAYS


def plain(text: str) -> str:
    return " ".join(text.split())


def test_it_deletes_and_offers_undo(world: World, signed_in):
    organization = add(world.hill)
    add_person(world.hill, organization)
    client = signed_in("hill-leader")
    response = client.post(register("hill", f"{organization.pk}/delete/"), follow=True)
    restore = register("hill", f"{organization.pk}/restore/")
    assert response.redirect_chain == [(register("hill"), 302)]
    assert f'action="{restore}"' in response.content.decode()
    assert stored(world.hill, organization).deleted_at is not None
    back = client.post(restore, {"next": register("hill")})
    assert back["Location"] == register("hill")
    assert stored(world.hill, organization).deleted_at is None


def test_it_deletes_once_when_it_is_asked_twice(world: World, signed_in):
    organization = add(world.hill)
    client, url = signed_in("hill-leader"), register("hill", f"{organization.pk}/delete/")
    client.post(url)
    first = stored(world.hill, organization).deleted_at
    assert client.post(url).status_code == 302
    assert stored(world.hill, organization).deleted_at == first


def test_it_lists_the_trash_with_a_way_to_restore(world: World, signed_in):
    gone, kept_school = add(world.hill, "Gone School"), add(world.hill, "Kept School")
    client = signed_in("hill-leader")
    client.post(register("hill", f"{gone.pk}/delete/"))
    client.get(register("hill"))  # which shows the message about it
    page = client.get(register("hill", "trash/")).content.decode()
    assert "Gone School" in page
    assert register("hill", f"{gone.pk}/restore/") in page
    assert kept_school.name not in page


@pytest.mark.parametrize(("person", "names_person"), [("hill-coordinator", True), ("hill-leader", False)])
def test_it_says_who_deleted_each_and_until_when_it_can_be_restored(
    world: World, signed_in, person, names_person
):
    """The audit log knows who did it, and leaders do not read it."""
    gone = add(world.hill, "Gone School")
    signed_in("hill-leader").post(register("hill", f"{gone.pk}/delete/"))
    on = stored(world.hill, gone).deleted_at
    assert on
    page = plain(signed_in(person).get(register("hill", "trash/")).content.decode())
    with timezone.override(world.hill.zone):
        first, last = (
            date_format(timezone.localdate(at), "DATE_FORMAT") for at in (on, on + timedelta(TRASH_DAYS))
        )
    by = f" by {world['hill-leader']}" if names_person else ""
    assert plain(f"Deleted on {first}{by} · can be restored until {last}") in page
    assert f"can restore it for {TRASH_DAYS} days. Then it is permanently deleted" in page


def test_it_names_who_deleted_it_last(world: World, signed_in):
    gone = add(world.hill, "Gone School")
    for person, step in [
        ("hill-leader", "delete/"),
        ("hill-leader", "restore/"),
        ("hill-coordinator", "delete/"),
    ]:
        signed_in(person).post(register("hill", f"{gone.pk}/{step}"))
    page = signed_in("hill-coordinator").get(register("hill", "trash/")).content.decode()
    assert f"by {world['hill-coordinator']}" in page
    assert f"by {world['hill-leader']}" not in page


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "", "\\\\evil.example"])
def test_it_never_redirects_to_another_site(world: World, signed_in, place: str):
    organization = add(world.hill)
    response = signed_in("hill-leader").post(register("hill", f"{organization.pk}/restore/"), {"next": place})
    assert "evil" not in response["Location"]


@pytest.mark.parametrize("step", ["delete/", "restore/"])
def test_it_changes_nothing_by_a_link(world: World, signed_in, step: str):
    organization = add(world.hill)
    assert signed_in("hill-leader").get(register("hill", f"{organization.pk}/{step}")).status_code == 405


def test_it_neither_lists_nor_restores_a_merged_one(world: World, signed_in):
    kept_school, gone = (
        add(world.hill, "Kept School"),
        add(world.hill, "Gone School", deleted_at=timezone.now()),
    )
    with within(world.hill):
        OrganizationMerge.objects.create(target=kept_school, source=gone, by=world["hill-coordinator"])
    client = signed_in("hill-leader")
    assert "Gone School" not in client.get(register("hill", "trash/")).content.decode()
    response = client.post(register("hill", f"{gone.pk}/restore/"), follow=True)
    assert response.redirect_chain[-1] == (register("hill", f"{kept_school.pk}/"), 302)
    assert stored(world.hill, gone).deleted_at is not None
