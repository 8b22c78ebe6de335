"""What was achieved: the same numbers on the pages of a community, its office and all offices, and in the command."""

import datetime as dt
import json
import re
from collections.abc import Callable
from html import unescape
from io import StringIO
from typing import Any
from urllib.parse import urljoin

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from dashboards.achievements_page import ItemTable, Line
from evaluation.achievement_items import Item, ItemKind
from evaluation.achievements import Facts, list_items
from evaluation.rollups.events import refresh_events
from events.actions import Attendance, OutputLine
from events.actions.campaigns import add_campaign, add_output, add_stage, delete_campaign
from events.models import HistoricalActivity, OfficeUnit
from library.models import Story
from stakeholders.actions.briefings import add_share
from stakeholders.models import Briefing
from tests.base import World, within
from tests.events.base import log
from tests.library.base import make_story
from tests.line_breaks import keep_together
from tests.stakeholders.briefings.base import NOON
from tests.stakeholders.contributions_base import give
from tfc.periods import HalfYear

PERIOD = "?period=2026-H1"
HILL = f"/c/hill/achievements/{PERIOD}"
USA = f"/office/usa/achievements/{PERIOD}"
ALL = f"/international/achievements/{PERIOD}"
MARCH = dt.date(2026, 3, 3)
SignIn = Callable[[str], Client]


def record(world: World, kind: str, people: int | None, *outputs: OutputLine) -> None:
    attendance = Attendance(people_present=people, outputs=outputs)
    log(world, MARCH, attendance, kind=kind, title=f"{kind} {people}")


@pytest.fixture
def done(world: World) -> World:
    with within(world.usa):
        rides = OfficeUnit.objects.create(title_en="Rides", added_by=world["usa-staff"])
        HistoricalActivity.objects.create(
            place="Hill", period_start="2011-01-01", period_end="2012-12-31", activity="Activists educated",
            kind="education", unit="people", quantity=1200, at_least=True,
        )  # fmt: skip
    with within(world.hill):
        record(world, "awareness", 40, OutputLine("items", 60, at_least=True, what="freedom bags"))
        record(world, "awareness", 3, OutputLine("items", 40), OutputLine("money-USD", 500))
        record(world, "education", None, OutputLine(rides.code, 7))
        record(world, "team_meeting", 9)
        refresh_events([world.hill], HalfYear(2026, 1), using="default")
    return world


