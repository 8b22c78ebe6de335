"""Check calls: agreed first, one per provider and half-year, and never to a hotline."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stakeholders.models import Organization
from support.models import Service
from tests.base import World, hotline, within
from tests.support.public_base import get_text
from tests.support.readiness_base import called, check_data, checks, membership, url
from tests.support.services_base import make, today
from tfc.periods import HalfYear


def record(client: Client, world: World, service: Service, **changes: Any) -> Any:
    return client.post(url(service, "referral-checks/new/"), check_data(world, **changes))


class TestWhoMayRecord:
    def test_it_records_what_the_provider_said(self, world: World, signed_in):
        service = make(world.hill)
        client = signed_in("hill-leader")
        page = get_text(client.get(url(service, "referral-checks/new/")))
        assert "Do not call without agreement" in page
        response = record(client, world, service)
        assert response.url == url(service) + "#readiness"
        [check] = checks(world)
        assert (check.service_id, check.on, check.answered) == (service.pk, today(world.hill), True)
        assert check.accepts == [["physical", "en"], ["physical", "es"]]
        assert check.called_by_id == membership(world["hill-leader"]).pk
        assert check.created_by == world["hill-leader"]
        page = get_text(signed_in("hill-member").get(url(service)))
        assert "Physical: English, Spanish" in page
        assert "Called by hill-leader" in page

    def test_it_finds_nothing_of_another_community_or_service(self, world: World, signed_in):
        mine, other, theirs = make(world.hill), make(world.hill, "Other"), make(world.dale)
        check = called(world, other)
        client = signed_in("hill-leader")
        assert record(client, world, theirs).status_code == 404
        for service in (mine, theirs):
            for rest in ("", "delete/", "restore/"):
                answer = client.post(url(service, f"referral-checks/{check.pk}/{rest}"), check_data(world))
                assert answer.status_code == 404
        assert client.get(url(mine, f"referral-checks/{check.pk}/")).status_code == 404
        assert [(check.pk, check.revision) for check in checks(world)] == [(check.pk, check.revision)]


class TestHotlines:
    """Volunteers are never asked to test a hotline."""

    @pytest.mark.parametrize("phone", ["1-888-373-7888", "(888) 373 7888", "+1 888 373 7888", "911"])
    def test_nobody_calls_one_to_test_it(self, world: World, signed_in, phone: str):
        service = make(world.hill, phone=phone)
        client = signed_in("hill-leader")
        response = client.get(url(service, "referral-checks/new/"))
        assert "Do not test this number" in get_text(response)
        assert "form" not in response.context
        assert 'name="answered"' not in get_text(response)
        refused = record(client, world, service)
        assert refused.status_code == 403
        assert "A test call can block a person in danger" in get_text(refused)
        assert checks(world) == []
        page = get_text(client.get(url(service)))
        assert "Never call it as a test." in page
        assert "referral-checks/new/" not in page

    def test_it_knows_every_hotline_of_an_office(self, world: World, signed_in):
        world.usa.hotlines = [hotline("1-888-373-7888"), hotline("626-555-0142")]
        world.usa.save()
        service = make(world.hill, phone="(626) 555-0142")
        assert record(signed_in("hill-leader"), world, service).status_code == 403

    @pytest.mark.parametrize("phone", ["626-555-0142", "", "988"])
    def test_other_numbers_may_be_called(self, world: World, signed_in, phone: str):
        service = make(world.hill, phone=phone)
        assert record(signed_in("hill-leader"), world, service).status_code == 302

    def test_each_country_has_its_own(self, world: World, signed_in):
        service = make(world.moor, phone="999")
        answer = signed_in("moor-leader").get(url(service, "referral-checks/new/", slug="moor"))
        assert "Do not test this number" in get_text(answer)


BAD: list[tuple[str, Any, str]] = [
    ("agreed", "", "Agree on the call with the provider first"),
    ("answered", "", "Choose one."),
    ("answered", "maybe", "Select a valid choice"),
    ("on", "", "This field is required."),
    ("on", "10000-01-01", "Enter a valid date"),
    ("on", "2300-01-01", "Enter a date that is not in the future."),
    ("on", "1999-12-31", "Enter a date from 2000 on."),
    ("called_by", "", "This field is required."),
    ("called_by", "9" * 30, "Select a valid choice"),
    ("accepts", ["social:en"], "Select a valid choice"),
    ("accepts", ["physical:tlh"], "Select a valid choice"),
    ("accepts", ["physical"], "Select a valid choice"),
    ("accepts", ["physical:en\x00"], "Select a valid choice"),
    ("client_id", "x", "Enter a valid UUID."),
]


class TestBadInput:
    def test_it_explains_and_keeps_what_was_typed(self, world: World, signed_in, subtests: pytest.Subtests):
        for field, typed, message in BAD:
            with subtests.test(field=field):
                response = record(signed_in("hill-leader"), world, make(world.hill), **{field: typed})
                assert response.status_code == 422
                assert message in " ".join(response.context["form"].errors[field])
                if field != "accepts":
                    assert response.context["form"]["accepts"].value() == ["physical:es", "physical:en"]
                assert message in get_text(response)
                assert checks(world) == []

    def test_nobody_who_did_not_answer_said_yes(self, world: World, signed_in):
        response = record(signed_in("hill-leader"), world, make(world.hill), answered="no")
        assert response.status_code == 422
        assert "You selected that nobody answered. Clear this" in get_text(response)
        assert checks(world) == []

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({}, "Do not select both."),
            ({"answered": "no", "accepts": []}, "You selected that nobody answered. Clear this"),
        ],
    )
    def test_it_is_either_accepted_or_refused(self, world: World, signed_in, changes: Any, message: str):
        response = record(signed_in("hill-leader"), world, make(world.hill), nobody="on", **changes)
        assert response.status_code == 422
        assert message in get_text(response)
        assert checks(world) == []

    def test_it_takes_no_caller_of_another_team(self, world: World, signed_in):
        caller = str(membership(world["dale-leader"]).pk)
        response = record(signed_in("hill-leader"), world, make(world.hill), called_by=caller)
        assert response.status_code == 422
        assert checks(world) == []

    def test_an_answer_for_nobody_is_an_answer(self, world: World, signed_in):
        service = make(world.hill)
        client = signed_in("hill-leader")
        response = record(client, world, service, accepts=[])
        assert response.status_code == 422
        assert "Select needs and languages, or that they accept no one." in get_text(response)
        assert checks(world) == []
        assert record(client, world, service, accepts=[], nobody="on").status_code == 302
        assert [(check.answered, check.accepts) for check in checks(world)] == [(True, [])]
        assert "They accept no one at present" in get_text(client.get(url(service)))


def other_day(world: World) -> dt.date:
    """Return another past day of today's half-year; on its first day, the next."""
    day = today(world.hill)
    first = HalfYear.from_day(day).first_day
    return first if day != first else first + dt.timedelta(days=1)


