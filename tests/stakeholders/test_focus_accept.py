import datetime as dt

import pytest

from stakeholders.scores import ranking_from_json
from tests.base import World
from tests.stakeholders.base import add
from tests.stakeholders.focus_base import (
    begun,
    choose,
    decisions,
    find,
    focuses,
    get_text,
    local_today,
    page,
    row,
)

HILL = page("hill", "accept/")


@pytest.fixture
def finding(world: World):
    """Schools and police are suggested: 36 each."""
    return find(world.hill, "pictures_as_pressure")


@pytest.fixture
def coordinator(signed_in, finding):
    return signed_in("hill-coordinator")


def schools(world: World, finding, **changes):
    return row(0, world.hill, finding, "schools", **changes)


def police(world: World, finding, **changes):
    return row(1, world.hill, finding, "law_enforcement", **changes)


class TestOpening:
    def test_it_begins_with_what_is_suggested(self, coordinator, finding):
        rows = coordinator.get(HILL).context["rows"].forms
        assert [form["sector"].value() for form in rows] == ["schools", "law_enforcement", None, None]
        assert [form["finding"].value() for form in rows] == [finding.pk, finding.pk, None, None]

    def test_it_preselects_nothing_where_several_are_level(self, world: World, signed_in):
        find(world.hill, "no_interpreters")
        rows = signed_in("hill-coordinator").get(HILL).context["rows"].forms
        assert [form["sector"].value() for form in rows] == [None] * 4

    def test_it_needs_a_finding_first(self, signed_in):
        response = signed_in("hill-coordinator").get(HILL)
        assert "Nothing yet" in get_text(response)
        assert b"<textarea" not in response.content


class TestAccepting:
    def test_it_keeps_the_choice_with_the_suggestion_as_it_stood(self, world: World, coordinator, finding):
        school = add(world.hill, "Hill High")
        opened = coordinator.get(HILL)
        data = begun(opened) | schools(world, finding, organization=school.pk) | police(world, finding)
        response = coordinator.post(HILL, data)
        assert response["Location"] == page("hill")
        [decision] = decisions(world.hill)
        assert (decision.verdict, decision.decided_on) == ("accepted", local_today(world.hill))
        assert decision.created_by == world["hill-coordinator"]
        assert ranking_from_json(decision.suggestion) == opened.context["ranking"]
        first, second = focuses(world.hill)
        assert (first.sector, first.organization, first.finding_id) == ("schools", school, finding.pk)
        assert (second.sector, second.organization, second.plan_person) == (
            "law_enforcement",
            None,
            "Ana and Kim",
        )
        assert {first.decision, second.decision} == {decision}
        assert first.has_plan
        assert second.has_plan

    def test_it_tells_who_sends_the_form_again_with_another_choice(self, world: World, coordinator, finding):
        data = begun(coordinator.get(HILL)) | police(world, finding)
        assert coordinator.post(HILL, data).status_code == 302
        other = data | police(world, finding, plan_person="Kim alone")
        for changed in (other, data | schools(world, finding)):
            assert coordinator.post(HILL, changed).status_code == 409
        assert [focus.sector for focus in focuses(world.hill)] == ["law_enforcement"]

    def test_it_takes_one_of_the_two_without_a_reason(self, world: World, coordinator, finding):
        data = begun(coordinator.get(HILL)) | police(world, finding)
        assert coordinator.post(HILL, data).status_code == 302
        assert [focus.sector for focus in focuses(world.hill)] == ["law_enforcement"]

    def test_it_is_recorded_once_however_often_it_is_sent(self, world: World, coordinator, finding):
        data = begun(coordinator.get(HILL)) | schools(world, finding)
        assert coordinator.post(HILL, data).status_code == 302
        assert coordinator.post(HILL, data).status_code == 302
        assert (len(decisions(world.hill)), len(focuses(world.hill))) == (1, 1)

    def test_it_asks_why_when_something_else_is_chosen(self, world: World, coordinator, finding):
        data = begun(coordinator.get(HILL)) | row(0, world.hill, finding, "media")
        response = coordinator.post(HILL, data)
        assert response.status_code == 422
        assert "Enter a reason." in get_text(response)
        assert decisions(world.hill) == []
        assert coordinator.post(HILL, data | {"reason": "The radio asked us."}).status_code == 302
        assert decisions(world.hill)[0].reason == "The radio asked us."

    def test_its_label_says_when_a_reason_is_required(self, world: World, coordinator, finding):
        label = "Why, if it differs from the suggestion or is more than two?"
        response = coordinator.get(HILL)
        assert label in get_text(response)
        assert f"{label} <span" not in response.content.decode()
        wrong = coordinator.post(HILL, begun(response) | row(0, world.hill, finding, "media"))
        assert f"{label} <span" not in wrong.content.decode()

    def test_it_always_asks_why_where_nothing_is_suggested(self, world: World, signed_in):
        old = find(world.hill, observed_on=dt.date(2020, 1, 1))
        client = signed_in("hill-coordinator")
        response = client.get(HILL)
        assert "Reason " in get_text(response)
        data = begun(response) | row(0, world.hill, old, "media")
        assert "Enter a reason." in get_text(client.post(HILL, data))
        assert decisions(world.hill) == []
        assert client.post(HILL, data | {"reason": "They asked."}).status_code == 302
        assert "Chosen without a suggestion" in get_text(client.get(page("hill")))

    def test_it_allows_more_than_two_with_a_reason(self, world: World, coordinator, finding):
        data = begun(coordinator.get(HILL)) | schools(world, finding) | police(world, finding)
        data |= row(2, world.hill, finding, "media")
        response = coordinator.post(HILL, data)
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
        assert "<details open>" in response.content.decode().replace(' class="tf-details"', "")
        assert coordinator.post(HILL, data | {"reason": "All three asked."}).status_code == 302
        assert len(focuses(world.hill)) == 3

    def test_it_takes_two_organizations_of_one_sector(self, world: World, coordinator, finding):
        first, other = add(world.hill, "North High"), add(world.hill, "South High")
        data = begun(coordinator.get(HILL)) | schools(world, finding, organization=first.pk)
        data |= row(1, world.hill, finding, "schools", organization=other.pk)
        assert coordinator.post(HILL, data).status_code == 302
        assert [focus.organization for focus in focuses(world.hill)] == [first, other]


