"""Campaigns and outputs that an office imports: its own, apart from those of its communities and their files."""

import datetime as dt

import pytest
from django.test import Client

from communities.models import ImportBatch
from events.actions.office_events import add_office_event
from events.counts import OutputLine
from events.models import Campaign, OfficeEvent, OfficeOutput
from tests.base import World, sign_in, within
from tests.events.base import log
from tests.events.test_joint_campaigns import get_text, make_campaign
from tests.imports.base import ImportClient
from tests.imports.test_outputs_and_campaigns import CAMPAIGNS, OUTPUTS

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


@pytest.fixture
def fair(world: World) -> OfficeEvent:
    """An event of the office that gave out 40 items, on a day on which Hill has one of the same title."""
    with within(world.hill):
        log(world, dt.date(2024, 3, 6), title="Fair")
    with within(world.usa):
        return add_office_event(
            by=world["usa-staff"], outputs=[OutputLine("items", 40, what="bags")], kind="awareness", role="held",
            title="Fair", on=dt.date(2024, 3, 5),
        )  # fmt: skip


def get_outputs(world: World) -> list[tuple[str, int, bool, str]]:
    with within(world.usa):
        return list(OfficeOutput.objects.order_by("id").values_list("unit", "quantity", "at_least", "what"))


def test_an_office_imports_outputs_of_its_own_events_and_undoes_it(
    office_importer: ImportClient, world: World, fair: OfficeEvent
):
    office = office_importer
    office.kind = "outputs"
    assert "?kind=outputs" in get_text(office.client.get("/office/usa/events/"))
    batch = office.columns(office.bring(OUTPUTS))
    assert batch.counts == {"new": 2, "bad": 2}
    assert "There is no held event with this date and title. Record the event first." in office.page(batch)
    batch = office.commit(batch, good="1")
    bags, leaflets, money = get_outputs(world)
    assert bags == ("items", 40, False, "bags")
    assert leaflets == ("items", 1200, True, "in two languages")
    assert money == ("money-USD", 350, False, "")
    assert "/office/usa/events/" in office.page(batch)
    assert office.columns(office.bring(OUTPUTS)).counts == {"same": 2, "bad": 2}
    assert office.undo(batch).counts == {"removed": 2, "bad": 2}
    assert get_outputs(world) == [bags]


def test_outputs_that_were_changed_since_are_kept(
    office_importer: ImportClient, world: World, fair: OfficeEvent
):
    office = office_importer
    office.kind = "outputs"
    batch = office.commit(office.columns(office.bring(OUTPUTS)), good="1")
    with within(world.usa):
        OfficeEvent.objects.update(place="Hall")
        OfficeOutput.objects.filter(unit="items", what="in two languages").update(quantity=1300)
    assert office.undo(batch).counts == {"kept": 2, "bad": 2}
    assert len(get_outputs(world)) == 3


def test_a_row_is_corrected_on_its_page(office_importer: ImportClient):
    office = office_importer
    tomorrow = dt.date.today() + dt.timedelta(days=2)  # noqa: DTZ011
    batch = office.columns(office.bring(f"Campaign,Type,Stage,Since\nCocoa,Petition,Asked,{tomorrow}\n"))
    page = f"{LIST}{batch.pk}/rows/2/"
    assert "Enter a date that is not in the future." in get_text(office.client.get(page))
    typed = {"c0": "Cocoa", "c1": "Petition", "c2": "Asked", "c3": "2025-01-01"}
    assert office.client.post(page, typed).status_code == 302
    assert office.batch(batch.pk).counts == {"new": 1}


def test_an_office_imports_campaigns_and_outputs_alone(office_importer: ImportClient):
    page = get_text(office_importer.client.get(LIST))
    assert 'value="campaigns"' in page
    assert 'value="outputs"' in page
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
