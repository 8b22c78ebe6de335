"""Figures and achievements as IATI: valid, and without unknown or confidential ones."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from lxml import etree

from communities.models import Community, StageChange
from evaluation.measures.gatherings import ENGAGEMENT_KINDS, EngagementEvent, engagement_events
from evaluation.models import Figure
from evaluation.rollups.events import refresh_events
from events.actions import OutputLine
from events.actions.campaigns import add_campaign, add_output, add_stage
from events.models import Campaign, OfficeEvent, OfficeOutput, OfficeUnit
from library.models import Story
from stakeholders.actions.briefings import add_briefing, add_share
from stakeholders.models import Grant, OfficePartnership, Sector, SubGrant
from tests.base import World, within
from tests.dashboards.test_achievements import record
from tests.evaluation.public_tables_base import figures, freeze, tally
from tests.evaluation.test_few_people import put
from tests.reports.iati_files import ALL, HILL, USA, iati
from tests.reports.report_samples import NOW
from tfc.periods import HalfYear


@pytest.fixture
def filled(filled: World) -> World:
    Community.objects.filter(pk=filled.hill.pk).update(
        latitude="34.14778", longitude="-118.14452", region="CA"
    )
    with within(filled.hill):
        StageChange.objects.create(
            office_id=filled.usa.pk, stage="awareness", since="2024-03-01", by=filled["usa-staff"]
        )
    return filled


def periods(activity: etree._Element, part: str) -> dict[str, tuple[str | None, str | None]]:
    """Return, by first day, target and actual value of a part; None without one."""
    [indicator] = activity.xpath(f"result/indicator[starts-with(reference/@code, '{part}-v')]")
    results = {}
    for element in indicator.findall("period"):
        target, actual = element.find("target"), element.find("actual")
        results[element.find("period-start").get("iso-date")] = (
            None if target is None else target.get("value"),
            None if actual is None else actual.get("value"),
        )
    return results


def dimensions(activity: etree._Element, part: str) -> dict[str, dict[str, str]]:
    results: dict[str, dict[str, str]] = {}
    for element in activity.xpath(
        f"result/indicator[starts-with(reference/@code, '{part}-v')]/period/actual/dimension"
    ):
        results.setdefault(element.get("name"), {})[element.get("value")] = element.getparent().get("value")
    return results


def test_the_office_reads_a_valid_iati_file(filled: World, signed_in, schema, settings):
    settings.IATI_ORGANIZATIONS = {"usa": "US-EIN-12-3456789"}
    with within(filled.hill):
        sat = {"meetings_by_sector": {"media": 5, "schools": 4, "faith_ngos": 1}}
        Figure.objects.filter(half_year=NOW, part="sector_breadth").update(details=sat)
    result = iati(signed_in("usa-staff"), USA, schema)
    identifier = "US-EIN-12-3456789-TFC"
    assert list(result) == [identifier, f"{identifier}-dale", f"{identifier}-hill"]
    office, hill = result[identifier], result[f"{identifier}-hill"]
    assert [element.get("ref") for element in office.findall("related-activity")] == list(result)[1:]
    assert (office.get("hierarchy"), hill.get("hierarchy")) == ("1", "2")
    assert hill.find("activity-date").get("iso-date") == "2024-03-01"
    # The community, not the street.
    assert hill.findtext("location/point/pos") == "34.1 -118.1"
    titles = hill.findall("result/indicator/title/narrative")
    assert {title.get("{http://www.w3.org/XML/1998/namespace}lang") for title in titles} == {None, "es", "zh"}
    # Known, with a target if it counts as met; unknown has no value; a declared zero is a number.
    assert periods(hill, "meets_consistently")["2026-01-01"] == ("80", "83.3333")
    assert periods(hill, "engagement_events")["2026-01-01"] == (None, "0")
    assert periods(hill, "resources_identified")["2026-01-01"] == ("80", None)
    assert hill.xpath("result/indicator[starts-with(reference/@code, 'ready_to_refer-v')]/period[3]") == []
    # Meetings by the sectors present, after the total; a declared zero and a sum have no parts.
    # A seventh meeting has no attendance: no sector is 0.
    present = {"media": "5", "schools": "4", "faith_ngos": "1"}
    assert dimensions(hill, "stakeholder_meetings")["sector"] == present
    assert dimensions(hill, "engagement_events") == dimensions(office, "stakeholder_meetings") == {}
    own = hill.xpath(
        "result/indicator[starts-with(reference/@code, 'research_done')]//actual/comment/narrative"
    )
    assert own[0].text.startswith("3 of 5; override, not reviewed")
    # Sums, never the mean of 83 % and 50 %.
    assert periods(office, "meets_consistently")["2026-01-01"] == (None, "66.6667")
    breadth = "result/indicator[starts-with(reference/@code, 'sector_breadth')]/period[3]"
    [comment] = office.xpath(f"{breadth}/actual/comment")
    assert comment.findtext("narrative").startswith("11 of 16; known for 2 of 2 communities")


def test_an_iati_file_gives_no_zero_for_a_group_that_is_not_known(filled: World, signed_in, schema):
    events = [EngagementEvent("a", "education", "hosted")]
    for unresolved, missing in (([], []), (["campaign"], ["campaign"])):
        with within(filled.hill):
            sat = {"meetings_by_sector": {"media": 5, "schools": 4}}
            Figure.objects.filter(half_year=NOW, part="sector_breadth").update(details=sat)
            Figure.objects.filter(half_year=NOW, part="stakeholder_meetings").update(upper=6)
            put(filled.hill, NOW, "engagement_events", engagement_events(events, unresolved=unresolved))
        hill = iati(signed_in("usa-staff"), USA, schema)["US-TRAFFICKFREE-USA-TFC-hill"]
        kinds = dict.fromkeys(ENGAGEMENT_KINDS, "0") | {"education": "1"}
        assert dimensions(hill, "engagement_events")["kind"] == {
            kind: number for kind, number in kinds.items() if kind not in missing
        }
        present = dict.fromkeys(Sector.values, "0") | {"media": "5", "schools": "4"}
        assert dimensions(hill, "stakeholder_meetings")["sector"] == present


def test_an_iati_file_has_only_public_residents_results(filled: World, signed_in, schema):
    public = figures(tally(40, 90), tally(85, 90))
    for code, measured in public.items():
        with within(filled.hill):
            put(filled.hill, NOW, code, measured)
    for person, url in (("hill-member", HILL), ("usa-staff", USA), ("oasis-staff", ALL)):
        hill = iati(signed_in(person), url, schema)["US-TRAFFICKFREE-USA-TFC-hill"]
        assert periods(hill, "access_known")["2026-01-01"] == ("80", None), person
    freeze(filled.hill, public, NOW)
    for person, url in (("hill-member", HILL), ("usa-staff", USA), ("oasis-staff", ALL)):
        hill = iati(signed_in(person), url, schema)["US-TRAFFICKFREE-USA-TFC-hill"]
        assert periods(hill, "access_known")["2026-01-01"] == ("80", "44.4444"), person
        # Five of 90 did not know: fewer than 11.
        assert periods(hill, "risks_known")["2026-01-01"] == ("80", None), person
    with within(filled.hill):
        put(filled.hill, NOW, "access_known", figures(tally(41, 90))["access_known"])
    hill = iati(signed_in("usa-staff"), USA, schema)["US-TRAFFICKFREE-USA-TFC-hill"]
    assert periods(hill, "access_known")["2026-01-01"] == ("80", None)


def test_an_iati_file_has_an_activity_also_where_nothing_is_computed(filled: World, signed_in, schema):
    with within(filled.hill):
        Figure.objects.all().delete()
    [hill] = iati(signed_in("hill-member"), HILL, schema).values()
    assert (hill.findall("result"), hill.get("last-updated-datetime")) == ([], None)
    name = "Hill \x0b & <Dale>"
    Community.objects.filter(pk=filled.hill.pk).update(name=name)
    [hill] = iati(signed_in("hill-member"), HILL, schema).values()
    assert hill.findtext("title/narrative").endswith("Hill  & <Dale>")


def get_achieved(activity: etree._Element) -> dict[str, str]:
    return {
        indicator.find("reference").get("code"): indicator.find("period/actual").get("value")
        for indicator in activity.xpath("result[title/narrative='Achievements']/indicator")
    }


def test_achievements_are_results_without_small_numbers_of_people(achieved: World, signed_in, schema):
    with within(achieved.hill):
        record(achieved, "community_workshop", 9)
        refresh_events([achieved.hill], HalfYear(2026, 1), using="default")
    for person, url in (("hill-coordinator", HILL), ("usa-staff", USA)):
        activity = next(iter(iati(signed_in(person), url, schema).values()))
        values = get_achieved(activity)
        assert values == {
            "achievement-output-items": "100", "achievement-output-money-USD": "500",
            "achievement-win-certification": "1", "achievement-reach-all": "49", "achievement-reach-awareness": "40",
            "achievement-campaign-planned": "1", "achievement-campaign-adopted": "1",
        }  # fmt: skip
        [comment] = activity.xpath(
            "result/indicator[reference/@code='achievement-reach-all']/period/actual/comment/narrative"
        )
        assert comment.text == "at least 49, at least 40 different people"


def test_a_joint_campaign_counts_in_each_community_and_once_in_the_office(filled: World, signed_in, schema):
    key, day = uuid4(), date(2026, 4, 2)
    for community, number in ((filled.hill, 100), (filled.dale, 150)):
        with within(community):
            campaign = add_campaign(
                title="Petition", kind="petition", goal="A rule", by=filled["hill-leader"],
                first_stage={"stage": "adopted", "on": day, "evidence": "Vote"},
            )  # fmt: skip
            add_output(
                campaign=campaign, on=day, unit="signatures", quantity=number, by=filled["hill-leader"]
            )
            Campaign.objects.filter(pk=campaign.pk).update(joint_key=key)
    office, *communities = iati(signed_in("usa-staff"), USA, schema).values()
    assert get_achieved(office) == {
        "achievement-output-signatures": "150", "achievement-win-petition": "1", "achievement-campaign-adopted": "1",
    }  # fmt: skip
    assert [get_achieved(activity) for activity in communities] == [
        {
            "achievement-output-signatures": number,
            "achievement-win-petition": "1",
            "achievement-campaign-adopted": "1",
        }
        for number in ("150", "100")
    ]


def test_campaigns_by_stage_briefings_and_stories_are_results(filled: World, signed_in, schema):
    by, at = filled["hill-leader"], datetime(2026, 3, 1, tzinfo=UTC)
    for community in (filled.hill, filled.dale):
        with within(community):
            first = {"stage": "planned", "on": date(2025, 8, 1)}
            campaign = add_campaign(title="Private", kind="policy", goal="x", by=by, first_stage=first)
            add_stage(campaign=campaign, stage="asked", on=date(2026, 7, 1), by=by)
            Story.objects.create(
                title="Private",
                kind="practice",
                language="en",
                context="x",
                action="x",
                audience="office",
                created_by=by,
            )
            Story.objects.update(created_at=at)
    with within(filled.hill):
        briefing = add_briefing(
            title="Private", audience="mayor", language="en", findings=[], made_at=at, by=by
        )
        add_share(
            briefing=briefing,
            recipient="Private",
            shared_on=date(2026, 4, 1),
            answered_on=date(2026, 5, 1),
            by=by,
        )
    office, dale, hill = iati(signed_in("usa-staff"), USA, schema).values()
    own = {"achievement-campaign-planned": "1", "achievement-story-stories": "1"}
    assert get_achieved(dale) == own
    briefings = {"given": "1", "answered": "1", "followed_up": "0"}
    assert get_achieved(hill) == own | {f"achievement-briefing-{unit}": n for unit, n in briefings.items()}
    assert get_achieved(office) == get_achieved(hill) | dict.fromkeys(own, "2")
    assert "Private" not in etree.tostring(office).decode()


def test_an_offices_own_work_is_in_its_file(filled: World, signed_in, schema):
    with within(filled.usa):
        by = filled["usa-staff"]
        for people, on in ((400, date(2026, 2, 1)), (3, date(2026, 3, 1))):
            OfficeEvent.objects.create(kind="awareness", role="held", title="Private", on=on, people=people)
        event = OfficeEvent.objects.create(kind="awareness", role="sponsored", title="x", on=date(2026, 4, 1))
        OfficeOutput.objects.create(event=event, unit="items", quantity=160, at_least=True, what="Bags")
        OfficePartnership.objects.create(
            kind="task_force", role="member", name="Private", starts_on=date(2025, 1, 1)
        )
        grant = Grant.objects.create(
            title="Freedom fund", funder="Humanity fund", starts_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31), amount=Decimal(900), currency="USD", note="Private", created_by=by,
            amounts_are_public=True,
        )  # fmt: skip
        unreleased = Grant.objects.create(
            title="Not released", funder="x", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
            amount=Decimal(900), currency="USD", created_by=by,
        )  # fmt: skip
        for source in (grant, unreleased):
            SubGrant.objects.create(
                grant=source, recipient=filled.hill, amount=Decimal(100), currency="USD", on=date(2026, 2, 1),
                purpose="Private", created_by=by,
            )  # fmt: skip
    activity = iati(signed_in("usa-staff"), USA, schema)["US-TRAFFICKFREE-USA-TFC"]
    [result] = activity.xpath('result[title/narrative="The office\'s own work"]')
    values = {
        indicator.find("reference").get("code"): indicator.find("period/actual").get("value")
        for indicator in result.findall("indicator")
    }
    assert values == {
        "own-event-held": "2", "own-event-sponsored": "1", "own-output-items": "160", "own-reach-all": "400",
        "own-partnership-task_force": "1",
    }  # fmt: skip
    money = [
        (row.find("transaction-type").get("code"), row.findtext("value"), row.findtext("*/narrative"))
        for row in activity.findall("transaction")
    ]
    assert money == [("11", "900.00", "Freedom fund"), ("3", "100.00", "Hill")]
    assert activity.findtext("transaction/provider-org/narrative") == "Humanity fund"
    assert "Private" not in etree.tostring(activity).decode()


def test_a_unit_of_an_office_has_its_name_in_each_language(filled: World, signed_in, schema):
    with within(filled.usa):
        by = filled["usa-staff"]
        rides = OfficeUnit.objects.create(title_en="Rides", title_es="Viajes", added_by=by)
        event = OfficeEvent.objects.create(kind="awareness", role="held", title="x", on=date(2026, 4, 1))
        OfficeOutput.objects.create(event=event, unit=rides.code, quantity=160)
    with within(filled.hill):
        record(filled, "awareness", 40, OutputLine(rides.code, 7))
        refresh_events([filled.hill], HalfYear(2026, 1), using="default")
    for person, address in (("usa-staff", USA), ("oasis-staff", USA.replace("office/usa", "international"))):
        activity = iati(signed_in(person), address, schema)["US-TRAFFICKFREE-USA-TFC"]
        for prefix in ("own", "achievement"):
            [indicator] = activity.xpath(f"//indicator[reference/@code='{prefix}-output-{rides.code}']")[:1]
            titles = [
                (narrative.get("{http://www.w3.org/XML/1998/namespace}lang"), narrative.text)
                for narrative in indicator.findall("title/narrative")
            ]
            assert titles[:2] == [(None, "Outputs: Rides"), ("es", "Resultados concretos: Viajes")]
