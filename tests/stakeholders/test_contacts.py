import pytest
from django.utils import timezone

from stakeholders.models import Contact, Organization
from tests.base import World, within
from tests.stakeholders.base import add, add_person, contact_data, how_many, register, shows, stored_person


@pytest.fixture
def organization(world: World) -> Organization:
    return add(world.hill)


def at(organization: Organization, rest: str, slug: str = "hill") -> str:
    return register(slug, f"{organization.pk}/contacts/{rest}")


def typed(contact: Contact, **changes):
    data = contact_data(revision=contact.revision) | changes
    del data["client_id"]
    return data


WRONG_ADDING = [
    {"name": ""},
    {"name": "x" * 121},
    {"name": "a\0b"},
    {"role": "x" * 121},
    {"email": "not an address"},
    {"phone": "none"},
    {"client_id": "x"},
]


class TestAdding:
    def test_it_adds_a_person_once(self, world: World, signed_in, organization):
        client, data = signed_in("hill-leader"), contact_data()
        assert client.get(at(organization, "new/")).status_code == 200
        for _ in range(2):
            response = client.post(at(organization, "new/"), data)
            assert response["Location"] == register("hill", f"{organization.pk}/")
        with within(world.hill):
            contact = Contact.objects.get()
        assert (contact.organization_id, contact.created_by) == (organization.pk, world["hill-leader"])
        assert (contact.name, contact.role, contact.email) == ("Ana Ruiz", "Editor", "ana@radio.example")
        assert (contact.phone, contact.may_be_listed) == ("626 555 0143", True)

    def test_it_lists_nobody_who_was_not_asked(self, world: World, signed_in, organization):
        data = contact_data()
        del data["may_be_listed"]
        signed_in("hill-leader").post(at(organization, "new/"), data)
        with within(world.hill):
            assert Contact.objects.get().may_be_listed is False

    def test_it_explains_what_is_wrong_and_keeps_what_was_typed(
        self, world, signed_in, organization, subtests
    ):
        for bad in WRONG_ADDING:
            with subtests.test(bad=bad):
                response = signed_in("hill-leader").post(
                    at(organization, "new/"), contact_data(role="Typed role") | bad
                )
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(bad)
                assert ("Typed role" in response.content.decode()) is ("role" not in bad)
                assert how_many(world.hill, Contact) == 0

    def test_it_adds_nobody_to_a_deleted_organization(self, world: World, signed_in):
        gone = add(world.hill, deleted_at=timezone.now())
        assert signed_in("hill-leader").post(at(gone, "new/"), contact_data()).status_code == 404


class TestEditing:
    def test_it_saves(self, world: World, signed_in, organization):
        contact = add_person(world.hill, organization, name="Old Name")
        client, url = signed_in("hill-leader"), at(organization, f"{contact.pk}/edit/")
        assert 'value="Old Name"' in client.get(url).content.decode()
        assert client.post(url, typed(contact)).status_code == 302
        now = stored_person(world.hill, contact)
        assert (now.name, now.revision) == ("Ana Ruiz", 2)

    def test_it_lets_the_first_of_two_win_and_shows_the_other_both(self, world, signed_in, organization):
        contact = add_person(world.hill, organization)
        client, url = signed_in("hill-leader"), at(organization, f"{contact.pk}/edit/")
        client.post(url, typed(contact, role="First"))
        response = client.post(url, typed(contact, role="Second"))
        assert response.status_code == 409
        assert shows(response.content.decode(), "First")
        assert 'value="Second"' in response.content.decode()
        assert stored_person(world.hill, contact).role == "First"
        again = {name: response.context["form"][name].value() for name in typed(contact)}
        assert client.post(url, again).status_code == 302
        assert stored_person(world.hill, contact).role == "Second"

    def test_it_explains_what_is_wrong_and_saves_nothing(self, world, signed_in, organization):
        contact = add_person(world.hill, organization)
        url = at(organization, f"{contact.pk}/edit/")
        response = signed_in("hill-leader").post(url, typed(contact, name="", role="Typed role"))
        assert response.status_code == 422
        assert "Typed role" in response.content.decode()
        assert stored_person(world.hill, contact).revision == 1

    def test_it_finds_a_contact_only_under_its_own_organization(self, world, signed_in, organization):
        other = add(world.hill, "Other School")
        contact = add_person(world.hill, other)
        client = signed_in("hill-leader")
        for step in ("edit/", "delete/", "restore/"):
            url = at(organization, f"{contact.pk}/{step}")
            assert client.post(url, typed(contact)).status_code == 404
        assert stored_person(world.hill, contact).revision == 1


class TestRemoving:
    def test_it_removes_and_restores(self, world: World, signed_in, organization):
        contact = add_person(world.hill, organization)
        client = signed_in("hill-leader")
        page = client.post(at(organization, f"{contact.pk}/delete/"), follow=True).content.decode()
        restore = at(organization, f"{contact.pk}/restore/")
        assert f'action="{restore}"' in page
        assert stored_person(world.hill, contact).deleted_at is not None
        assert client.get(at(organization, f"{contact.pk}/edit/")).status_code == 404
        client.post(restore)
        assert stored_person(world.hill, contact).deleted_at is None
