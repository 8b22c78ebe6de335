"""Files of outputs and of campaigns, from the upload to the undo."""

import datetime as dt

import pytest

from communities.imports.kinds import Import
from events.models import Campaign, CampaignStage, Output
from tests.base import World, within
from tests.events.base import log
from tests.imports.base import ImportClient

OUTPUTS = """Date,Event,Number,Unit,Description
2024-03-05,Fair,1200+,Leaflets,in two languages
2024-03-05,Fair,350,Money raised (USD),
2024-03-06,Fair,5,Leaflets,
2024-03-05,Fair,-4,Signatures,
"""
CAMPAIGNS = """Campaign,Type,Stage,Since,Evidence,Target,Reached,Unit
Fair Trade Town,Certification,Asked,2022-02-01,,2000,,Signatures
Fair Trade Town,Certification,Pledged,2023-02-01,,,2100+,Signatures
Fair Trade Town,Certification,Adopted,2024-02-01,Resolution 12,,,
Fair Trade Town,Certification,Asked,2024-03-01,,,,
Fair Trade Town,Certification,Planned,2024-03-01,,,,
"""


def test_outputs_are_added_and_undone(importer: ImportClient, world: World):
    with within(world.hill):
        log(world, dt.date(2024, 3, 5), title="Fair")
    importer.kind = "outputs"
    batch = importer.columns(importer.bring(OUTPUTS))
    assert batch.counts == {"new": 2, "bad": 2}
    page = importer.page(batch)
    assert "There is no held event with this date and title." in page
    batch = importer.commit(batch, good="1")
    with within(world.hill):
        stored = list(Output.objects.order_by("id").values_list("unit", "quantity", "at_least", "what"))
    assert stored == [("items", 1200, True, "in two languages"), ("money-USD", 350, False, "")]
    assert importer.columns(importer.bring(OUTPUTS)).counts == {"same": 2, "bad": 2}
    assert importer.undo(batch).counts == {"removed": 2, "bad": 2}
    with within(world.hill):
        assert not Output.objects.exists()


def test_stages_and_outputs_of_campaigns_are_added_and_undone(importer: ImportClient, world: World):
    importer.kind = "campaigns"
    batch = importer.columns(importer.bring(CAMPAIGNS))
    assert batch.counts == {"new": 3, "bad": 2}
    assert "a stage never goes backwards" in importer.page(batch)
    batch = importer.commit(batch, good="1")
    with within(world.hill):
        campaign = Campaign.objects.get()
        stages = list(CampaignStage.objects.in_order().values_list("stage", "evidence"))
        output = campaign.outputs.get()
    assert (campaign.target, campaign.target_unit) == (2000, "signatures")
    assert stages == [("asked", ""), ("pledged", ""), ("adopted", "Resolution 12")]
    assert (output.quantity, output.at_least, output.on) == (2100, True, dt.date(2023, 2, 1))
    assert importer.columns(importer.bring(CAMPAIGNS)).counts == {"same": 3, "bad": 2}
    assert importer.undo(batch).counts == {"removed": 3, "bad": 2}
    with within(world.hill):
        assert not Campaign.objects.not_deleted().exists()


def test_rows_of_a_record_are_undone_however_they_were_stored(
    importer: ImportClient, world: World, monkeypatch: pytest.MonkeyPatch
):
    with within(world.hill):
        log(world, dt.date(2024, 3, 5), title="Fair")
    lines = [f"2024-03-05,Fair,{number},Leaflets,kind {number}" for number in range(1, 6)]
    for kind, text in (("outputs", "\n".join((OUTPUTS.splitlines()[0], *lines))), ("campaigns", CAMPAIGNS)):
        importer.kind = kind
        monkeypatch.setattr(Import, "chunk", 2)
        batch = importer.commit(importer.columns(importer.bring(text)), good="1")
        monkeypatch.setattr(Import, "chunk", 3)
        assert "kept" not in importer.undo(batch).counts
    with within(world.hill):
        assert not Output.objects.exists()
        assert not Campaign.objects.not_deleted().exists()
