"""A correction at a person's request puts no contact of a service on the public pages without approval."""

import pytest
from django.test import Client

from tests.base import World
from tests.security.rights.test_person_requests import keys
from tests.support.public_base import get_text, page, publish
from tests.support.services_base import make, stored

OLD, NEW = "+1 626-555-0142", "+1 626-555-0199"


@pytest.mark.django_db
def test_a_corrected_number_waits_for_a_second_person(world: World, signed_in, client: Client):
    publish(world.hill, world["hill-coordinator"])
    service = make(world.hill, is_public=True, phone=OLD)
    coordinator = signed_in("hill-coordinator")
    chosen = {"phone": OLD, "record": keys(coordinator, {"phone": OLD}), "new_phone": NEW}
    assert coordinator.post("/c/hill/settings/requests/correct/", chosen).status_code == 302
    corrected = stored(world.hill, service)
    assert (corrected.phone, corrected.approved_phone) == (NEW, OLD)
    assert corrected.phone_by == world["hill-coordinator"]
    result = get_text(client.get(page("help/")))
    assert OLD in result
    assert NEW not in result
    coordinator.post(f"/c/hill/services/{service.pk}/approve/", {"revision": corrected.revision})
    assert stored(world.hill, service).approved_phone == OLD


@pytest.mark.django_db
def test_a_link_that_a_correction_writes_into_a_text_hides_the_service(
    world: World, signed_in, client: Client
):
    publish(world.hill, world["hill-coordinator"])
    service = make(world.hill, is_public=True, intake="Ask Maria Lopez.")
    coordinator = signed_in("hill-coordinator")
    request = {"name": "Maria Lopez"}
    chosen = {**request, "record": keys(coordinator, request), "new_name": "www.other.example"}
    assert coordinator.post("/c/hill/settings/requests/correct/", chosen).status_code == 302
    assert stored(world.hill, service).intake == "Ask www.other.example."
    assert service.name not in get_text(client.get(page("help/")))


@pytest.mark.django_db
def test_a_correction_follows_the_rules_of_a_field(world: World, signed_in):
    service = make(world.hill, website="https://safe.example/team")
    coordinator = signed_in("hill-coordinator")
    request = {"name": "https"}
    chosen = {**request, "record": keys(coordinator, request), "new_name": "javascript"}
    assert coordinator.post("/c/hill/settings/requests/correct/", chosen).status_code == 422
    assert stored(world.hill, service).website == "https://safe.example/team"
