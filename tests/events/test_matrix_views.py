"""The connections page, and the meetings behind a cell."""

import datetime as dt
import re
from collections.abc import Iterable
from html import unescape

import pytest
from django.utils import timezone

from events.actions import Attendance
from events.meeting_matrix import GROUP_PAIRS, SECTOR_PAIRS
from events.models import Event
from events.views.matrix import PAIR_PAGE
from stakeholders.models import FocusDecision, FocusStakeholder, Organization, Sector
from tests.base import World, within
from tests.events.base import days_ago, log, organization, plan, queries

MATRIX = "/c/hill/connections/"


def meet(
    world: World, there: Iterable[Organization] = (), groups: Iterable[str] = (), days: int = 3, **values
) -> Event:
    """Create a held event of Hill with these attendees, so many days ago."""
    came = Attendance(
        organizations=tuple(organization.pk for organization in there), constituencies=tuple(groups)
    )
    return log(world, days_ago(world.hill, days), came, **{"kind": "stakeholder_meeting"} | values)


@pytest.fixture
def town(world: World) -> dict[str, Organization]:
    """Two schools, a newspaper and the police, who met three times in pairs and once alone."""
    with within(world.hill):
        known_values = {
            "high": organization("Hill High"),
            "middle": organization("Hill Middle"),
            "paper": organization("Hill Paper", Sector.MEDIA),
            "police": organization("Hill Police", Sector.LAW_ENFORCEMENT),
        }
        meet(
            world,
            [known_values["high"], known_values["middle"], known_values["paper"]],
            days=30,
            title="Round table",
        )
        meet(world, [known_values["high"], known_values["police"]], days=20)
        meet(world, [known_values["paper"]], ["youth"], days=10)
        meet(world, [known_values["paper"]], days=5)
    return known_values


def cells(response) -> dict[tuple[str, str], int]:
    """Return pair → number of meetings, from the heat map."""
    svg = re.search(r'<svg [^>]*class="tf-matrix-map".*?</svg>', response.content.decode(), re.DOTALL)
    assert svg is not None
    results = {}
    for first, second, body in re.findall(
        r'<a href="/c/hill/connections/([\w-]+)/([\w-]+)/.*?>(.*?)</a>', svg[0]
    ):
        number = re.search(r"<text[^>]*tf-matrix-number[^>]*>(\d+)<", body)
        results[first, second] = int(number[1]) if number else 0
    return results


