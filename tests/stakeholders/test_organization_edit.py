import pytest
from django.utils import timezone

from stakeholders.models import Organization
from tests.base import World
from tests.stakeholders.base import add, organization_data, register, shows, stored


@pytest.fixture
def organization(world: World) -> Organization:
    return add(world.hill)


def edit(organization: Organization, slug: str = "hill") -> str:
    return register(slug, f"{organization.pk}/edit/")


def typed(organization: Organization, **changes):
    data = organization_data(revision=organization.revision) | changes
    del data["client_id"]
    return data


def test_it_saves_and_counts_the_revision(world: World, signed_in, organization):
    client = signed_in("hill-leader")
    assert 'value="Hill High"' in client.get(edit(organization)).content.decode()
    response = client.post(edit(organization), typed(organization, tie="existing"))
    assert response["Location"] == register("hill", f"{organization.pk}/")
    now = stored(world.hill, organization)
    assert (now.name, now.tie, now.revision) == ("Hill Radio", "existing", 2)
    assert now.updated_at > organization.updated_at


def test_it_lets_the_first_of_two_win_and_shows_the_other_both(world: World, signed_in, organization):
    client = signed_in("hill-leader")
    client.post(edit(organization), typed(organization, name="First"))
    response = client.post(edit(organization), typed(organization, name="Second"))
    page = response.content.decode()
    assert response.status_code == 409
    assert stored(world.hill, organization).name == "First"
    assert "Another person saved meanwhile" in page
    assert shows(page, "First")
    assert 'value="Second"' in page
    again = {name: response.context["form"][name].value() for name in typed(organization)}
    assert client.post(edit(organization), again).status_code == 302
    assert stored(world.hill, organization).name == "Second"


def test_it_is_gone_when_it_was_deleted(world: World, signed_in):
    gone = add(world.hill, deleted_at=timezone.now())
    client = signed_in("hill-leader")
    assert client.get(edit(gone)).status_code == 404
    assert client.post(edit(gone), typed(gone)).status_code == 404


WRONG = [
    {"name": ""},
    {"name": "\0"},
    {"sector": "spies"},
    {"revision": ""},
    {"revision": "x"},
    {"revision": "-1"},
]


def test_it_explains_what_is_wrong_and_saves_nothing(world: World, signed_in, organization, subtests):
    for bad in WRONG:
        with subtests.test(bad=bad):
            response = signed_in("hill-leader").post(edit(organization), typed(organization, **bad))
            assert response.status_code == 422
            assert list(response.context["form"].errors) == list(bad)
            assert "They read our notices." in response.content.decode()
            assert stored(world.hill, organization).revision == 1


def test_it_does_not_break_on_a_revision_beyond_all_numbers(world: World, signed_in, organization):
    response = signed_in("hill-leader").post(edit(organization), typed(organization, revision="9" * 30))
    assert response.status_code == 409