class TestOneCallAHalfYear:
    def test_it_asks_before_a_second_call_to_the_same_provider(self, world: World, signed_in):
        """The call may go to another service of the provider, or to their name in another spelling."""
        first = make(world.hill, provider="Hope Center")
        second = make(world.hill, "Clinic", provider="HOPE center", kinds=["medical"])
        called(world, first, on=other_day(world))
        client = signed_in("hill-leader")
        data = check_data(world)
        response = client.post(url(second, "referral-checks/new/"), data)
        assert response.status_code == 422
        page = get_text(response)
        assert "You already called this provider in this half-year" in page
        assert "Safe House" in page
        assert len(checks(world)) == 1
        assert client.post(url(second, "referral-checks/new/"), data | {"again": "on"}).status_code == 302
        assert len(checks(world)) == 2

    def test_it_knows_a_provider_by_its_organization(self, world: World, signed_in):
        with within(world.hill):
            hope = Organization.objects.create(name="Hope", sector="faith_ngo")
        first = make(world.hill, provider="Hope", organization=hope)
        second = make(world.hill, "Clinic", provider="Hope's clinic", organization=hope)
        called(world, first, on=other_day(world))
        assert record(signed_in("hill-leader"), world, second).status_code == 422

    def test_one_call_may_ask_about_two_services(self, world: World, signed_in):
        """At another service on the same day it is the same call; at this one it would be a second."""
        first, second = make(world.hill), make(world.hill, "Clinic", kinds=["medical"])
        client = signed_in("hill-leader")
        for service, status in ((first, 302), (second, 302), (second, 422)):
            assert record(client, world, service).status_code == status
        assert [check.service_id for check in checks(world)] == [first.pk, second.pk]

    def test_it_counts_no_other_provider_no_deleted_call_and_no_other_half_year(
        self, world: World, signed_in
    ):
        service, other = make(world.hill), make(world.hill, "Other", provider="Others")
        called(world, other)
        called(world, service, deleted_at=timezone.now())
        last = HalfYear.from_day(today(world.hill)).previous().last_day
        called(world, service, on=last)
        assert record(signed_in("hill-leader"), world, service).status_code == 302

    def test_sending_it_twice_is_one_call(self, world: World, signed_in):
        service = make(world.hill)
        client, data = signed_in("hill-leader"), check_data(world)
        for _time in range(2):
            assert client.post(url(service, "referral-checks/new/"), data).status_code == 302
        assert len(checks(world)) == 1


