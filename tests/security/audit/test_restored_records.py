"""Restoring records without a trash of their own: a role, a candidate, a training, a target."""

from typing import Any

import pytest

from communities import actions
from communities.models import AuditEntry, Candidate, Membership, Role
from events.models import OfficeTraining
from tests.base import World, within
from tests.communities.test_formation import propose
from tests.dashboards.test_targets import OFFICE as TARGETS
from tests.dashboards.test_targets import VALUES, set_by
from tests.events.training_records import offered
from tfc.current_actor import acting_as

pytestmark = pytest.mark.django_db


def page(client: Any, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def sent(form: Any) -> dict[str, Any]:
    return {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}


def test_a_role_is_restored_by_the_members_own_page(world: World, signed_in: Any):
    member = Membership.objects.get(user=world["hill-member"])
    client = signed_in("hill-coordinator")
    history = f"/c/hill/audit-log/communities_membership/{member.pk}/"
    page(client, history)
    for role in (Role.LEADER, Role.COORDINATOR):
        with acting_as(world["hill-coordinator"].pk, "coordinator"), within(world.hill):
            actions.change_role(membership=member, role=role, by=world["hill-coordinator"])
    with within(world.hill, coordinator=True):
        first = AuditEntry.objects.filter(table_name="communities_membership", verb="changed").earliest("pk")
    address = f"/c/hill/team/members/{member.pk}/?version={first.pk}"
    assert address in page(client, history)
    form = client.get(address).context["form"]
    assert (form["role"].value(), form["was"].value()) == (Role.LEADER, Role.COORDINATOR)
    assert client.post(address, sent(form)).status_code == 302
    member.refresh_from_db()
    assert member.role == Role.LEADER


def test_a_candidate_is_restored_by_its_own_form(world: World, signed_in: Any):
    with acting_as(world["usa-staff"].pk, "staff"):
        candidate = propose(world.usa, world["usa-staff"])
        with within(world.usa):
            known_values = {"name": "Glendale", "region": "California", "proposed_by": "A mistake"}
            actions.edit_candidate(candidate=candidate, fields=known_values, by=world["usa-staff"])
            first = AuditEntry.objects.get(table_name="communities_candidate", verb="added")
    client = signed_in("usa-staff")
    address = f"/office/usa/candidates/{candidate.pk}/edit/?version={first.pk}"
    history = f"/office/usa/audit-log/communities_candidate/{candidate.pk}/"
    assert history in page(client, "/office/usa/audit-log/")
    assert address in page(client, history)
    form = client.get(address).context["form"]
    assert form["proposed_by"].value() == "A church"
    assert client.post(address, sent(form)).status_code == 302
    with within(world.usa):
        assert Candidate.objects.get(pk=candidate.pk).proposed_by == "A church"


def test_a_training_is_restored_by_its_own_form(world: World, signed_in: Any):
    training, client = offered(world), signed_in("usa-staff")
    edit = f"/office/usa/trainings/{training.pk}/edit/"
    assert client.post(edit, sent(client.get(edit).context["form"]) | {"title": "A slip"}).status_code == 302
    with within(world.usa):
        first = AuditEntry.objects.get(table_name="events_officetraining", verb="added")
    address = f"/office/usa/trainings/{training.pk}/edit/?version={first.pk}"
    assert address in page(client, f"/office/usa/audit-log/events_officetraining/{training.pk}/")
    form = client.get(address).context["form"]
    assert form["title"].value() == "Asking well"
    assert client.post(address, sent(form)).status_code == 302
    with within(world.usa):
        assert OfficeTraining.objects.get(pk=training.pk).title == "Asking well"


def test_a_target_is_restored_from_its_history(world: World, signed_in: Any):
    target = set_by(world, world.usa, "events", goal_value=10, note="For the board")
    with within(world.usa):
        actions.change_target(
            target=target, values=VALUES | {"goal_value": 99, "note": "A slip"}, by=world["usa-staff"]
        )
    client = signed_in("usa-staff")
    here = f"{TARGETS}{target.thread}/"
    assert f"{here}edit/?version=1" in page(client, here)
    assert f"{here}edit/?version=2" not in page(client, here)
    form = client.get(f"{here}edit/?version=1").context["form"]
    assert (form["goal_value"].value(), form["note"].value()) == ("10", "For the board")
    assert client.post(f"{here}edit/?version=1", sent(form) | {"version": 2}).status_code == 302
    with within(world.usa):
        newest = type(target).objects.of_thread(target.thread)[0]
        assert (newest.version, int(newest.goal_value)) == (3, 10)


def test_guests_of_an_office_read_no_history(world: World, signed_in: Any):
    candidate = propose(world.usa, world["usa-staff"])
    history = f"/office/usa/audit-log/communities_candidate/{candidate.pk}/"
    assert signed_in("oasis-staff").get(history).status_code == 302
    assert signed_in("uk-staff").get(history).status_code == 404
    # Another office's records and a community's are not offered.
    assert signed_in("usa-staff").get("/office/usa/audit-log/stakeholders_organization/1/").status_code == 404
    assert signed_in("hill-coordinator").get(history.replace("office/usa", "c/hill")).status_code == 404
