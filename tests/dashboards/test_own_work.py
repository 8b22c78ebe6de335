"""An office's own work is the same on its page, in the command, in files and for all offices, apart from the sums of
its communities.
"""

import datetime as dt
import io
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.html import strip_tags
from python_calamine import CalamineWorkbook

from evaluation.achievement_items import Item, ItemKind
from evaluation.achievements import Facts, list_items
from events.models import Campaign, CampaignOutput, OfficeEvent, OfficeOutput
from reports.office_work import PublishedWork, describe_own_work
from stakeholders.models import Grant, OfficePartnership, SubGrant
from tests.base import World, within
from tests.dashboards.test_achievements import PERIOD, SignIn, count_rows, find, run
from tests.reports.test_achievements_in_reports import read_rows
from tfc.periods import HalfYear

USA = f"/office/usa/achievements/{PERIOD}"
ALL = f"/international/achievements/{PERIOD}"
MARCH = dt.date(2026, 3, 3)


@pytest.fixture
def working(world: World) -> World:
    with within(world.usa):
        for people, at_least in ((400, True), (3, False)):
            event = OfficeEvent.objects.create(
                kind="awareness", role="held", title="Private", on=MARCH, people=people, at_least=at_least
            )
            OfficeOutput.objects.create(event=event, unit="items", quantity=people, what="Bags")
            OfficeOutput.objects.create(event=event, unit="money-USD", quantity=people)
        OfficeEvent.objects.create(
            kind="awareness", role="sponsored", title="x", on=MARCH, people=70, recorded_by=world.hill
        )
        for currency in ("USD", "GBP"):
            grant = Grant.objects.create(
                title=f"Fund in {currency}", funder="Humanity fund", starts_on=dt.date(2026, 1, 1),
                ends_on=dt.date(2027, 12, 31), amount=Decimal(900), currency=currency,
            )  # fmt: skip
        for amount in (100, 50):
            SubGrant.objects.create(
                grant=grant,
                recipient=world.hill,
                amount=Decimal(amount),
                currency="GBP",
                on=MARCH,
                purpose="x",
            )
        OfficePartnership.objects.create(
            kind="task_force",
            role="member",
            name="County task force",
            partner_name="Sheriff",
            starts_on=MARCH,
        )
    return world


def run_own(**options: Any) -> list[dict[str, Any]]:
    return [item for item in run(**options, round="2026-H1") if item.get("own_work")]


def test_the_command_prints_it_with_the_kinds_of_achievements(working: World):
    items = run_own(office="usa")
    assert find(items, "event", "held") == {
        "kind": "event", "unit": "held", "value": 2, "currency": "", "at_least": False, "records": 2,
        "own_work": True,
    }  # fmt: skip
    assert find(items, "output", "items")["value"] == 403
    assert find(items, "output", "money")["currency"] == "USD"
    assert find(items, "reach", "all") == {
        "kind": "reach", "unit": "all", "value": 403, "currency": "", "at_least": True, "records": 2,
        "attendances": 403, "people_low": 400, "people_high": None, "events_without_attendance": 0,
        "own_work": True,
    }  # fmt: skip
    assert find(items, "partnership", "task_force") == {
        "kind": "partnership", "unit": "task_force", "value": 1, "currency": "", "at_least": False, "records": 1,
        "title": "County task force", "date": "2026-03-03", "until": None, "partner": "Sheriff", "place": "",
        "own_work": True,
    }  # fmt: skip
    assert [item["unit"] for item in items if item["kind"] == "event"] == ["held"]
    assert {item["kind"] for item in run_own(community="hill")} == set()
    assert run_own(office="uk") == []


def test_amounts_in_different_currencies_are_never_added(working: World):
    items = run_own(office="usa")
    grants = [item for item in items if item["kind"] == "grant"]
    assert {(item["title"], item["currency"], item["value"]) for item in grants} == {
        ("Fund in USD", "USD", 900), ("Fund in GBP", "GBP", 900)
    }  # fmt: skip
    assert (grants[0]["partner"], grants[0]["date"], grants[0]["until"]) == (
        "Humanity fund",
        "2026-01-01",
        "2027-12-31",
    )
    passed_on = find(items, "sub_grant", "money")
    assert (passed_on["value"], passed_on["currency"], passed_on["records"]) == (150, "GBP", 2)


def test_others_read_no_small_number_of_people_and_the_name_of_the_office(working: World):
    items = run_own(international=True)
    reach = find(items, "reach", "all")
    assert (reach["attendances"], reach["at_least"]) == (400, True)
    assert find(items, "partnership", "task_force")["place"] == "Oasis USA"
    assert find(items, "event", "held")["value"] == 2


