"""Item 1b names the missing groups to the community in survey, receipt and next step, never to the office."""

import pytest

from communities.models import Cadence, RosterConfirmation
from evaluation.actions.figures import refresh_figures
from evaluation.models import Declaration
from tests.base import World, within
from tests.dashboards.test_next_step import get_half_year
from tests.evaluation.figures.records import counted, event, profile
from tests.evaluation.rounds_world import make_round

WORDS = "Not represented at your team meetings yet: Men and boys."


@pytest.fixture
def town(world: World) -> World:
    """Hill met twice with 30 women and 2 men, and has no other task."""
    half_year = get_half_year(world)
    with within(world.hill):
        profile("gender", female=500, male=500)
        day = half_year.first_day.isoformat()
        meeting = event(world.hill, "team_meeting", day, people_present=32)
        counted(meeting, "gender", female=30, male=2)
        Cadence.objects.create(kind="month", declared_on="2026-01-01", by=world["hill-coordinator"])
        RosterConfirmation.objects.create(half_year=str(half_year), by=world["hill-coordinator"])
        Declaration.objects.create(half_year=str(half_year), part="research_done", by=world["hill-leader"])
        refresh_figures([world.hill], half_year)
    return world


def get_page(signed_in, name: str, path: str) -> str:
    response = signed_in(name).get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_next_step_of_every_member_names_them(town: World, signed_in):
    for role in ("coordinator", "leader", "member"):
        assert signed_in(f"hill-{role}").get("/c/hill/").context["steps"][-1].text.endswith(WORDS), role


def test_the_receipt_names_them_to_the_community_and_not_to_the_office(town: World, signed_in):
    there = f"figures/{get_half_year(town)}/diverse_participation/"
    assert WORDS in get_page(signed_in, "hill-member", f"/c/hill/{there}")
    for path in (there, f"{there}?as=json", "", "figures/"):
        office = get_page(signed_in, "usa-staff", f"/office/usa/communities/hill/{path}")
        assert "Men and boys" not in office
        assert '"male"' not in office


def test_the_survey_names_them(town: World, signed_in):
    half_year = get_half_year(town)
    make_round(town.usa, half_year)
    assert WORDS in get_page(
        signed_in, "hill-coordinator", f"/c/hill/survey/{half_year}/diverse_participation/"
    )


def test_nothing_is_said_where_every_group_is_there(town: World, signed_in):
    half_year = get_half_year(town)
    with within(town.hill):
        meeting = event(town.hill, "team_meeting", half_year.first_day.isoformat(), people_present=30)
        counted(meeting, "gender", male=30)
        refresh_figures([town.hill], half_year)
    there = f"/c/hill/figures/{half_year}/diverse_participation/"
    assert "Not represented" not in get_page(signed_in, "hill-member", there)
    assert "Not represented" not in signed_in("hill-leader").get("/c/hill/").context["steps"][-1].text
