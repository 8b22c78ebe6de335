"""Campaigns imported from a spreadsheet."""

import datetime as dt

from events.actions import campaigns as actions
from events.campaign_imports import CampaignImport
from events.models import Campaign
from tests.base import World, within
from tfc.spreadsheets.import_rows import BrokenRule
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
        other = ROW | {"title": "NOTICE RULE for hotels"}
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
            ("target_unit", "Choose what the numbers count."),
        ]
        # Its number could not be read, which has a sentence of its own.
        unread = {code: value for code, value in ROW.items() if code not in ("target", "reached")}
        assert importing.problems(unread | {"target_unit": "signatures"}) == []
        assert importing.problems(ROW | {"stage": "not_achieved"}) == [("lesson", "Enter what you learned.")]
        assert importing.problems(ROW | {"since": dt.date(2999, 1, 1)}) == [
            ("since", "Enter a date that is not in the future.")
        ]
        assert importing.problems(ROW | {"target": Count(0)}) == [("target", "Enter a number above zero.")]
        assert importing.problems(ROW | {"target": Count(10**9)}) == [("target", "Enter a smaller number.")]
        assert importing.problems(ROW | {"reached": Count(0)}) == [("reached", "Enter a number above zero.")]


def test_further_rows_add_stages_and_outputs_and_are_taken_back(world: World):
    by = world["hill-leader"]
    first = {"title": "Petition", "kind": "petition", "stage": "asked", "since": dt.date(2024, 3, 1)}
    later = first | {"stage": "pledged", "since": dt.date(2025, 3, 1)}
    signed = later | {"reached": Count(2100, at_least=True), "target_unit": "signatures", "what": "online"}
    items = signed | {"reached": Count(12), "target_unit": "items"}
    with within(world.hill):
        importing = CampaignImport(world.hill, by)
        rows = [first, later, signed, items]
        assert importing.problems(signed) == []
        assert importing.match([(importing.key(row), row) for row in (first, signed, items)]) == {}
        [before] = importing.add([first])
        made = CampaignImport(world.hill, by).add(rows[2:])
        campaign = Campaign.objects.get()
        assert [stage.stage for stage in campaign.stages.in_order()] == ["asked", "pledged"]
        stored = campaign.outputs.order_by("id").values_list("on", "unit", "quantity", "at_least", "what")
        assert list(stored) == [
            (later["since"], "signatures", 2100, True, "online"), (later["since"], "items", 12, False, "online"),
        ]  # fmt: skip
        again = CampaignImport(world.hill, by)
        matches = again.match([(again.key(row), row) for row in (*rows, signed | {"reached": Count(9)})])
        assert not any(match.problem for match in matches.values())
        assert matches[again.key(signed)].differs == {"reached": Count(2100, at_least=True)}
        assert len(matches) == 4
        assert importing.undo(made) == {campaign.pk}
        assert [stage.stage for stage in campaign.stages.all()] == ["asked"]
        assert not campaign.outputs.exists()
        assert importing.undo([before]) == {campaign.pk}
        assert not Campaign.objects.not_deleted().exists()


def test_a_stage_that_goes_backwards_in_a_file_gets_a_sentence(world: World):
    with within(world.hill):
        importing = CampaignImport(world.hill, world["hill-leader"])
        back = ROW | {"stage": "asked", "since": dt.date(2025, 6, 1)}
        matches = importing.match([(importing.key(row), row) for row in (ROW, back)])
        assert list(matches) == [importing.key(back)]
        problem = matches[importing.key(back)].problem
        assert isinstance(problem, BrokenRule)
        assert "a stage never goes backwards" in importing.describe_rule(problem.facts, back)