def read_text(client: Client, url: str) -> str:
    page = client.get(url).content.decode()
    return " ".join(
        strip_tags(page.partition("Not included in the numbers")[2].partition("</details>")[0]).split()
    )


def test_its_page_shows_the_same_and_leads_to_the_records(working: World, signed_in: SignIn):
    client = signed_in("usa-staff")
    text = read_text(client, USA)
    for part in (
        "Held by Oasis 2", "Items given out 403", "Money raised (USD) 403", "at least 403 attendances",
        "Fund in GBP 900 GBP · Humanity fund", "Sub-grants to communities (GBP) 150 GBP",
        "County task force Task force · Is a member · Sheriff",
    ):  # fmt: skip
        assert part in text
    page = client.get(USA).content.decode()
    with within(working.usa):
        grant = Grant.objects.first()
    assert grant
    assert (
        f'href="/office/usa/grants/{grant.pk}/"'
        in page.partition("Not included")[2].partition("</details>")[0]
    )


def test_each_number_of_it_opens_a_list_of_as_many_records(working: World, signed_in: SignIn):
    with within(working.usa):
        OfficeEvent.objects.create(
            kind="awareness", role="held", title="x", on=MARCH, recorded_by=working.hill
        )
        later = OfficeEvent.objects.create(
            kind="team_meeting", role="held", title="x", on=dt.date(2026, 7, 1)
        )
        OfficeOutput.objects.create(event=later, unit="items", quantity=5)
        grant = Grant.objects.get(currency="GBP")
        SubGrant.objects.create(
            grant=grant, recipient=working.hill, amount=7, currency="GBP", on=dt.date(2026, 7, 1), purpose="x"
        )
        OfficePartnership.objects.create(
            kind="coalition", role="member", name="x", starts_on=dt.date(2026, 7, 1)
        )
    client = signed_in("usa-staff")
    for period, numbers in (("2026-H1", (2, 2, 2, 2, 1)), ("all", (3, 3, 2, 3, 2))):
        path = f"/office/usa/achievements/?period={period}"
        addresses = (
            f"events/?period={period}&role=held&counts=own", "item=own-output:items#", "item=own-reach:all#",
            "item=own-sub_grant:money-GBP#", f"partnerships/?period={period}",
        )  # fmt: skip
        assert tuple(count_rows(client, path, address) for address in addresses) == numbers
    assert client.get("/office/usa/events/?counts=twice").content.count(b'<li class="tf-row"') == 2
    for page in ("events", "partnerships"):
        assert client.get(f"/office/usa/{page}/?period=2026-H3").status_code == 422


def test_a_report_has_the_same_without_small_numbers_of_people(working: World):
    with within(working.usa):
        rows = describe_own_work(working.usa, HalfYear(2026, 1))
    assert {row["title"]: row["value_text"] for row in rows} == {
        "Held by Oasis": "2", "Items given out": "403", "Money raised (USD)": "403",
        "All kinds of events": "at least 400 attendances", "Sub-grants to communities (GBP)": "150",
        "County task force": "", "Fund in USD": "900 USD", "Fund in GBP": "900 GBP",
    }  # fmt: skip


def share_campaign(world: World) -> tuple[Campaign, Campaign]:
    """Return the office's and Hill's campaign, which are one joint campaign."""
    key, campaigns = uuid4(), []
    for place in (world.usa, world.hill):
        with within(place):
            campaigns.append(
                Campaign.objects.create(title="x", kind="petition", goal="x", decider_name="x", joint_key=key)
            )
    return campaigns[0], campaigns[1]


@pytest.mark.parametrize(
    ("counts_all", "number", "at_least"), [(None, 300, True), (0, 300, False), (1, 90, False)]
)
def test_outputs_for_a_joint_campaign_count_once_with_the_campaign(
    working: World, signed_in: SignIn, counts_all: int | None, number: int, at_least: bool
):
    campaigns = share_campaign(working)
    with within(working.usa):
        event = OfficeEvent.objects.create(
            kind="awareness", role="held", title="x", on=MARCH, campaign=campaigns[0]
        )
        OfficeOutput.objects.create(event=event, unit="signatures", quantity=300)
    with within(working.hill):
        CampaignOutput.objects.create(campaign=campaigns[1], on=MARCH, unit="signatures", quantity=90)
    if counts_all is not None:
        with within((working.usa, working.hill)[counts_all]):
            Campaign.objects.filter(pk=campaigns[counts_all].pk).update(counts_all=True)
    for items in (run(office="usa", round="2026-H1"), run(international=True, round="2026-H1")):
        [signatures] = [item for item in items if item["unit"] == "signatures"]
        assert (signatures["value"], signatures["at_least"]) == (number, at_least)
        assert "own_work" not in signatures
    client = signed_in("usa-staff")
    [row] = [
        row
        for row in read_rows(client, "/office/usa/exports/achievements.csv")
        if row["unit"] == "signatures"
    ]
    assert (row["value"], row["own_work"]) == (str(number), "no")
    assert "Signatures" not in read_text(client, USA)
    behind = client.get(f"{USA}&item=output:signatures").content.decode()
    assert "Oasis USA" in behind.partition('id="records"')[2]
    with within(working.usa):
        assert "Signatures" not in {row["title"] for row in describe_own_work(working.usa, HalfYear(2026, 1))}
        published = PublishedWork(working.usa, [HalfYear(2026, 1)]).items[HalfYear(2026, 1)]
        assert "signatures" not in {item.unit for item in published}


