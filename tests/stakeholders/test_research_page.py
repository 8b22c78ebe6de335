"""The research of a community on one page."""

from datetime import date

import pytest
from django.utils import timezone

from communities.models import Membership, ThresholdSetting
from events.models import ResearchEvent
from stakeholders.models import FocusDecision, FocusStakeholder, Sector, Step
from tests.base import World, within
from tests.events.base import days_ago, plan
from tests.line_breaks import keep_together
from tests.stakeholders.research_base import add_finding, add_method, add_step, begin, shown_at, url
from tfc.dates import add_months

HUB = url("hill")
DONE = date(2026, 2, 7)
RECORDED = [step.value for step in Step if step != Step.METHODS]


def states(client, page: str = HUB) -> list[str]:
    return [step["state"] for step in client.get(page).context["steps"]]


def get_main(response) -> str:
    return response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


class TestWithoutAny:
    def test_it_teaches_what_research_is_and_begins_one(self, signed_in):
        page = get_main(signed_in("hill-leader").get(HUB))
        assert "Ask people what they see" in page
        assert page.count("btn btn-primary") == 1
        assert "/c/hill/research/begin/" in page
        assert "half-year survey" not in page

    def test_it_tells_coordinators_how_to_declare_none(self, signed_in):
        page = get_main(signed_in("hill-coordinator").get(HUB))
        assert '<a href="/c/hill/survey/">' in page

    def test_it_offers_members_no_form(self, signed_in):
        page = get_main(signed_in("hill-member").get(HUB))
        assert "/research/begin/" not in page
        assert "btn-primary" not in page


class TestDesign:
    def test_a_member_reads_where_and_whom_it_studies(self, world: World, signed_in):
        begin(world.hill, places="Two schools", people_to_hear="Truck drivers")
        page = get_main(signed_in("hill-member").get(HUB))
        assert "Two schools" in page
        assert "Truck drivers" in page

    def test_it_has_no_empty_list(self, world: World, signed_in):
        begin(world.hill, places="", people_to_hear="")
        assert "<dl" not in get_main(signed_in("hill-member").get(HUB))


class TestSteps:
    def test_it_shows_where_the_team_is(self, world: World, signed_in):
        result = begin(world.hill)
        led = Membership.objects.get(user=world["hill-leader"])
        add_step(world.hill, result, "design", done_on=DONE, led_by=led)
        add_step(world.hill, result, "fieldwork", begun_on=DONE)
        response = signed_in("hill-leader").get(HUB)
        steps = response.context["steps"]
        assert [step["state"] for step in steps] == ["done", "current", "todo", "todo", "todo"]
        assert steps[0]["note"] == keep_together("Done on: Feb. 7, 2026 · hill-leader")
        assert steps[1]["note"] == "0 of 2 methods have a start date and a number of people or places"
        assert steps[2]["note"] == keep_together("Began on: Feb. 7, 2026")
        page = get_main(response)
        assert page.count("btn btn-primary") == 1
        assert response.context["next"]["url"] == url("hill", f"{result.pk}/steps/methods/")

    def test_it_counts_a_ranking_only_with_a_fresh_finding(self, world: World, signed_in):
        result = begin(world.hill)
        add_step(world.hill, result, "ranked_findings", done_on=DONE)
        client = signed_in("hill-member")
        step = client.get(HUB).context["steps"][3]
        assert (step["state"], step["note"]) == (
            "todo",
            keep_together(
                "Feb. 7, 2026 · It needs a finding of the last 24 months with confidence 2 or more."
            ),
        )
        add_finding(world.hill, observed_on=add_months(timezone.localdate(), -3))
        step = client.get(HUB).context["steps"][3]
        assert (step["state"], step["note"]) == ("done", keep_together("Done on: Feb. 7, 2026"))

    def test_it_says_why_a_check_before_the_ranking_does_not_count(self, world: World, signed_in):
        result = begin(world.hill)
        for step in ("ranked_findings", "community_check"):
            add_step(world.hill, result, step, done_on=DONE)
        add_finding(world.hill, checked_on=date(2026, 2, 6))
        client = signed_in("hill-member")
        step = client.get(HUB).context["steps"][4]
        reason = "It counts once a finding was checked with the community on the day of the ranking or later."
        assert (step["state"], step["note"]) == ("todo", keep_together(f"Feb. 7, 2026 · {reason}"))
        add_finding(world.hill, checked_on=DONE)
        assert client.get(HUB).context["steps"][4]["state"] == "done"

    def test_it_takes_a_finding_for_fresh_as_long_as_the_office_says(self, world: World, signed_in):
        add_step(world.hill, begin(world.hill), "ranked_findings", done_on=DONE)
        add_finding(world.hill, observed_on=add_months(timezone.localdate(), -30))
        client = signed_in("hill-member")
        assert client.get(HUB).context["steps"][3]["state"] == "todo"
        assert client.get(HUB).context["path_steps"][1]["state"] == "todo"
        with within(world.usa):
            ThresholdSetting.objects.create(
                code="finding_months", value=36, from_half_year="2025-H1", by=world["usa-staff"]
            )
        assert client.get(HUB).context["steps"][3]["state"] == "done"
        assert client.get(HUB).context["path_steps"][1]["state"] == "done"

    def test_it_leads_on_to_the_focus_when_all_five_are_done(self, world: World, signed_in):
        result = begin(world.hill)
        for step in RECORDED:
            add_step(world.hill, result, step, done_on=DONE)
        for method in ("interview", "survey"):
            add_method(world.hill, result, method=method, begun_on=DONE, people_heard=5)
        observed_on = add_months(timezone.localdate(), -3)
        add_finding(world.hill, observed_on=observed_on, checked_on=observed_on)
        response = signed_in("hill-leader").get(HUB)
        assert response.context["done"] == 5
        assert response.context["steps"][1]["note"] == "2 methods"
        assert response.context["next"]["url"] == "/c/hill/focus/"

    def test_it_asks_nothing_of_members(self, world: World, signed_in):
        begin(world.hill)
        page = get_main(signed_in("hill-member").get(HUB))
        assert "btn-primary" not in page
        assert "/edit/" not in page
        assert "/close/" not in page