class TestWhatStandsAlready:
    def test_it_asks_what_happens_with_it(self, world: World, coordinator, finding):
        choose(world.hill, finding, sector="media")
        data = begun(coordinator.get(HILL)) | schools(world, finding)
        response = coordinator.post(HILL, data)
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["existing"])
        assert "What happens to your current focus: Media?" in get_text(response)
        assert len(focuses(world.hill)) == 1

    def test_it_ends_it(self, world: World, coordinator, finding):
        choose(world.hill, finding, sector="schools")
        data = begun(coordinator.get(HILL), existing="end") | schools(world, finding)
        assert coordinator.post(HILL, data).status_code == 302
        old, new = focuses(world.hill)
        assert (old.ended_on, old.end_reason) == (local_today(world.hill), "Others were chosen.")
        assert (new.sector, new.ended_on) == ("schools", None)

    def test_it_keeps_the_suggestion(self, world: World, coordinator, finding):
        choose(world.hill, finding, sector="law_enforcement")
        data = begun(coordinator.get(HILL), existing="keep") | schools(world, finding)
        assert coordinator.post(HILL, data).status_code == 302
        assert [focus.ended_on for focus in focuses(world.hill)] == [None, None]

    def test_it_asks_why_when_keeping_makes_more_than_two(self, world: World, coordinator, finding):
        choose(world.hill, finding, sector="media")
        data = (
            begun(coordinator.get(HILL), existing="keep") | schools(world, finding) | police(world, finding)
        )
        response = coordinator.post(HILL, data)
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])

    def test_it_does_not_choose_the_same_twice(self, world: World, coordinator, finding):
        choose(world.hill, finding, sector="schools")
        data = begun(coordinator.get(HILL), existing="keep") | schools(world, finding)
        response = coordinator.post(HILL, data)
        assert response.status_code == 422
        assert "Choose one that is not a focus yet." in get_text(response)

    def test_it_ends_nothing_before_it_began(self, world: World, coordinator, finding):
        choose(world.hill, finding, sector="schools")
        early = local_today(world.hill) - dt.timedelta(days=30)
        data = begun(coordinator.get(HILL), existing="end", decided_on=early.isoformat()) | police(
            world, finding
        )
        response = coordinator.post(HILL, data)
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["decided_on"])


