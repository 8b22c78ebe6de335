from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from stakeholders.models import Finding, OwnVulnerability, Research
from tests.base import World, within
from tests.stakeholders.findings_base import finding_data, findings, how_many

NEW = findings("hill", "new/")
NUMBER = "Call 626 555 0142 about it."


def test_it_records_what_was_typed(world: World, signed_in):
    response = signed_in("hill-leader").post(NEW, finding_data())
    with within(world.hill):
        finding = Finding.objects.get()
    assert response.status_code == 302
    assert response["Location"] == findings("hill", f"{finding.pk}/")
    assert (finding.vulnerability, finding.summary) == ("wage_theft", "Farms hold back the last wages.")
    assert (finding.severity, finding.confidence, finding.method) == (4, 3, "interview")
    assert (finding.affected_groups, finding.people_heard) == (["migrants", "workers"], 12)
    assert (finding.observed_on, finding.checked_on) == (date(2026, 3, 3), date(2026, 4, 4))
    assert (finding.status, finding.research, finding.created_by) == ("open", None, world["hill-leader"])


def test_it_leaves_open_what_nobody_knows(world: World, signed_in):
    data = finding_data(people_heard="", checked_on="", affected_groups=[])
    assert signed_in("hill-leader").post(NEW, data).status_code == 302
    with within(world.hill):
        finding = Finding.objects.get()
    assert (finding.people_heard, finding.checked_on, finding.affected_groups) == (None, None, [])


def test_it_records_once_when_it_is_sent_twice(world: World, signed_in):
    client, data = signed_in("hill-leader"), finding_data()
    first, second = client.post(NEW, data), client.post(NEW, data)
    assert first["Location"] == second["Location"]
    assert how_many(world.hill) == 1


def test_it_says_what_each_level_means_and_groups_the_catalogue(signed_in):
    page = signed_in("hill-leader").get(NEW).content.decode()
    assert '<optgroup label="Transport and hotels">' in page
    assert "4 · Two or more methods show the same." in page
    assert "never about one person" in page


class TestResearch:
    def research(self, community, **fields) -> Research:
        with within(community):
            return Research.objects.create(**{"question": "Where?", "begun_on": date(2026, 1, 1)} | fields)

    def test_it_proposes_the_one_under_way(self, world: World, signed_in):
        running = self.research(world.hill)
        self.research(world.hill, begun_on=date(2026, 6, 1), closed_on=date(2026, 7, 1))
        form = signed_in("hill-leader").get(NEW).context["form"]
        assert form["research"].value() == running.pk

    def test_it_takes_one_of_its_own_community_only(self, world: World, signed_in):
        mine, theirs = self.research(world.hill), self.research(world.dale)
        client = signed_in("hill-leader")
        response = client.post(NEW, finding_data(research=theirs.pk))
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["research"])
        assert client.post(NEW, finding_data(research=mine.pk)).status_code == 302
        with within(world.hill):
            assert Finding.objects.get().research_id == mine.pk


class TestOwnVulnerabilities:
    def own(self, world: World, **fields) -> OwnVulnerability:
        with within(world.usa):
            values = {"group": "labor", "title_en": "Fees for the trip", "added_by": world["usa-staff"]}
            return OwnVulnerability.objects.create(**values | fields)

    def test_it_offers_what_the_office_added(self, world: World, signed_in):
        own = self.own(world)
        client = signed_in("hill-leader")
        assert "Fees for the trip" in client.get(NEW).content.decode()
        assert client.post(NEW, finding_data(vulnerability=own.code)).status_code == 302

    def test_it_offers_nothing_that_the_office_took_out(self, world: World, signed_in):
        own = self.own(world, retired_at=timezone.now())
        client = signed_in("hill-leader")
        assert "Fees for the trip" not in client.get(NEW).content.decode()
        assert client.post(NEW, finding_data(vulnerability=own.code)).status_code == 422

    def test_it_offers_nothing_of_another_office(self, world: World, signed_in):
        own = self.own(world)
        there = findings("moor", "new/")
        assert signed_in("moor-leader").post(there, finding_data(vulnerability=own.code)).status_code == 422


