import pytest
from django.utils import timezone

from stakeholders.models import Organization
from tests.base import World
from tests.stakeholders.base import add, add_person, register


@pytest.fixture
def organization(world: World) -> Organization:
    result = add(
        world.hill, languages=["es", "xx"], website="https://high.example", phone="911 000", note="<b>Ask</b>"
    )
    add_person(
        world.hill, result, role="Principal", email="ana@high.example", phone="555 0100", may_be_listed=True
    )
    add_person(world.hill, result, name="Kim Secret", email="kim@high.example", may_be_listed=False)
    add_person(world.hill, result, name="Gone Person", may_be_listed=True, deleted_at=timezone.now())
    return result


def page(client, organization: Organization, slug: str = "hill") -> tuple[int, str]:
    response = client.get(register(slug, f"{organization.pk}/"))
    return response.status_code, response.content.decode()


def test_it_shows_leaders_the_work_details_of_all_contacts(signed_in, organization):
    status, text = page(signed_in("hill-leader"), organization)
    assert status == 200
    for name in (
        "Ana Ruiz",
        "Principal",
        "ana@high.example",
        "555 0100",
        "Kim Secret",
        "Spanish, xx",
        "911 000",
    ):
        assert name in text
    assert "&lt;b&gt;Ask&lt;/b&gt;" in text
    assert "Gone Person" not in text
    assert "Edit" in text


def test_it_shows_members_only_names_and_only_of_those_who_agreed(signed_in, organization):
    status, text = page(signed_in("hill-member"), organization)
    assert status == 200
    assert "Ana Ruiz" in text
    for hidden in ("ana@high.example", "555 0100", "Kim Secret", "Gone Person", "/edit/", "/delete/"):
        assert hidden not in text


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_it_has_no_page_for_a_number_that_is_none(signed_in, number: str):
    assert signed_in("hill-leader").get(register("hill", f"{number}/")).status_code == 404


def test_it_is_not_there_when_it_is_in_the_trash(world: World, signed_in):
    gone = add(world.hill, deleted_at=timezone.now())
    assert page(signed_in("hill-leader"), gone)[0] == 404
