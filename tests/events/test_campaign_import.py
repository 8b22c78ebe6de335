"""Campaigns imported from a spreadsheet."""

import datetime as dt

from events.actions import campaigns as actions
from events.campaign_imports import CampaignImport
from events.models import Campaign
from tests.base import World, within
from tfc.spreadsheets.values import Count

ROW = {
    "title": "Notice rule for hotels",
    "kind": "policy",
    "stage": "adopted",
    "since": dt.date(2025, 5, 1),
    "evidence": "Vote of the council",
    "target": Count(2000),
    "target_unit": "signatures",
}


def test_a_row_becomes_a_campaign_with_its_stage_once_and_is_taken_back(world: World):
    with within(world.hill):
        importing = CampaignImport(world.hill, world["hill-leader"])
        assert importing.problems(ROW) == []
        key = importing.key(ROW)
        assert importing.match([(key, ROW)]) == {}
        made = importing.add([ROW, ROW | {"title": "Another"}])
        campaign = Campaign.objects.with_stage(dt.date(2025, 12, 31)).get(title=ROW["title"])
        assert (campaign.stage, campaign.won_on, campaign.target) == ("adopted", ROW["since"], 2000)
        other = {"title": "NOTICE RULE for hotels", "kind": "policy"}
        assert list(importing.match([(importing.key(other), other)])) == [key]
        actions.add_stage(
            campaign=campaign,
            stage="in_force",
            on=dt.date(2025, 6, 1),
            evidence="Code",
            by=world["hill-leader"],
        )
        assert importing.undo(made) == {made[1].id}
        assert list(Campaign.objects.not_deleted()) == [campaign]


def test_each_mistake_of_a_row_gets_a_sentence_at_its_column(world: World):
    with within(world.hill):
        importing = CampaignImport(world.hill, world["hill-leader"])
        without = {code: value for code, value in ROW.items() if code not in ("evidence", "target_unit")}
        assert importing.problems(without) == [
            ("evidence", "Enter what shows it, or a link."),
            ("target_unit", "Choose what the target counts."),
        ]
        assert importing.problems(ROW | {"stage": "not_achieved"}) == [("lesson", "Enter what you learned.")]
        assert importing.problems(ROW | {"since": dt.date(2999, 1, 1)}) == [
            ("since", "Enter a date that is not in the future.")
        ]
        assert importing.problems(ROW | {"target": Count(0)}) == [("target", "Enter a number above zero.")]
        assert importing.problems(ROW | {"target": Count(10**9)}) == [("target", "Enter a smaller number.")]