class TestMatrix:
    def test_it_draws_each_pair_once_with_its_meetings(self, town, signed_in):
        response = signed_in("hill-member").get(MATRIX)
        assert response.status_code == 200
        drawn = cells(response)
        assert set(drawn) == set(SECTOR_PAIRS)
        assert {pair: number for pair, number in drawn.items() if number} == {
            ("schools", "schools"): 1,
            ("schools", "media"): 1,
            ("schools", "law_enforcement"): 1,
        }

    def test_it_says_that_a_meeting_counts_once_in_totals_and_once_in_each_pair(self, town, signed_in):
        response = signed_in("hill-member").get(MATRIX)
        assert "once in the total and once in each pair" in response.content.decode()
        assert (response.context["matrix"].total, response.context["met"]["number"]) == (3, 3)

    def test_it_never_leaves_a_pair_that_never_met_to_a_color(self, town, signed_in):
        page = signed_in("hill-member").get(MATRIX).content.decode()
        assert page.count('<text class="tf-matrix-never"') == 33
        assert 'aria-label="Consumers and Media: never met"' in page

    def test_it_names_the_pairs_that_could_meet_and_folds_the_most_of_them(self, world: World, signed_in):
        with within(world.hill):
            for sector in ("schools", "media", "consumers", "law_enforcement", "first_responders"):
                for number in (1, 2):
                    Organization.objects.create(name=f"{sector} {number}", sector=sector)
            known_values = {organization.name: organization for organization in Organization.objects.all()}
            meet(world, [known_values["schools 1"], known_values["media 1"]], days=9)
        response = signed_in("hill-member").get(MATRIX)
        never = response.context["never"]
        # Ten pairs of five sectors, of which one met, and each sector with itself.
        assert [len(never["possible"]), len(never["rest"])] == [8, 6]
        assert [pair["title"].endswith("among themselves") for pair in never["rest"]] == [False] + [True] * 5
        page = response.content.decode()
        assert "6 more" in page
        assert all(pair["url"].replace("&", "&amp;") in page for pair in never["possible"] + never["rest"])

    def test_it_shows_the_same_in_the_tables(self, town, signed_in):
        context = signed_in("hill-member").get(MATRIX).context
        rows = {row["name"]: [cell.number for cell in row["cells"]] for row in context["sectors"]["rows"]}
        assert rows["Schools"] == [1, 0, 0, 1, 0, 0, 1, 0]
        assert rows["Media"] == [1, 0, 0, 0, 0, 0, 0, 0]
        groups = {row["name"]: [cell.number for cell in row["cells"]] for row in context["groups"]["rows"]}
        assert groups["Media"][: context["groups"]["headers"].index("Youth") + 1] == [1]
        assert sum(map(sum, groups.values())) == 1

    def test_it_shows_only_the_period_that_is_asked_for(self, world: World, town, signed_in):
        with within(world.hill):
            meet(world, [town["paper"], town["police"]], days=500)
        client = signed_in("hill-member")
        old = str(_half_year(days_ago(world.hill, 500)))
        totals = {
            period: client.get(MATRIX, {"period": period}).context["matrix"].total
            for period in ("", "year", "all", old)
        }
        assert totals == {"": 3, "year": 3, "all": 4, old: 1}

    @pytest.mark.parametrize("period", ["2199-H1", "x", "\0"])
    def test_it_explains_a_period_that_is_none(self, town, signed_in, period: str):
        response = signed_in("hill-member").get(MATRIX, {"period": period})
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["period"]
        assert response.context["span"].code == "year"

    def test_it_counts_only_what_was_held_here_and_is_not_in_the_trash(self, world: World, town, signed_in):
        with within(world.hill):
            gone = meet(world, [town["paper"], town["police"]])
            Event.objects.filter(pk=gone.pk).update(deleted_at=timezone.now())
            plan(world, days_ago(world.hill, 2), kind="stakeholder_meeting")
        assert signed_in("hill-member").get(MATRIX).context["matrix"].total == 3

    def test_it_still_counts_organizations_that_left_the_register(self, world: World, town, signed_in):
        with within(world.hill):
            Organization.objects.filter(pk=town["paper"].pk).update(deleted_at=timezone.now())
        client = signed_in("hill-member")
        assert client.get(MATRIX).context["matrix"].total == 3
        page = client.get(MATRIX + "schools/media/").content.decode()
        assert "Hill Paper" in page
        assert f"/organizations/{town['paper'].pk}/" not in page

    def test_it_teaches_while_nothing_is_held(self, signed_in):
        for person, may in (("hill-member", False), ("hill-leader", True)):
            page = signed_in(person).get(MATRIX).content.decode()
            assert "Nothing yet" in page
            assert ('href="/c/hill/events/log/">Log a meeting' in page) is may
            assert "tf-matrix-map" not in page

    def test_it_says_so_when_nobody_met_in_the_period(self, world: World, signed_in):
        with within(world.hill):
            meet(world, [organization("Hill High")])
        assert "No connections in this period" in signed_in("hill-member").get(MATRIX).content.decode()

    def test_it_warns_of_events_without_attendance(self, world: World, town, signed_in):
        client = signed_in("hill-member")
        assert client.get(MATRIX).context["unrecorded"] == 0
        with within(world.hill):
            meet(world)
            meet(world, kind="team_meeting")
        response = client.get(MATRIX)
        assert response.context["unrecorded"] == 1
        assert "1 event of this period has no organization" in response.content.decode()


class TestProposals:
    def test_it_proposes_listening_groups_of_people_who_never_met(self, world: World, town, signed_in):
        with within(world.hill):
            decision = FocusDecision.objects.create(verdict="accepted", decided_on=days_ago(world.hill, 9))
            FocusStakeholder.objects.create(decision=decision, sector=Sector.LAW_ENFORCEMENT)
        response = signed_in("hill-leader").get(MATRIX)
        first = response.context["proposals"][0]
        assert first["title"] == "Law enforcement and Youth"
        assert first["reason"] == (
            "Your focus: Law enforcement. You know 1 organization there. "
            "Youth came to 1 event, but never met them."
        )
        assert len(response.context["proposals"]) == 5

    def test_it_opens_the_page_that_plans_one_with_kind_and_title(self, town, signed_in):
        client = signed_in("hill-leader")
        response = client.get(MATRIX)
        first = response.context["proposals"][0]
        assert first["url"] in unescape(response.content.decode())
        form = client.get(first["url"]).context["form"]
        assert (form["kind"].value(), form["title"].value()) == ("listening_group", first["title"])

    def test_it_lets_only_leaders_plan(self, town, signed_in):
        assert "/events/plan/?" not in signed_in("hill-member").get(MATRIX).content.decode()