class TestEdit:
    def edit(self, client: Client, world: World, check: Any, **changes: Any) -> Any:
        data = check_data(world) | {"revision": str(check.revision)} | changes
        return client.post(url(check.service, f"referral-checks/{check.pk}/"), data)

    def test_it_changes_a_call(self, world: World, signed_in):
        check = called(world, make(world.hill))
        client = signed_in("hill-leader")
        form = client.get(url(check.service, f"referral-checks/{check.pk}/")).context["form"]
        assert (form["answered"].value(), form["accepts"].value()) == ("yes", ["physical:en"])
        assert self.edit(client, world, check, answered="no", accepts=[]).status_code == 302
        assert [(check.answered, check.accepts) for check in checks(world)] == [(False, [])]

    def test_it_shows_both_and_lets_the_second_replace_the_first(self, world: World, signed_in):
        check = called(world, make(world.hill))
        client = signed_in("hill-leader")
        self.edit(client, world, check, accepts=["physical:es"])
        response = self.edit(client, world, check, answered="no", accepts=[])
        assert response.status_code == 409
        assert "Another person saved meanwhile" in get_text(response)
        assert response.context["stored_accepts"] == ["Physical: Spanish"]
        again = response.context["form"]["revision"].value()
        assert (
            self.edit(client, world, check, revision=str(again), answered="no", accepts=[]).status_code == 302
        )
        assert [check.answered for check in checks(world)] == [False]

    def test_it_explains_bad_input(self, world: World, signed_in):
        check = called(world, make(world.hill))
        for changes in ({"on": "x"}, {"revision": "x"}, {"agreed": ""}, {"accepts": ["physical:tlh"]}):
            assert self.edit(signed_in("hill-leader"), world, check, **changes).status_code == 422
        assert checks(world)[0].revision == check.revision

    def test_it_asks_when_a_call_moves_next_to_another(self, world: World, signed_in):
        service = make(world.hill)
        last = HalfYear.from_day(today(world.hill)).previous().last_day
        earlier = called(world, service, on=last)
        called(world, service)
        client = signed_in("hill-leader")
        same = last - dt.timedelta(days=1)
        assert self.edit(client, world, earlier, on=same.isoformat()).status_code == 302
        [moved, _now] = checks(world)
        assert self.edit(client, world, moved).status_code == 422
        assert checks(world)[0].on == same
        assert self.edit(client, world, moved, again="on").status_code == 302


class TestBin:
    def test_it_deletes_and_restores(self, world: World, signed_in):
        check = called(world, make(world.hill))
        client, path = signed_in("hill-leader"), url(check.service, f"referral-checks/{check.pk}/")
        for rest in ("delete/", "restore/"):
            assert client.get(path + rest).status_code == 405
        client.post(path + "delete/")
        assert checks(world)[0].deleted_at is not None
        assert client.get(path).status_code == 404
        assert "No calls yet" in get_text(client.get(url(check.service)))
        client.post(path + "restore/")
        assert checks(world)[0].deleted_at is None
