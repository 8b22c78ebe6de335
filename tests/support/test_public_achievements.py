"""What a team has done, on its public page: only if it chose so, without small numbers, and without running work."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from communities.models import Community
from evaluation.models import EventRollup
from events.models import Campaign, CampaignOutput, CampaignStage
from support.models import PublicProfile
from tests.base import World, within
from tests.support.public_base import get_text, page, publish
from tests.support.test_public_edit import EDIT, form, stored
from tfc.periods import HalfYear

HEADING = "What we have done"
ROLES = {"hosted": 3, "facilitated": 0, "co_hosted": 0, "attended": 0, "sponsored": 0}


def roll_up(community: Community, half_year: str, people: int, items: int, kind: str = "awareness") -> None:
    results = {
        "reach": [people, people, False, 3, 0],
        "outputs": {"items": [items, True, 1], "contacts": [people, False, 1]},
    }
    with within(community):
        EventRollup.objects.create(
            office_id=community.office_id, half_year=half_year, kind=kind, held=3, results=results, **ROLES
        )


def add_win(world: World, title: str, **values: Any) -> None:
    with within(world.hill):
        campaign = Campaign.objects.create(
            title=title, kind="policy", goal="x", **{"is_public": True} | values
        )
        CampaignStage.objects.create(
            campaign=campaign,
            stage="adopted",
            on=dt.date(2025, 5, 1),
            evidence="Vote 5 to 2",
            by=world["hill-leader"],
        )
        CampaignOutput.objects.create(
            campaign=campaign, on=dt.date(2025, 4, 1), unit="signatures", quantity=700, what="Private words"
        )


@pytest.fixture
def town(world: World) -> World:
    publish(world.hill, world["hill-coordinator"], show_achievements=True)
    roll_up(world.hill, "2024-H2", 1200, 160)
    add_win(world, "Notice rule")
    return world


def test_it_shows_sums_and_wins_of_half_years_that_are_over(town: World, client: Client):
    now = HalfYear.from_day(dt.date.today())  # noqa: DTZ011
    roll_up(town.hill, str(now), 50, 50)
    text = get_text(client.get(page()))
    assert HEADING in text
    assert "Attendances at our events: at least 1,200" in text
    assert "Items given out: at least 160" in text
    assert "Signatures: 700" in text
    assert "Notice rule" in text.partition(HEADING)[2]
    assert "May 1, 2025" in text.partition("Campaigns won")[2]
    for hidden in ("Private words", "Vote 5 to 2", "1,250"):
        assert hidden not in text


@pytest.mark.parametrize("change", [{"show_achievements": False}, {"is_published": False}], ids=str)
def test_it_is_shown_only_if_the_team_wants(town: World, client: Client, change: dict):
    with within(town.hill):
        PublicProfile.objects.update(**change)
    assert HEADING not in get_text(client.get(page()))


def test_campaigns_that_are_not_public_add_nothing(town: World, signed_in, client: Client):
    add_win(town, "Internal", is_public=False)
    preview = get_text(signed_in("hill-coordinator").get(f"{EDIT}preview/"))
    for text in (preview, get_text(Client().get(page()))):
        assert "Internal" not in text
        assert "Signatures: 700" in text


def test_small_numbers_of_people_are_left_out(world: World, client: Client):
    publish(world.hill, world["hill-coordinator"], show_achievements=True)
    roll_up(world.hill, "2024-H2", 9, 160)
    text = get_text(client.get(page()))
    assert "Items given out" in text
    assert "Attendances" not in text
    assert "Contacts" not in text.partition(HEADING)[2].partition("</section>")[0]


def test_a_record_that_is_added_later_does_not_show_its_number_of_people(town: World, client: Client):
    before = get_text(client.get(page()))
    roll_up(town.hill, "2024-H2", 7, 0, kind="prayer")
    assert get_text(client.get(page())) == before


def test_the_team_decides_and_reads_when_it_will_be_shown(world: World, signed_in):
    client = signed_in("hill-coordinator")
    assert "Shown once the page is published." in get_text(client.get(EDIT))
    client.post(EDIT, form(world, show_achievements="on", then="publish"))
    profile = stored(world)
    assert profile is not None
    assert profile.show_achievements
    assert "Shown once the page is published." not in get_text(client.get(EDIT))
    client.post(EDIT, form(world, then=""))
    profile = stored(world)
    assert profile is not None
    assert not profile.show_achievements