class TestPair:
    @pytest.mark.parametrize(("first", "second"), [("schools", "media"), ("media", "schools")])
    def test_it_lists_the_meetings_with_their_organizations_in_either_order(
        self, town, signed_in, first: str, second: str
    ):
        response = signed_in("hill-member").get(f"{MATRIX}{first}/{second}/")
        (row,) = response.context["rows"]
        assert [organization.name for organization in row["organizations"]] == [
            "Hill High",
            "Hill Middle",
            "Hill Paper",
        ]
        page = response.content.decode()
        assert "Round table" in page
        assert f"/c/hill/events/{row['events'][0].pk}/" in page
        assert f"/c/hill/organizations/{town['high'].pk}/" in page

    @pytest.mark.parametrize("period", ["year", "all"])
    def test_it_has_the_numbers_of_its_cell(self, world: World, town, signed_in, period: str):
        with within(world.hill):
            meet(world, town.values(), ["youth", "consumers"], days=1)
            meet(world, [town["police"], town["paper"]], days=600)
        client = signed_in("hill-member")
        response = client.get(MATRIX, {"period": period})
        matrix = response.context["matrix"]
        pairs = matrix.met(SECTOR_PAIRS + GROUP_PAIRS)
        # Schools with themselves, three pairs of sectors, and three sectors with two groups of people.
        assert len(pairs) == 1 + 3 + 3 * 2
        for pair in pairs:
            answer = client.get(f"{MATRIX}{pair[0]}/{pair[1]}/", {"period": period})
            assert answer.context["cell"] == matrix.cells[pair]
            assert len(answer.context["rows"]) == matrix.cells[pair].meetings

    def test_it_says_so_when_they_never_met_and_offers_a_meeting(self, town, signed_in):
        client = signed_in("hill-leader")
        response = client.get(MATRIX + "consumers/group-consumers/")
        assert response.status_code == 200
        assert "They never met in this period" in response.content.decode()
        form = client.get(response.context["plan_url"]).context["form"]
        assert (form["kind"].value(), form["title"].value()) == ("listening_group", "Consumers and Consumers")
        form = client.get(client.get(MATRIX + "consumers/media/").context["plan_url"]).context["form"]
        assert form["kind"].value() == "stakeholder_meeting"
        assert (
            "/events/plan/?" not in signed_in("hill-member").get(MATRIX + "consumers/media/").content.decode()
        )

    @pytest.mark.parametrize(
        "pair", ["media/spies", "spies/media", "group-youth/group-parents", "youth/media", "group-/media"]
    )
    def test_it_has_no_page_for_a_pair_that_is_none(self, world: World, signed_in, pair: str):
        assert signed_in("hill-member").get(f"{MATRIX}{pair}/").status_code == 404

    def test_it_explains_a_period_that_is_none(self, town, signed_in):
        response = signed_in("hill-member").get(MATRIX + "media/schools/", {"period": "x"})
        assert response.status_code == 422
        assert len(response.context["rows"]) == 1

    def test_it_pages_through_many_with_the_same_number_of_queries(self, world: World, town, signed_in):
        client, path = signed_in("hill-member"), MATRIX + "media/schools/"
        few = queries(client, path)
        with within(world.hill):
            for _ in range(PAIR_PAGE):
                meet(world, town.values(), days=1)
        assert queries(client, path) == few
        first = client.get(path)
        second = client.get(first.context["next_url"])
        assert [len(response.context["rows"]) for response in (first, second)] == [PAIR_PAGE, 1]
        assert first.context["cell"] == second.context["cell"]
        assert "Round table" in second.content.decode()


def _half_year(day: dt.date) -> str:
    return f"{day.year}-H{1 if day.month <= 6 else 2}"