class TestWhatIsShown:
    def test_it_shows_the_newest_that_is_open(self, world: World, signed_in):
        begin(world.hill, "Open and old?", begun_on=date(2025, 1, 1))
        closed = begin(world.hill, "Closed and new?", closed_on=date(2026, 2, 1))
        client = signed_in("hill-member")
        assert client.get(HUB).context["research"].question == "Open and old?"
        response = client.get(shown_at(closed))
        assert response.context["research"].question == "Closed and new?"
        assert [other["research"].question for other in response.context["others"]] == ["Open and old?"]
        assert states(client, shown_at(closed)) == ["todo"] * 5

    def test_it_shows_the_newest_when_all_are_closed(self, world: World, signed_in):
        begin(world.hill, "Older?", begun_on=date(2025, 1, 1), closed_on=date(2025, 6, 1))
        begin(world.hill, "Newer?", closed_on=date(2026, 2, 1))
        response = signed_in("hill-leader").get(HUB)
        assert response.context["research"].question == "Newer?"
        assert response.context["next"]["url"] == "/c/hill/research/begin/"
        assert "Reopen" in get_main(response)

    @pytest.mark.parametrize("query", ["0", "x", "-1", "٣"])
    def test_it_knows_no_other(self, world: World, signed_in, query):
        begin(world.hill)
        assert signed_in("hill-member").get(f"{HUB}?research={query}").status_code == 404

    def test_it_knows_none_of_another_community(self, world: World, signed_in):
        theirs = begin(world.dale, "Theirs?")
        client = signed_in("hill-coordinator")
        assert client.get(shown_at(theirs)).status_code == 404
        assert "Theirs?" not in client.get(HUB).content.decode()

    def test_it_links_the_listening_groups(self, world: World, signed_in):
        result = begin(world.hill)
        method = add_method(world.hill, result, method="listening_group", begun_on=DONE, people_heard=9)
        with within(world.hill):
            event = plan(world, days_ago(world.hill, 3), title="Circle of parents", kind="listening_group")
            ResearchEvent.objects.create(method=method, event=event)
        page = get_main(signed_in("hill-member").get(HUB))
        assert f'<a href="/c/hill/events/{event.pk}/">Circle of parents</a>' in page
        assert "9 people heard" in page

    def test_it_says_which_methods_do_not_count_without_a_start_date(self, world: World, signed_in):
        result = begin(world.hill)
        add_method(world.hill, result, done_on=DONE, people_heard=9)
        add_method(world.hill, result, method="mapping", places_observed=4)
        add_method(world.hill, result, method="survey")
        add_method(world.hill, result, method="observation", begun_on=DONE, places_observed=4)
        for page in (HUB, url("hill", f"{result.pk}/steps/methods/")):
            text = get_main(signed_in("hill-member").get(page))
            assert text.count("Without this day the method does not count.") == 2
            assert (text.count("Start date missing"), text.count("Not started")) == (1, 1)

    def test_it_offers_an_event_for_what_people_come_to(self, world: World, signed_in):
        result = begin(world.hill)
        add_method(world.hill, result, method="listening_group", begun_on=DONE)
        add_method(world.hill, result, method="public_data", begun_on=DONE)
        assert get_main(signed_in("hill-leader").get(HUB)).count("Link an event") == 1
        assert "Link an event" not in get_main(signed_in("hill-member").get(HUB))

    def test_it_shows_its_results(self, world: World, signed_in):
        begin(world.hill)
        add_finding(world.hill, checked_on=DONE)
        finding = add_finding(world.hill)
        add_finding(world.hill, status="eased", checked_on=DONE)
        with within(world.hill):
            decision = FocusDecision.objects.create(verdict="accepted", decided_on=DONE)
            for sector, ended in ((Sector.MEDIA, None), (Sector.SCHOOLS, DONE)):
                FocusStakeholder.objects.create(
                    decision=decision, sector=sector, finding=finding, ended_on=ended
                )
        response = signed_in("hill-member").get(HUB)
        assert response.context["findings"] == {"all": 3, "open": 2, "checked": 1}
        assert [str(focus) for focus in response.context["focuses"]] == ["Media"]


class TestThePath:
    def test_it_leads_members_to_pages_and_leaders_to_forms(self, world: World, signed_in):
        assert signed_in("hill-leader").get(HUB).context["path_next"]["url"] == "/c/hill/research/begin/"
        add_step(world.hill, begin(world.hill), "design", done_on=DONE)
        member = signed_in("hill-member")
        assert member.get(HUB).context["path_next"]["url"] == ""
        there = member.get("/c/hill/findings/").context["path_next"]
        assert (there["label"], there["url"]) == ("Research", HUB)

    def test_it_links_every_place_but_the_one_where_it_is(self, signed_in):
        steps = signed_in("hill-member").get(HUB).context["path_steps"]
        assert [step["url"] for step in steps] == [
            "",
            "/c/hill/findings/",
            "/c/hill/focus/",
            "/c/hill/strategies/",
        ]
        assert [step["state"] for step in steps] == ["current", "todo", "todo", "todo"]