class TestPersonalDetails:
    def test_it_asks_once_before_it_saves(self, world: World, signed_in):
        client = signed_in("hill-leader")
        data = finding_data(summary=NUMBER)
        response = client.post(NEW, data)
        page = response.content.decode()
        assert response.status_code == 422
        assert how_many(world.hill) == 0
        assert "This looks like a phone number or email address: 626 555 0142." in page
        assert "It is public, keep it" in page
        assert 'type="checkbox" name="keep_summary" value="626 555 0142"' in page
        assert NUMBER in page
        assert client.post(NEW, data | {"keep_summary": "626 555 0142"}).status_code == 302
        with within(world.hill):
            assert Finding.objects.get().summary == NUMBER

    def test_it_saves_when_it_was_taken_out(self, world: World, signed_in):
        client = signed_in("hill-leader")
        data = finding_data(summary=NUMBER)
        client.post(NEW, data)
        assert client.post(NEW, data | {"summary": "Somebody told us."}).status_code == 302

    def test_it_takes_the_tick_for_what_was_pointed_out_alone(self, world: World, signed_in):
        data = finding_data(summary=f"{NUMBER} Or ana@radio.example.", keep_summary="626 555 0142")
        response = signed_in("hill-leader").post(NEW, data)
        page = response.content.decode()
        assert response.status_code == 422
        assert "These look like phone numbers or email addresses: 626 555 0142, ana@radio.example." in page
        assert 'value="626 555 0142 | ana@radio.example"' in page
        assert "checked" not in page[page.index('name="keep_summary"') :].split(">")[0]
        assert how_many(world.hill) == 0

    def test_it_keeps_the_tick_when_something_else_is_wrong(self, signed_in):
        data = finding_data(summary=NUMBER, keep_summary="626 555 0142", severity="")
        response = signed_in("hill-leader").post(NEW, data)
        page = response.content.decode()
        assert list(response.context["form"].errors) == ["severity"]
        assert "checked" in page[page.index('name="keep_summary"') :].split(">")[0]

    def test_it_draws_no_tick_where_nothing_was_found(self, signed_in):
        assert "keep it" not in signed_in("hill-leader").get(NEW).content.decode()

    def test_it_knows_the_numbers_of_the_offices_country(self, world: World, signed_in):
        there = findings("moor", "new/")
        data = finding_data(summary="Ring 020 7946 0018.")
        assert signed_in("moor-leader").post(there, data).status_code == 422


TO_COME = "2199-01-01"


WRONG: list[dict[str, Any]] = [
    {"vulnerability": ""},
    {"vulnerability": "witchcraft"},
    {"summary": ""},
    {"summary": "   "},
    {"summary": "x" * 2001},
    {"summary": "a\0b"},
    {"severity": ""},
    {"severity": "0"},
    {"severity": "6"},
    {"severity": "four"},
    {"confidence": ""},
    {"confidence": "9"},
    {"affected_groups": ["ghosts"]},
    {"method": "guess"},
    {"observed_on": ""},
    {"observed_on": TO_COME},
    {"observed_on": "2026-13-01"},
    {"people_heard": "-1"},
    {"people_heard": "many"},
    {"people_heard": "9" * 12},
    {"checked_on": TO_COME},
    {"checked_on": "2026-03-02"},
    {"status": "x"},
    {"client_id": "not an id"},
]


def test_it_explains_what_is_wrong_and_keeps_what_was_typed(
    world: World, signed_in, subtests: pytest.Subtests
):
    for bad in WRONG:
        with subtests.test(bad=bad):
            response = signed_in("hill-leader").post(NEW, finding_data(summary="Typed with care") | bad)
            page = response.content.decode()
            assert response.status_code == 422
            assert list(response.context["form"].errors) == list(bad)
            assert "There is a problem" in page
            assert ("Typed with care" in page) is ("summary" not in bad)
            assert how_many(world.hill) == 0


def test_it_takes_no_tenant_from_the_form(world: World, signed_in):
    signed_in("hill-leader").post(NEW, finding_data(community=world.dale.pk, id=77))
    assert (how_many(world.hill), how_many(world.dale)) == (1, 0)


class TestConfidence:
    """The confidence compared with the finding's sources."""

    def errors(self, response) -> list[str]:
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["confidence"]
        return [str(error)[:10] for error in response.context["form"].errors["confidence"]]

    def test_it_asks_for_a_second_method_and_for_those_who_live_with_it(self, world: World, signed_in):
        client = signed_in("hill-leader")
        assert b"another method shows the same" not in client.get(NEW).content
        data = finding_data(confidence="5", people_heard="1", checked_on="")
        response = client.post(NEW, data)
        assert self.errors(response) == ["4 and 5 ne", "5 needs a "]
        page = response.content.decode()
        assert "you chose one: Interview. Tick below" in page
        assert page.index('name="confidence"') < page.index('type="checkbox" name="second_method"')
        assert "Farms hold back" in page
        assert self.errors(client.post(NEW, data | {"second_method": "on"})) == ["5 needs a "]
        assert how_many(world.hill) == 0
        ticked = data | {"second_method": "on", "checked_on": "2026-04-04"}
        assert client.post(NEW, ticked).status_code == 302

    @pytest.mark.parametrize(
        ("confidence", "people", "status"), [("3", "1", 422), ("2", "1", 302), ("3", "2", 302)]
    )
    def test_it_takes_several_people_for_a_three(self, world: World, signed_in, confidence, people, status):
        data = finding_data(confidence=confidence, people_heard=people)
        assert signed_in("hill-leader").post(NEW, data).status_code == status
        assert how_many(world.hill) == (status == 302)