def run(**options: Any) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("achievements", **options, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def find(items: list[dict[str, Any]], kind: str, unit: str) -> dict[str, Any]:
    [item] = [item for item in items if (item["kind"], item["unit"]) == (kind, unit)]
    return item


def test_a_community_sees_exact_numbers_and_opens_their_records(done: World, signed_in: SignIn):
    client = signed_in("hill-member")
    page = client.get(HILL).content.decode()
    assert "at least 100" in page
    assert "Money raised (USD)" in page
    assert "Rides" in page
    assert ">at least 43<" in page
    assert ">at least 40<" in page
    assert ">unknown<" in page
    assert "2 events, 1 more without attendance" in page
    bags = client.get(f"{HILL}&item=output:items").content.decode()
    assert "at least 60 (freedom bags)" in bags
    assert "/c/hill/events/" in bags
    reach = client.get(f"{HILL}&item=reach:all").content.decode()
    assert "Attendance is missing" in reach
    assert "40 people" in reach
    assert "at least 43" not in reach
    assert "team_meeting 9" not in reach


def test_campaigns_count_by_stage_and_wins_have_a_name_a_day_and_evidence(done: World, signed_in: SignIn):
    with within(done.hill):
        campaign = add_campaign(
            title="Fair Trade Town",
            kind="certification",
            goal="x",
            decider_name="Council",
            first_stage={"stage": "planned", "on": dt.date(2025, 3, 1)},
            by=done["hill-leader"],
        )
        add_stage(
            campaign=campaign, by=done["hill-leader"], stage="adopted", on=MARCH, evidence="Resolution 12",
            evidence_on=MARCH,
        )  # fmt: skip
    for person, path in (("hill-member", HILL), ("usa-staff", USA), ("oasis-staff", ALL)):
        page = signed_in(person).get(path).content.decode()
        assert "Fair Trade Town (Certification)" in page
        assert ("Hill: Fair Trade Town" in page) is (person != "hill-member")
        assert keep_together("March 3, 2026") in page
        assert "Resolution 12" in page
        own = f'href="/c/hill/events/campaigns/{campaign.pk}/"'
        assert (own in page) is (person == "hill-member")
    stage = signed_in("usa-staff").get(f"{USA}&item=campaign:adopted").content.decode()
    assert "Fair Trade Town" in stage
    [win] = [item for item in run(office="usa", round="2026-H1") if item["kind"] == "win"]
    assert (win["unit"], win["title"], win["date"]) == ("certification", "Fair Trade Town", "2026-03-03")
    assert find(run(community="hill", round="2025-H1"), "campaign", "planned")["value"] == 1
    assert not [item for item in run(community="hill", round="2025-H1") if item["kind"] == "win"]


def test_a_number_of_a_community_opens_only_its_own_records(done: World, signed_in: SignIn):
    leader, client = done["hill-leader"], signed_in("hill-member")
    with within(done.hill):
        rule, other = [
            add_campaign(
                title=title, kind="policy", goal="x", first_stage={"stage": "asked", "on": MARCH}, by=leader
            )
            for title in ("Notice rule", "Other rule")
        ]
        add_stage(campaign=rule, by=leader, stage="pledged", on=dt.date(2026, 7, 1))
        add_stage(campaign=other, by=leader, stage="pledged", on=MARCH)
    assert "item=campaign:asked#records" in client.get(HILL).content.decode()
    records = client.get(f"{HILL}&item=campaign:asked").content.decode()
    assert f'href="/c/hill/events/campaigns/{rule.pk}/"' in records
    assert "Other rule" not in records


def count_rows(client: Client, path: str, item: str) -> int:
    """Follow the link of a number on a page of achievements and return how many records the page behind it lists."""
    [address] = {
        unescape(link)
        for link in re.findall(r'href="([^"]+)"', client.get(path).content.decode())
        if item in unescape(link)
    }
    listed = client.get(urljoin(path, address)).content.decode().partition("<main")[2]
    return len(re.findall(r'<li class="tf-row"', listed))


def test_briefings_and_stories_open_a_list_of_as_many(done: World, signed_in: SignIn):
    shares: list[tuple[dt.date, dict[str, Any]]] = [
        (MARCH, {}),
        (MARCH, {"answered_on": dt.date(2026, 7, 2)}),
        (dt.date(2026, 6, 30), {"answered_on": dt.date(2026, 7, 2), "followed_on": dt.date(2026, 7, 9)}),
        (dt.date(2026, 7, 1), {}),
    ]
    for day, steps in shares:
        with within(done.hill):
            briefing = Briefing.objects.create(
                title="x", audience="mayor", made_at=NOON, snapshot={"findings": [], "language": "en"}
            )
            add_share(briefing=briefing, by=done["hill-leader"], recipient="Mayor", shared_on=day, **steps)
    for owner, by, audience in ((done.hill, "hill-leader", "office"), (done.dale, "dale-leader", "everyone")):
        make_story(owner, done[by], audience=audience)
        with within(owner):
            Story.objects.update(created_at=NOON)
    for person, place in (("hill-member", "c/hill"), ("usa-staff", "office/usa")):
        client = signed_in(person)
        for period, numbers in (("2026-H1", (3, 2, 1)), ("2026-H2", (1,)), ("all", (4, 2, 1))):
            path = f"/{place}/achievements/?period={period}"
            for step, number in zip(("given", "answered", "followed_up"), numbers, strict=False):
                assert count_rows(client, path, f"briefings/?period={period}&step={step}") == number
        half_year = HalfYear.from_day(NOON.date())
        for period in (str(half_year), "all"):
            path = f"/{place}/achievements/?period={period}"
            stories = count_rows(client, path, f"stories/?period={period}&owner=own")
            assert stories == (1 if place == "c/hill" else 2)
        assert (
            client.get(f"/{place}/library/stories/?period={half_year.previous()}&owner=own").context["items"]
            == []
        )
        assert client.get(f"/{place}/briefings/?period=2026-H3").status_code == 422


def test_contributions_of_a_community_open_those_of_the_kind_and_period(done: World, signed_in: SignIn):
    give(done.hill, what="posters", kind="goods", currency="", amount=30, received_on=MARCH)
    client = signed_in("hill-member")
    for path, period in ((HILL, "2026-H1"), (HILL.replace("2026-H1", "all"), "all")):
        address = f"/c/hill/contributions/?period={period}&amp;kind=goods"
        assert f'href="{address}"' in client.get(path).content.decode()
        assert "posters" in client.get(address.replace("&amp;", "&")).content.decode()


def test_outputs_of_campaigns_are_in_the_sums_and_open_their_campaign(done: World, signed_in: SignIn):
    leader = done["hill-leader"]
    with within(done.hill):
        campaigns = [
            add_campaign(
                title=title,
                kind="petition",
                goal="x",
                first_stage={"stage": "planned", "on": MARCH},
                by=leader,
            )
            for title in ("Petition", "Mistake")
        ]
        for campaign in campaigns:
            add_output(campaign=campaign, on=MARCH, unit="items", quantity=2100, what="cards", by=leader)
            add_output(campaign=campaign, on=dt.date(2025, 12, 31), unit="items", quantity=5, by=leader)
        delete_campaign(campaign=campaigns[1], by=leader)
    for person, path in (("hill-member", HILL), ("usa-staff", USA), ("oasis-staff", ALL)):
        client = signed_in(person)
        assert "at least 2,200" in client.get(path).content.decode()
        assert "at least 2,205" in client.get(path.replace("2026-H1", "all")).content.decode()
    records = signed_in("hill-member").get(f"{HILL}&item=output:items").content.decode()
    assert keep_together("March 3, 2026: Petition") in records
    assert "2,100 (cards)" in records
    assert f"/c/hill/events/campaigns/{campaigns[0].pk}/" in records
    assert "Mistake" not in records
    for person, path in (("usa-staff", USA), ("oasis-staff", ALL)):
        behind = signed_in(person).get(f"{path}&item=output:items").content.decode()
        assert "at least 2,200" in behind
        assert "cards" not in behind
    assert find(run(office="usa", round="2026-H1"), "output", "items")["records"] == 3


def test_a_cut_list_says_how_many_there_are(done: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch):
    client = signed_in("hill-member")
    for item, total in (("output:items", 2), ("reach:all", 3)):
        assert "The newest" not in client.get(f"{HILL}&item={item}").content.decode()
        with monkeypatch.context() as patch:
            patch.setattr("dashboards.achievement_sources.LISTED", 1)
            page = client.get(f"{HILL}&item={item}").content.decode()
        assert f"The newest 1 of {total}" in page
    with within(done.usa):
        HistoricalActivity.objects.create(
            place="Hill", period_start="2009-01-01", period_end="2009-12-31", activity="Older", quantity=1,
            kind="education", unit="people",
        )  # fmt: skip
    monkeypatch.setattr("dashboards.achievement_sources.LISTED", 1)
    page = signed_in("usa-staff").get(USA).content.decode()
    assert "The newest 1 of 2" in page
    assert "Older" not in page


def test_stages_and_wins_of_several_offices_are_in_order():
    def build_facts(stage: str, year: int) -> Facts:
        win = Item(ItemKind.WIN, "policy", 1, records=1, name="Rule", on=dt.date(year, 3, 3))
        return Facts({}, [Item(ItemKind.CAMPAIGN, stage, 1, records=1), win])

    items = list_items([build_facts("adopted", 2024), build_facts("asked", 2025), build_facts("asked", 2023)])
    assert [item.on.year for item in items[:3] if item.on] == [2025, 2024, 2023]
    assert [(item.unit, item.value) for item in items[3:]] == [("asked", 2), ("adopted", 1)]


def test_a_phone_folds_long_tables_but_never_the_people_reached():
    lines = [Line(Item(ItemKind.STORY, "", 1), "")] * 6
    assert not ItemTable(ItemKind.STORY, lines).is_open
    assert ItemTable(ItemKind.STORY, lines[:5]).is_open
    assert ItemTable(ItemKind.REACH, lines).is_open


def test_people_reached_begin_with_the_sum_and_the_largest_kinds():
    units = ("all", "vigil", "campaign", "film", "stall", "march", "talk", "fair")
    reach = ItemTable(
        ItemKind.REACH, [Line(Item(ItemKind.REACH, unit, n), "") for n, unit in enumerate(units)]
    )
    assert [line.item.unit for line in reach.first_lines] == ["all", "fair", "talk", "march", "stall", "film"]
    assert [line.item.unit for line in reach.more_lines] == ["campaign", "vigil"]


def test_earlier_results_stand_next_to_the_records_and_in_no_sum(done: World, signed_in: SignIn):
    for person, path in (("hill-member", HILL), ("usa-staff", USA)):
        page = signed_in(person).get(path.replace("2026-H1", "all")).content.decode()
        assert "2011–2012: Activists educated" in page
        assert "at least 1,200" in page
        assert "1,243" not in page


def test_an_office_sees_sums_without_small_numbers_of_people(done: World, signed_in: SignIn):
    page = signed_in("usa-staff").get(USA).content.decode()
    assert "at least 40" in page
    # A token in an attribute can contain the digits by chance.
    assert "43" not in strip_tags(page)
    assert "at least 100" in page
    behind = signed_in("usa-staff").get(f"{USA}&item=output:items").content.decode()
    assert "/office/usa/communities/hill/figures/" in behind
    assert "freedom bags" not in behind
    everywhere = signed_in("oasis-staff").get(f"{ALL}&item=output:items").content.decode()
    assert "at least 100" in everywhere
    assert USA in everywhere
    assert "Rides" in signed_in("oasis-staff").get(ALL).content.decode()


def test_unknown_words_in_the_address_show_the_current_half_year(done: World, signed_in: SignIn):
    client, now = signed_in("hill-member"), HalfYear.from_day(timezone.localdate(timezone=done.hill.zone))
    for query in ("period=x", "period=%00", "item=x", "period=9999999-H1&item=:"):
        assert client.get(f"/c/hill/achievements/?{query}").context["period"].half_year == now
    assert "at least 100" in client.get(f"{HILL}&item=output:tons").content.decode()
    nothing = client.get(HILL.replace("2026", "2001")).content.decode()
    assert "Nothing recorded in this period" in nothing


def test_the_command_prints_a_line_for_each_item(done: World):
    half_year = "2026-H1"
    own, office = run(community="hill", round=half_year), run(office="usa", round=half_year)
    items = find(own, "output", "items")
    assert items == {
        "kind": "output", "unit": "items", "value": 100, "currency": "", "at_least": True, "records": 2,
    }  # fmt: skip
    assert find(own, "output", "money")["currency"] == "USD"
    for printed in (own, office):
        assert [item["title"] for item in printed if item["unit"].startswith("own-")] == ["Rides"]
    assert find(own, "reach", "all") == {
        "kind": "reach", "unit": "all", "value": 43, "currency": "", "at_least": True, "records": 2,
        "attendances": 43, "people_low": 40, "people_high": None, "events_without_attendance": 1,
    }  # fmt: skip
    assert find(office, "output", "items") == items
    assert (find(office, "reach", "all")["attendances"], find(office, "reach", "all")["at_least"]) == (
        40,
        True,
    )
    assert run(international=True, round=half_year) == office
    assert run(community="hill") == own
    for wrong in ({"community": "x"}, {"office": "x"}, {"office": "usa", "round": "2026"}):
        with pytest.raises(CommandError):
            run(**wrong)