class TestWhatChangedMeanwhile:
    @pytest.mark.parametrize("what", ["finding", "focus"])
    def test_it_shows_the_new_suggestion_before_it_saves(self, world: World, coordinator, finding, what: str):
        data = begun(coordinator.get(HILL)) | schools(world, finding)
        if what == "finding":
            find(world.hill, "no_interpreters", severity=1, confidence=1)
        else:
            choose(world.hill, finding, sector="media")
            data["existing"] = "end"
        response = coordinator.post(HILL, data)
        assert response.status_code == 409
        assert "Something has changed" in get_text(response)
        assert response.context["rows"].forms[0]["plan"].value() == "Visit the markets."
        assert decisions(world.hill)[1:] == []
        again = data | {"shown_version": response.context["form"]["shown_version"].value()}
        assert coordinator.post(HILL, again).status_code == 302


WRONG_ROWS = [
    ({"row0-sector": ""}, "sector"),
    ({"row0-sector": "spies"}, "sector"),
    ({"row0-finding": ""}, "finding"),
    ({"row0-finding": "99999999"}, "finding"),
    ({"row0-finding": "x"}, "finding"),
    ({"row0-plan": ""}, "plan"),
    ({"row0-plan": "\0"}, "plan"),
    ({"row0-plan": "x" * 1001}, "plan"),
    ({"row0-plan_person": " "}, "plan_person"),
    ({"row0-plan_due": ""}, "plan_due"),
    ({"row0-plan_due": "2020-01-01"}, "plan_due"),
    ({"row0-plan_due": "2100-01-01"}, "plan_due"),
    ({"row0-organization": "99999999"}, "organization"),
]


WRONG_DECISIONS = [
    ({"decided_on": ""}, ["decided_on"]),
    ({"decided_on": "2098-01-01"}, ["decided_on"]),
    ({"client_id": "x"}, ["client_id"]),
    ({"client_id": ""}, ["client_id"]),
]


class TestWhatIsWrong:
    def test_it_explains_a_row_and_saves_nothing(
        self, world: World, coordinator, finding, subtests: pytest.Subtests
    ):
        for bad, field in WRONG_ROWS:
            with subtests.test(bad=bad):
                data = begun(coordinator.get(HILL)) | schools(world, finding) | bad
                response = coordinator.post(HILL, data)
                assert response.status_code == 422
                assert list(response.context["rows"].forms[0].errors) == [field]
                assert "Ana and Kim" in response.content.decode() or field == "plan_person"
                assert decisions(world.hill) == []

    def test_it_explains_the_decision_and_saves_nothing(
        self, world: World, coordinator, finding, subtests: pytest.Subtests
    ):
        for bad, fields in WRONG_DECISIONS:
            with subtests.test(bad=bad):
                response = coordinator.post(
                    HILL, begun(coordinator.get(HILL)) | schools(world, finding) | bad
                )
                assert (response.status_code, list(response.context["form"].errors)) == (422, fields)
                assert decisions(world.hill) == []

    def test_it_says_which_focus_an_error_belongs_to(self, world: World, coordinator, finding):
        data = (
            begun(coordinator.get(HILL)) | schools(world, finding, plan="") | police(world, finding, plan="")
        )
        summary = get_text(coordinator.post(HILL, data)).split("There is a problem")[1].split("Suggested")[0]
        assert "Focus 1: What you will do: Fill in this field." in summary
        assert "Focus 2: What you will do: Fill in this field." in summary

    def test_it_wants_at_least_one(self, world: World, coordinator):
        response = coordinator.post(HILL, begun(coordinator.get(HILL)))
        assert response.status_code == 422
        assert "Choose at least one." in get_text(response)

    def test_it_wants_an_organization_of_the_sector(self, world: World, coordinator, finding):
        radio = add(world.hill, "Hill Radio", sector="media")
        data = begun(coordinator.get(HILL)) | schools(world, finding, organization=radio.pk)
        response = coordinator.post(HILL, data)
        assert response.status_code == 422
        assert "Choose “Media”: Hill Radio is in that sector." in get_text(response)

    def test_it_takes_nothing_of_another_community(self, world: World, coordinator, finding):
        school, theirs = add(world.dale), find(world.dale)
        data = begun(coordinator.get(HILL)) | schools(world, theirs, organization=school.pk)
        response = coordinator.post(HILL, data)
        assert response.status_code == 422
        assert list(response.context["rows"].forms[0].errors) == ["organization", "finding"]
