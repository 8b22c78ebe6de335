"""Campaigns that an office imports: its own, apart from those of its communities and their files."""

import datetime as dt

import pytest
from django.test import Client

from communities.models import ImportBatch
from events.models import Campaign
from tests.base import World, sign_in, within
from tests.events.test_joint_campaigns import get_text, make_campaign
from tests.imports.base import ImportClient
from tests.imports.test_outputs_and_campaigns import CAMPAIGNS

LIST = "/office/usa/imports/"


@pytest.fixture
def office_importer(world: World) -> ImportClient:
    return ImportClient(sign_in(Client(), world["usa-staff"]), world.usa, "campaigns")


def test_an_office_imports_its_campaigns_and_undoes_it(office_importer: ImportClient, world: World):
    office = office_importer
    make_campaign(world, world.hill, title="Fair Trade Town", kind="certification")
    batch = office.columns(office.bring(CAMPAIGNS))
    assert batch.counts == {"new": 3, "bad": 2}
    assert "a stage never goes backwards" in office.page(batch)
    assert "Evidence" in office.client.get(f"{LIST}{batch.pk}/bad.csv").content.decode()
    batch = office.commit(batch, good="1")
    with within(world.usa):
        own = Campaign.objects.owned_by(world.usa).get()
        assert [stage.stage for stage in own.stages.in_order()] == ["asked", "pledged", "adopted"]
        assert own.outputs.get().quantity == 2100
    assert "/office/usa/campaigns/" in office.page(batch)
    assert office.columns(office.bring(CAMPAIGNS)).counts == {"same": 3, "bad": 2}
    assert office.undo(batch).counts == {"removed": 3, "bad": 2}
    with within(world.usa):
        assert not Campaign.objects.owned_by(world.usa).not_deleted().exists()
        assert Campaign.objects.filter(community=world.hill).not_deleted().exists()
    assert "list.csv" in get_text(office.client.get("/office/usa/audit-log/"))


def test_a_row_is_corrected_on_its_page(office_importer: ImportClient):
    office = office_importer
    tomorrow = dt.date.today() + dt.timedelta(days=2)  # noqa: DTZ011
    batch = office.columns(office.bring(f"Campaign,Type,Stage,Since\nCocoa,Petition,Asked,{tomorrow}\n"))
    page = f"{LIST}{batch.pk}/rows/2/"
    assert "Enter a date that is not in the future." in get_text(office.client.get(page))
    typed = {"c0": "Cocoa", "c1": "Petition", "c2": "Asked", "c3": "2025-01-01"}
    assert office.client.post(page, typed).status_code == 302
    assert office.batch(batch.pk).counts == {"new": 1}


def test_an_office_imports_campaigns_alone(office_importer: ImportClient):
    page = get_text(office_importer.client.get(LIST))
    assert 'value="campaigns"' in page
    assert 'value="organizations"' not in page
    office_importer.kind = "organizations"
    assert office_importer.upload("Name\nx\n").status_code == 422
    assert office_importer.client.get(f"{LIST}?template=organizations").status_code == 404
    assert office_importer.client.get(f"{LIST}?template=campaigns").status_code == 200


def test_guests_read_the_history_alone(office_importer: ImportClient, signed_in):
    batch = office_importer.bring(CAMPAIGNS)
    guest = signed_in("oasis-staff")
    page = get_text(guest.get(LIST))
    assert "list.csv" in page
    assert 'type="file"' not in page
    assert guest.get(f"{LIST}{batch.pk}/")["Location"] == LIST
    assert guest.post(f"{LIST}{batch.pk}/", {"action": "discard"}).status_code == 403


def test_offices_and_communities_read_no_files_of_each_other(
    office_importer: ImportClient, importer: ImportClient, world: World, signed_in
):
    importer.kind = "campaigns"
    of_office, of_hill = office_importer.bring(CAMPAIGNS), importer.bring(CAMPAIGNS)
    assert office_importer.client.get(f"{LIST}{of_hill.pk}/").status_code == 404
    assert importer.client.get(f"/c/hill/imports/{of_office.pk}/").status_code == 404
    assert signed_in("uk-staff").get(f"{LIST}{of_office.pk}/").status_code == 404
    for place, batch in ((world.usa, of_office), (world.hill, of_hill), (world.uk, None)):
        with within(place):
            assert ImportBatch.objects.first() == batch
