"""An office follows its grants, what it promised for them, and what it passes on to communities."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from communities.models import AuditEntry
from stakeholders.actions.grants import add_sub_grant
from stakeholders.models import Deliverable, Grant, OfficePartnership, SubGrant
from tests.base import World, sign_in, within
from tests.line_breaks import keep_together

LIST = "/office/usa/grants/"
GRANT: dict[str, Any] = {
    "title": "Train the town",
    "funder": "Humanity Fund",
    "number": "HF-7",
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "amount": "1,000.00",
    "currency": "USD",
}
DELIVERABLE: dict[str, Any] = {
    "title": "Trainings held", "quantity": "60", "unit": "trainings", "due_on": "2026-12-31", "follow": "",
}  # fmt: skip


def new_id(number: int) -> dict[str, str]:
    return {"client_id": f"6f1c4a1e-0000-4000-8000-{number:012}"}


@pytest.fixture
def client(signed_in) -> Client:
    return signed_in("usa-staff")


@pytest.fixture
def url(client: Client, world: World) -> str:
    assert client.post(LIST + "new/", GRANT | new_id(1)).status_code == 302
    with within(world.usa):
        return f"{LIST}{Grant.objects.get().pk}/"


def sub_grant(world: World, **more: Any) -> dict[str, Any]:
    values = {"recipient": world.hill.pk, "amount": "600", "on": "2026-03-01"}
    return values | {"purpose": "Posters"} | new_id(2) | more


def test_it_records_a_grant(client: Client, world: World, url: str):
    with within(world.usa):
        grant = Grant.objects.get()
    assert (grant.amount, grant.currency, grant.ends_on) == (Decimal(1000), "USD", date(2026, 12, 31))
    assert not grant.amounts_are_public
    edited = GRANT | {"revision": grant.revision, "amounts_are_public": "on"}
    assert client.post(url + "edit/", edited).status_code == 302
    with within(world.usa):
        assert Grant.objects.get().amounts_are_public
    page = client.get(LIST).content.decode()
    assert "1,000 USD · Humanity Fund · HF-7" in page
    client.post(url + "delete/")
    assert client.get(url).status_code == 404
    client.post(url + "restore/")
    assert client.get(url).status_code == 200


NO_NUMBER = "Enter only a number, such as 1,200 or 99.50, without a currency."
WRONG_GRANTS = (
    ({"amount": "-5"}, "Enter a number above zero."),
    ({"amount": "much"}, NO_NUMBER),
    ({"amount": "sNaN"}, NO_NUMBER),
    ({"amount": "€500"}, NO_NUMBER),
    ({"amount": "500 USD, 300 EUR"}, NO_NUMBER),
    ({"amount": "1e400"}, "Enter a smaller number."),
    ({"ends_on": "2025-12-31"}, "Enter an end after the start."),
    ({"currency": "XXX"}, "Select a valid choice."),
    ({"title": ""}, "Enter a title."),
    ({"funder": ""}, "Enter a name."),
)


def test_a_wrong_grant_gets_a_sentence(client: Client, world: World, subtests):
    for change, sentence in WRONG_GRANTS:
        with subtests.test(change=change):
            response = client.post(LIST + "new/", GRANT | new_id(1) | change)
            assert response.status_code == 422
            assert sentence in response.content.decode()
            assert "HF-7" in response.content.decode()


def test_a_sub_grant_fits_its_grant(client: Client, world: World, url: str, subtests):
    add = url + "sub-grants/new/"
    assert client.post(add, sub_grant(world)).status_code == 302
    assert "Passed on: 600 USD. Left: 400 USD." in client.get(url).content.decode()
    assert url in client.get("/office/usa/search/?q=hill").content.decode()
    for change, sentence in (
        ({"amount": "400.01"}, "This is more than the grant has left: 400 USD."),
        ({"amount": "-1"}, "Enter a number above zero."),
        ({"amount": "€1"}, NO_NUMBER),
        ({"amount": "1", "on": "2027-01-01"}, f"Enter a date from {keep_together('Jan. 1, 2026')} to "),
        ({"amount": "1", "recipient": world.moor.pk}, "Select a valid choice."),
    ):
        with subtests.test(change=change):
            response = client.post(add, sub_grant(world, **new_id(3), **change))
            assert response.status_code == 422
            assert sentence in response.content.decode()
    with within(world.usa):
        assert SubGrant.objects.get().amount == 600
        number = SubGrant.objects.get().pk
    form = GRANT | {"revision": "1", "amount": "500"}
    assert "Enter at least as much." in client.post(url + "edit/", form).content.decode()
    own = f"{url}sub-grants/{number}/"
    assert client.post(own, sub_grant(world, amount="1000", revision=1)).status_code == 302
    client.post(own + "delete/")
    client.post(add, sub_grant(world, amount="1", **new_id(4)))
    client.post(own + "restore/")
    assert "This is more than the grant has left: 999 USD." in client.get(url).content.decode()


def test_a_sub_grant_is_in_the_currency_of_its_grant(client: Client, world: World, url: str):
    page = client.get(url + "sub-grants/new/").content.decode()
    assert "Amount in USD" in page
    assert 'name="currency"' not in page
    client.post(url + "sub-grants/new/", sub_grant(world, currency="EUR"))
    with within(world.usa):
        assert SubGrant.objects.get().currency == "USD"


def test_a_grant_keeps_the_days_of_its_sub_grants(client: Client, world: World, url: str):
    client.post(url + "sub-grants/new/", sub_grant(world))
    for period in ({"starts_on": "2026-03-02"}, {"ends_on": "2026-02-28"}):
        answer = client.post(url + "edit/", GRANT | {"revision": "1"} | period)
        assert answer.status_code == 422
        assert "The sub-grant to Hill of" in answer.content.decode()


def test_a_deleted_grant_takes_its_sub_grants_along(client: Client, world: World, url: str):
    client.post(url + "sub-grants/new/", sub_grant(world))
    client.post(url + "sub-grants/new/", sub_grant(world, amount="7", **new_id(3)))
    with within(world.usa):
        earlier = SubGrant.objects.get(amount=7)
    client.post(f"{url}sub-grants/{earlier.pk}/delete/")

    def read() -> str:
        return sign_in(Client(), world["hill-member"]).get("/c/hill/partnerships/").content.decode()

    assert "600 USD" in read()
    client.post(url + "delete/")
    assert "600 USD" not in read()
    client.post(url + "restore/")
    assert "600 USD" in read()
    with within(world.usa):
        assert [row.amount for row in SubGrant.objects.not_deleted()] == [600]


def test_a_sub_grant_fits_the_grant_as_it_is_stored_now(world: World, url: str):
    """A colleague lowers the grant while the page is open."""
    with within(world.usa):
        read = Grant.objects.get()
        Grant.objects.update(amount=100)
        with pytest.raises(ValidationError, match="more than the grant has left"):
            add_sub_grant(
                grant=read, by=world["usa-staff"], recipient=world.hill, amount=Decimal(600), currency="USD",
                on=date(2026, 3, 1), purpose="Posters",
            )  # fmt: skip


def test_a_community_reads_only_its_own_sub_grant(client: Client, world: World, url: str):
    client.post(url + "sub-grants/new/", sub_grant(world))
    assert "600 USD" in sign_in(Client(), world["hill-member"]).get("/c/hill/partnerships/").content.decode()
    assert (
        "600 USD" not in sign_in(Client(), world["dale-member"]).get("/c/dale/partnerships/").content.decode()
    )
    with within(world.dale):
        assert not SubGrant.objects.exists()
    with within(world.hill):
        assert SubGrant.objects.count() == 1
        assert not Grant.objects.exists()
        assert SubGrant.objects.update(amount=1) == 0


def test_a_deliverable_is_due_within_the_grant(client: Client, world: World, url: str, subtests):
    add = url + "deliverables/new/"
    for change, sentence in (
        ({"due_on": "2027-01-01"}, f"Enter a date from {keep_together('Jan. 2, 2026')} to "),
        ({"due_on": "2026-01-01"}, f"Enter a date from {keep_together('Jan. 2, 2026')} to "),
        ({"quantity": "-2"}, "Enter a number above zero."),
        ({"quantity": "some"}, "Enter a whole number."),
        ({"unit": ""}, "Enter a unit."),
        ({"follow": "count:magic:"}, "Select a valid choice."),
    ):
        with subtests.test(change=change):
            response = client.post(add, DELIVERABLE | new_id(5) | change)
            assert response.status_code == 422
            assert sentence in response.content.decode()
    assert client.post(add, DELIVERABLE | new_id(5)).status_code == 302
    assert "Not followed" in client.get(url).content.decode()
    earlier = GRANT | {"revision": "1", "ends_on": "2026-06-30"}
    assert "is due outside of this period" in client.post(url + "edit/", earlier).content.decode()
    with within(world.usa):
        own = f"{url}deliverables/{Deliverable.objects.get().pk}/"
    assert client.post(own, DELIVERABLE | {"revision": "1", "quantity": "70"}).status_code == 302
    assert "70 trainings" in client.get(url).content.decode()
    client.post(own + "delete/")
    assert "70 trainings" not in client.get(url).content.decode().split("Recently deleted")[0]
    client.post(own + "restore/")
    assert "70 trainings" in client.get(url).content.decode()


def test_an_office_records_its_own_task_forces(client: Client, world: World):
    page = "/office/usa/partnerships/"
    form = {"kind": "task_force", "name": "County task force", "role": "member", "starts_on": "2025-01-01"}
    assert client.post(page + "new/", form | new_id(6)).status_code == 302
    assert "County task force" in client.get(page).content.decode()
    with within(world.usa):
        partnership = OfficePartnership.objects.get()
        assert AuditEntry.objects.filter(table_name="stakeholders_officepartnership").exists()
    with within(world.hill):
        assert not OfficePartnership.objects.exists()
    wrong = client.post(page + "new/", form | new_id(7) | {"ends_on": "2024-01-01"})
    assert "Enter an end after the start." in wrong.content.decode()
    assert client.post(page + "new/", form | new_id(7) | {"kind": "sub_grant"}).status_code == 422
    changed = form | {"revision": partnership.revision, "name": "State task force"}
    assert client.post(f"{page}{partnership.pk}/", changed).status_code == 302
    client.post(f"{page}{partnership.pk}/delete/")
    assert "Recently deleted" in client.get(page).content.decode()
    client.post(f"{page}{partnership.pk}/restore/")
    assert "State task force" in client.get(page).content.decode()


def test_guests_only_read(client: Client, url: str, signed_in):
    guest = signed_in("oasis-staff")
    assert "Add a deliverable" not in guest.get(url).content.decode()
    for path in (LIST + "new/", url + "edit/", url + "deliverables/new/", url + "sub-grants/new/"):
        assert guest.get(path).status_code == 302


def test_search_finds_them_by_their_words(client: Client, world: World, url: str):
    client.post(url + "deliverables/new/", DELIVERABLE | new_id(5))
    for text in ("Humanity", "Trainings held"):
        assert url in client.get("/office/usa/search/", {"q": text}).content.decode()
    client.post(url + "sub-grants/new/", sub_grant(world))
    for person, is_found in (("hill-member", True), ("dale-member", False)):
        town = person.removesuffix("-member")
        page = sign_in(Client(), world[person]).get(f"/c/{town}/search/?q=posters").content.decode()
        assert ("600 USD" in page) == is_found


def test_a_grant_lasts_longer_than_a_day(client: Client):
    response = client.post(LIST + "new/", GRANT | new_id(1) | {"ends_on": GRANT["starts_on"]})
    assert response.status_code == 422
    assert "Enter an end after the start." in response.content.decode()