def test_outputs_for_a_campaign_of_the_office_alone_stay_its_own_work(working: World, signed_in: SignIn):
    with within(working.usa):
        campaign = Campaign.objects.create(title="x", kind="petition", goal="x", decider_name="x")
        event = OfficeEvent.objects.create(
            kind="awareness", role="held", title="x", on=MARCH, campaign=campaign
        )
        OfficeOutput.objects.create(event=event, unit="signatures", quantity=300)
    [signatures] = [item for item in run(office="usa", round="2026-H1") if item["unit"] == "signatures"]
    assert (signatures["value"], signatures["own_work"]) == (300, True)


def test_more_than_fifty_grants_are_all_listed(working: World, signed_in: SignIn):
    with within(working.usa):
        for number in range(60):
            Grant.objects.create(
                title=f"Grant no. {number}",
                funder="x",
                starts_on=MARCH,
                ends_on=MARCH,
                amount=5,
                currency="USD",
            )
    text = read_text(signed_in("usa-staff"), USA)
    assert all(f"Grant no. {number} " in text for number in range(60))
    assert len([item for item in run_own(office="usa") if item["kind"] == "grant"]) == 62


def test_the_page_of_all_offices_adds_it_up_and_each_number_leads_to_its_offices(
    working: World, signed_in: SignIn
):
    with within(working.uk):
        OfficeEvent.objects.create(kind="awareness", role="held", title="Private", on=MARCH, people=20)
    client = signed_in("oasis-staff")
    text = read_text(client, ALL)
    for part in (
        "Held by Oasis 3", "at least 420 attendances, at least 400 different people (3 events)",
        "Oasis USA: Fund in GBP 900 GBP", "Oasis USA: County task force Task force",
    ):  # fmt: skip
        assert part in text
    page = client.get(ALL).content.decode()
    assert "Work of the offices themselves" in page
    assert "Private" not in page
    behind = client.get(f"{ALL}&item=own-event:held").content.decode()
    assert "Work of the offices themselves" in behind
    for office in ("usa", "uk"):
        assert f"/office/{office}/achievements/{PERIOD}" in behind


def test_files_have_the_same_numbers(working: World, signed_in: SignIn):
    client = signed_in("usa-staff")
    rows = read_rows(client, "/office/usa/exports/achievements.csv")
    own = {(row["kind"], row["unit"], row["currency"]): row for row in rows if row["own_work"] == "yes"}
    assert {key: row["value"] for key, row in own.items()} == {
        ("event", "held", ""): "2", ("output", "items", ""): "403", ("output", "money", "USD"): "403",
        ("reach", "all", ""): "403", ("grant", "money", "USD"): "900", ("grant", "money", "GBP"): "900",
        ("sub_grant", "money", "GBP"): "150", ("partnership", "task_force", ""): "1",
    }  # fmt: skip
    grant = own["grant", "money", "USD"]
    assert (grant["title"], grant["partner"], grant["date"], grant["until"]) == (
        "Fund in USD", "Humanity fund", "2026-01-01", "2027-12-31",
    )  # fmt: skip
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get("/office/usa/exports/achievements.xlsx").getvalue())
    )
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert {"Fund in USD", "Fund in GBP", "County task force", "Held by Oasis"} <= set(cells)
    everywhere = read_rows(signed_in("oasis-staff"), "/international/achievements.csv")
    shown = [(row["office"], row["title"], row["value"]) for row in everywhere if row["own_work"] == "yes"]
    assert ("", "All kinds of events", "400") in shown
    assert ("Oasis USA", "Oasis USA: County task force", "1") in shown


def test_grants_with_the_same_title_stay_apart():
    grant = Item(ItemKind.GRANT, "money", 5, "USD", records=1, name="Fund", on=MARCH)
    items = list_items([Facts({}, (), own_items=[grant]), Facts({}, (), own_items=[grant])])
    assert [(item.value, item.is_own) for item in items] == [(5, True), (5, True)]
