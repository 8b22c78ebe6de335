"""The written referral pathway of a service: steps, callers, and trained contacts."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import RolePeriod
from tests.base import World, within
from tests.support.public_base import get_text
from tests.support.readiness_base import membership, pathway_data, pathways, url
from tests.support.services_base import days_ago, make, today


def post(client: Client, world: World, service: Any, **changes: Any) -> Any:
    return client.post(url(service, "pathway/"), pathway_data(world, **changes))


class TestWhoMayWrite:
    @pytest.mark.parametrize("name", ["hill-leader", "hill-coordinator"])
    def test_it_is_written_by_those_who_record(self, world: World, signed_in, name: str):
        service = make(world.hill)
        client = signed_in(name)
        page = get_text(client.get(url(service, "pathway/")))
        assert "Never describe a person: no name, no story, no date of a referral." in page
        response = post(client, world, service)
        assert response.url == url(service) + "#readiness"
        [pathway] = pathways(world)
        assert pathway.is_written
        assert pathway.service_id == service.pk
        assert pathway.created_by == world[name]
        assert pathway.contact == membership(world["hill-member"])
        assert pathway.contact_trained_on == today(world.hill)


BAD = [
    ("steps", "y" * 2001, "Shorten it to 2000 or fewer."),
    ("steps", "Call\x00", "Null characters"),
    ("who_calls", "y" * 201, "Shorten it to 200 or fewer."),
    ("contact", "9" * 30, "Select a valid choice"),
    ("contact", "x", "Select a valid choice"),
    ("contact", "", "Select who was trained, or clear the date."),
    ("contact_trained_on", "", "Enter a date."),
    ("contact_trained_on", "10000-01-01", "Enter a valid date"),
    ("contact_trained_on", "1999-12-31", "Enter a date from 2000 on."),
    ("contact_trained_on", "2300-01-01", "Enter a date that is not in the future."),
]


def test_it_leads_to_no_service_of_another_community_or_of_the_trash(world: World, signed_in):
    theirs, gone = make(world.dale), make(world.hill, deleted_at=timezone.now())
    client = signed_in("hill-leader")
    for service in (theirs, gone):
        assert client.get(url(service, "pathway/")).status_code == 404
        assert post(client, world, service).status_code == 404
    assert pathways(world) == []


class TestBadInput:
    def test_it_explains_and_keeps_what_was_typed(self, world: World, signed_in, subtests: pytest.Subtests):
        for field, typed, message in BAD:
            with subtests.test(field=field):
                service = make(world.hill)
                response = post(signed_in("hill-leader"), world, service, **{field: typed})
                assert response.status_code == 422
                assert message in " ".join(response.context["form"].errors[field])
                assert response.context["form"][field].value() == typed
                assert message in get_text(response)
                assert pathways(world) == []

    def test_it_takes_nobody_of_another_team(self, world: World, signed_in):
        service = make(world.hill)
        stranger = membership(world["dale-leader"])
        response = post(signed_in("hill-leader"), world, service, contact=str(stranger.pk))
        assert response.status_code == 422
        assert "dale-leader" not in get_text(response)
        assert pathways(world) == []

    def test_it_takes_a_part_and_says_what_is_missing(self, world: World, signed_in):
        service = make(world.hill)
        client = signed_in("hill-leader")
        post(client, world, service, who_calls="", contact="", contact_trained_on="")
        [pathway] = pathways(world)
        assert not pathway.is_written
        page = get_text(client.get(url(service)))
        assert "Add the steps and who calls whom." in page
        assert "Nobody yet" in page


class TestTwoAtOnce:
    def test_a_service_has_one_pathway(self, world: World, signed_in):
        service = make(world.hill)
        client = signed_in("hill-leader")
        data = pathway_data(world)
        for _time in range(2):
            assert client.post(url(service, "pathway/"), data).status_code == 302
        assert client.post(url(service, "pathway/"), data | {"steps": "Other steps"}).status_code == 409
        response = post(client, world, service, steps="Another way")
        assert response.status_code == 409
        assert "Another way" in get_text(response)
        [pathway] = pathways(world)
        assert pathway.steps == data["steps"]

    def test_it_shows_both_and_lets_the_second_replace_the_first(self, world: World, signed_in):
        service = make(world.hill)
        client = signed_in("hill-leader")
        post(client, world, service)
        read = pathways(world)[0].revision
        post(client, world, service, revision=str(read), who_calls="The coordinator calls.")
        response = post(client, world, service, revision=str(read), who_calls="A leader calls.")
        page = get_text(response)
        assert response.status_code == 409
        assert "Another person saved meanwhile" in page
        assert "The coordinator calls." in page
        assert "A leader calls." in page
        assert pathways(world)[0].who_calls == "The coordinator calls."
        again = response.context["form"]["revision"].value()
        assert (
            post(client, world, service, revision=str(again), who_calls="A leader calls.").status_code == 302
        )
        assert pathways(world)[0].who_calls == "A leader calls."

    @pytest.mark.parametrize("revision", ["0", "x", "9" * 30])
    def test_it_replaces_nothing_without_knowing_what(self, world: World, signed_in, revision: str):
        service = make(world.hill)
        client = signed_in("hill-leader")
        post(client, world, service)
        response = post(client, world, service, revision=revision, who_calls="Nobody")
        assert response.status_code in (409, 422)
        assert pathways(world)[0].who_calls == "Our contact calls the desk."


class TestOnThePageOfTheService:
    def test_members_read_it(self, world: World, signed_in):
        service = make(world.hill)
        post(signed_in("hill-leader"), world, service)
        page = get_text(signed_in("hill-member").get(url(service)))
        assert "Our contact calls the desk." in page
        assert "hill-member, trained on" in page
        assert "/pathway/" not in page

    def test_it_says_when_the_contact_has_left(self, world: World, signed_in):
        service = make(world.hill)
        client = signed_in("hill-leader")
        post(client, world, service, contact_trained_on=days_ago(world.hill, 3).isoformat())
        member = membership(world["hill-member"])
        with within(world.hill):
            RolePeriod.objects.filter(membership=member).update(ended_on=days_ago(world.hill, 1))
        member.ended_at = timezone.now()
        member.save()
        for page in (get_text(client.get(url(service))), get_text(client.get(url(service, "pathway/")))):
            assert "hill-member has left the team." in page
