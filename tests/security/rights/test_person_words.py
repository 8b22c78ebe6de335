"""How people's names, addresses and numbers are written, and that a search for a person finds and replaces them all."""

import time

import pytest

from communities.person_query import PersonQuery
from stakeholders.models import Contact, Organization
from tests.base import World, within
from tests.security.rights.test_person_requests import PAGE, delete_all, keys

pytestmark = pytest.mark.django_db
NAME = {"name": "Maria Lopez"}


def record(world: World, **fields: str) -> Organization:
    with within(world.hill):
        return Organization.objects.create(
            **{"name": "Old mill", "sector": "business", "created_by": world["hill-leader"], **fields}
        )


def stored(world: World, organization: Organization) -> Organization:
    with within(world.hill):
        return Organization.objects.get(pk=organization.pk)


@pytest.mark.parametrize(
    ("person", "text"),
    [
        # Line breaks are written as "\n" in the columns of the history.
        (NAME, "Ask first:\nMaria Lopez"),
        (NAME, "Ask Maria\r\nLopez"),
        ({"email": "maria@example.net"}, "Mail to:\nmaria@example.net"),
        ({"phone": "626-555-0142"}, "Call:\n6265550142"),
        ({"phone": "626-555-0142"}, "626\n555\n0142"),
        # Letters of Vietnamese, and letters that Unicode does not take apart.
        ({"name": "Nguyễn Văn Đỗ"}, "Ask Nguyễn Văn Đỗ."),
        ({"name": "Nguyen Van Do"}, "Ask NGUYỄN VĂN ĐỖ."),
        ({"name": "Łukasz Sørby"}, "Ask Lukasz Sorby."),
        # Chinese names with and without a space or a point.
        ({"name": "王小明"}, "问过王 小明了"),
        ({"name": "王 小明"}, "问过王小明了"),
        ({"name": "玛丽亚·洛佩斯"}, "问过玛丽亚・洛佩斯"),
        ({"name": "Ｍaria Lopez"}, "Ask Maria Lopez."),
        (NAME, "Ask Maria\u200b Lo\u00adpez."),
        (NAME, "Ask Maria (Mary) Lopez."),
        ({"phone": "626-555-0142"}, "626-555-0142x12"),
        ({"phone": "626-555-0142 ext. 12"}, "Call 626 555 0142."),
        ({"phone": "６２６-５５５-０１４２"}, "Call 626-555-0142."),
        ({"phone": "626-555-0142"}, "电话６２６５５５０１４２"),
    ],
)
def test_a_text_and_its_history_are_found(world: World, signed_in, person: dict[str, str], text: str):
    organization = record(world, note=text)
    client = signed_in("hill-coordinator")
    assert f"stakeholders.organization:{organization.pk}" in keys(client, person)
    with within(world.hill):
        Organization.objects.filter(pk=organization.pk).update(note="")
    assert keys(client, person) == [f"history:stakeholders_organization:{organization.pk}"]


def test_a_part_of_a_number_is_another_number():
    pattern = PersonQuery(phone="626-555-0142").patterns["phone"]
    assert not pattern.search("26265550142")
    assert not pattern.search("62655501429")


def test_a_person_is_found_behind_hundreds_of_texts_with_parts_of_other_words(world: World, signed_in):
    with within(world.hill):
        Organization.objects.bulk_create(
            Organization(
                name=f"Office {number}",
                sector="business",
                note="We plan legal help.",
                created_by=world["hill-leader"],
            )
            for number in range(210)
        )
    organization = record(world, note="Ask An Le.")
    assert f"stakeholders.organization:{organization.pk}" in keys(
        signed_in("hill-coordinator"), {"name": "An Le"}
    )


@pytest.mark.parametrize(
    ("typed", "problem"),
    [({"name": "王·"}, "first and last name"), ({"phone": "12 x 345678"}, "at least 6 digits")],
)
def test_too_little_to_search_for(signed_in, typed: dict[str, str], problem: str):
    answer = signed_in("hill-coordinator").post(PAGE, typed)
    assert answer.status_code == 422
    assert problem in answer.content.decode()


def test_a_correction_of_a_name_leaves_addresses_as_they_are(world: World, signed_in):
    addresses = "Mail maria-lopez@example.net, or see https://example.org/maria-lopez and www.example.org/maria-lopez."
    organization = record(world, note=f"{addresses} Maria Lopez!", website="https://example.org/maria-lopez")
    with within(world.hill, coordinator=True):
        contact = Contact.objects.create(
            organization=organization,
            name="Lopez, Maria",
            email="maria-lopez@example.net",
            created_by=world["hill-leader"],
        )
    client = signed_in("hill-coordinator")
    answer = client.post(f"{PAGE}correct/", NAME | {"record": keys(client, NAME), "new_name": "Ana Ruiz"})
    assert answer.status_code == 302
    with within(world.hill, coordinator=True):
        contact.refresh_from_db()
    assert (contact.name, contact.email) == ("Ana Ruiz", "maria-lopez@example.net")
    corrected = stored(world, organization)
    assert (corrected.note, corrected.website) == (
        f"{addresses} Ana Ruiz!",
        "https://example.org/maria-lopez",
    )


def test_a_deletion_removes_an_address_with_the_name_in_it_as_a_whole(world: World, signed_in):
    organization = record(world, note="Mail maria-lopez@example.net.")
    delete_all(signed_in("hill-coordinator"), NAME | {"email": "maria-lopez@example.net"})
    assert stored(world, organization).note == "Mail […]."


def test_a_short_name_leaves_a_text_of_full_length(world: World, signed_in):
    organization = record(world, name="李明" + "社" * 158)
    longest = Organization._meta.get_field("name").max_length
    assert len(organization.name) == longest
    page = delete_all(signed_in("hill-coordinator"), {"name": "李明"})
    assert "cannot be changed" not in page
    assert "李明" not in stored(world, organization).name


@pytest.mark.parametrize("name", ["a " * 60, "ab cd " * 20, " ".join("abcdefghijklmnopqrstuvwxyz")])
def test_a_text_that_repeats_the_words_of_a_name_takes_no_minutes(world: World, signed_in, name: str):
    record(world, note=name * 50)
    client = signed_in("hill-coordinator")
    begun = time.monotonic()
    assert client.post(PAGE, {"name": name.strip()}).status_code == 200
    assert time.monotonic() - begun < 60
