"""Figures as IATI, DHIS2 and XLSX: valid, and without unknown or confidential ones."""

import io
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from lxml import etree
from openpyxl import load_workbook

from communities.models import Community, StageChange
from evaluation.instrument import PARTS
from evaluation.measures.gatherings import ENGAGEMENT_KINDS, EngagementEvent, engagement_events
from evaluation.models import Figure
from evaluation.rollups.events import refresh_events
from events.actions import OutputLine
from events.actions.campaigns import add_campaign, add_output, add_stage
from events.models import Campaign, OfficeEvent, OfficeOutput, OfficeUnit
from library.models import Story
from stakeholders.actions.briefings import add_briefing, add_share
from stakeholders.models import Grant, OfficePartnership, Sector, SubGrant
from tests.base import World, make_community, within
from tests.dashboards.test_achievements import record
from tests.evaluation.public_tables_base import figures, freeze, tally
from tests.evaluation.test_few_people import ask_residents, put
from tests.reports.report_samples import NOW, store
from tests.reports.test_csv import by_part, table
from tfc.periods import HalfYear

IATI = Path(__file__).parent / "iati"
HILL, USA, ALL = (f"{place}/figures/{NOW}." for place in ("/c/hill", "/office/usa", "/international"))


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(IATI / "iati-activities-schema.xsd"))


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


def iati(client, url: str, schema: etree.XMLSchema) -> dict[str, etree._Element]:
    """Return the activities by identifier, after validating schema, ruleset and code lists."""
    response = client.get(url + "xml")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    root = etree.fromstring(response.content)
    schema.assertValid(root)
    check_rules(root)
    check_codes(root)
    return {activity.findtext("iati-identifier"): activity for activity in root}


def check_rules(root: etree._Element) -> None:
    rules = json.loads((IATI / "standard_ruleset.json").read_text())
    for context, kinds in rules.items():
        for element in root.xpath(context):
            for case in kinds.get("atleast_one", {"cases": []})["cases"]:
                assert any(element.xpath(path) for path in case["paths"]), (context, case)
            for case in kinds.get("no_more_than_one", {"cases": []})["cases"]:
                assert sum(len(element.xpath(path)) for path in case["paths"]) <= 1
            for case in kinds.get("regex_matches", {"cases": []})["cases"]:
                for node in (node for path in case["paths"] for node in element.xpath(path)):
                    assert re.fullmatch(case["regex"], node if isinstance(node, str) else node.text)


def check_codes(root: etree._Element) -> None:
    codes = json.loads((IATI / "codes.json").read_text())
    for name, path in {
        "ActivityDateType": "//activity-date/@type",
        "ActivityScope": "//activity-scope/@code",
        "ActivityStatus": "//activity-status/@code",
        "Country": "//recipient-country/@code",
        "DocumentCategory": "//document-link/category/@code",
        "FileFormat": "//document-link/@format",
        "GeographicExactness": "//exactness/@code",
        "GeographicLocationClass": "//location-class/@code",
        "IndicatorMeasure": "//indicator/@measure",
        "IndicatorVocabulary": "//indicator/reference/@vocabulary",
        "Language": "//@xml:lang",
        "OrganisationRole": "//participating-org/@role",
        "OrganisationType": "//reporting-org/@type | //participating-org/@type",
        "RelatedActivityType": "//related-activity/@type",
        "ResultType": "//result/@type",
        "Sector": "//sector[@vocabulary='1']/@code",
        "SectorVocabulary": "//sector/@vocabulary",
    }.items():
        assert set(root.xpath(path)) - set(codes[name]) == set(), name


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


def test_it_writes_values_and_metadata_for_dhis2(filled: World, signed_in):
    ask_residents(filled)
    client = signed_in("usa-staff")
    answer, listed = client.get(USA + "json"), client.get(USA + "json?metadata")
    assert answer["Content-Type"] == "application/json"
    data, about = answer.json(), listed.json()
    assert {value["period"] for value in data["dataValues"]} == {"2026S1"}
    values = {(value["orgUnit"], value["dataElement"]): value["value"] for value in data["dataValues"]}
    assert len(values) == len(data["dataValues"])
    hill = {code: value for (town, code), value in values.items() if town == "hill"}
    # Absent: unknown, not applicable, and small numbers. Numbers are strings.
    assert hill == {
        "meets_consistently": "83.3333", "meets_consistently_num": "5", "meets_consistently_den": "6",
        "diverse_participation": hill["diverse_participation"],
        "diverse_participation_num": hill["diverse_participation_num"],
        "diverse_participation_den": hill["diverse_participation_den"],
        "research_done": "60", "research_done_num": "3", "research_done_den": "5", "stakeholder_meetings": "6",
        "sector_breadth": "37.5", "sector_breadth_num": "3", "sector_breadth_den": "8",
        "engagement_events": "0",
        "leaders_in_development": "25", "leaders_in_development_num": "1", "leaders_in_development_den": "4",
        "professionals_trained": "40",
    }  # fmt: skip
    elements = {element["code"]: element for element in about["dataElements"]}
    units = {unit["code"]: unit for unit in about["organisationUnits"]}
    assert {value["dataElement"] for value in data["dataValues"]} <= set(elements)
    assert {value["orgUnit"] for value in data["dataValues"]} <= set(units) == {"office-usa", "hill", "dale"}
    assert units["hill"]["parent"]["id"] == units["office-usa"]["id"]
    ids = [entry["id"] for kind in about.values() for entry in kind]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]{10}", uid) for uid in ids)
    assert all(len(entry.get("shortName", "")) <= 50 for kind in about.values() for entry in kind)
    # These ids are published and never change.
    assert (elements["access_known"]["id"], units["hill"]["id"]) == ("QJ7V2MOFmL8", "XyH0mGuBEA7")
    assert elements["meets_consistently"]["aggregationType"] == "NONE"
    assert elements["meets_consistently_num"]["aggregationType"] == "SUM"
    assert elements["access_known_num"]["aggregationType"] == "NONE"
    assert_indicators(about, {element["id"]: code for code, element in elements.items()})


def assert_indicators(about: dict, codes: dict[str, str]) -> None:
    """Each part has one indicator, with the data elements of its values, in one group."""
    results = {indicator["code"]: indicator for indicator in about["indicators"]}
    types = {indicator_type["id"]: indicator_type["factor"] for indicator_type in about["indicatorTypes"]}
    assert list(results) == [part.code for part in PARTS]
    for code, result in results.items():
        terms = [codes.get(result[side][2:-1], result[side]) for side in ("numerator", "denominator")]
        share = types[result["indicatorType"]["id"]] == 100
        assert terms == ([f"{code}_num", f"{code}_den"] if share else [code, "1"])
    grouped = [indicator["id"] for group in about["indicatorGroups"] for indicator in group["indicators"]]
    assert sorted(grouped) == sorted(result["id"] for result in results.values())
    assert len(about["indicatorGroups"]) == 5


def test_a_community_hands_on_to_dhis2_what_its_office_may_read(filled: World, signed_in):
    ask_residents(filled)
    own = {value["dataElement"] for value in signed_in("hill-member").get(HILL + "json").json()["dataValues"]}
    assert not own & {"access_known", "risks_known", "access_known_num", "risks_known_den"}
    assert by_part(table(signed_in("hill-member"), HILL + "csv"))["access_known"]["value"]


def test_the_spreadsheet_has_the_cells_of_the_csv_with_their_types(filled: World, signed_in):
    client = signed_in("usa-staff")
    rows = table(client, USA + "csv")
    book = load_workbook(io.BytesIO(client.get(USA + "xlsx").content))
    assert [sheet.freeze_panes for sheet in book] == ["A3", "A2"]
    heads, _tags, *cells = book.worksheets[0].iter_rows(values_only=True)
    for row, line in zip(rows, cells, strict=True):
        result = dict(zip(heads, line, strict=True))
        for code, text in row.items():
            if not text:
                assert result[code] is None
            elif code in ("first_day", "last_day", "as_of"):
                assert str(result[code]) == f"{text} 00:00:00"
            elif isinstance(result[code], int | float):
                assert result[code] == float(text)
            else:
                assert result[code] == text
    numbers = {
        code
        for line in cells
        for code, cell in zip(heads, line, strict=True)
        if isinstance(cell, int | float)
    }
    assert numbers >= {"item", "value", "numerator", "denominator", "lower", "upper", "definition_version"}
    headings = [row[0].value for row in book.worksheets[1].iter_rows()]
    assert headings[1:15] == [part.label for part in PARTS]
    assert headings[-1] == "hidden"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "xml", "json"])
def test_every_file_has_the_same_access_and_number_of_queries(
    filled: World, signed_in, django_assert_max_num_queries, ending: str
):
    for person, url, status in (
        ("dale-coordinator", HILL, 404),
        ("hill-coordinator", USA, 404),
        ("usa-staff", ALL, 404),
        ("stranger", HILL, 404),
        ("hill-member", HILL.replace(NOW, "2019-H1"), 404),
        ("usa-staff", USA.replace(NOW, "2026-H3"), 404),
        ("oasis-staff", ALL.replace(NOW, "0000-H1"), 404),
        ("hill-member", HILL, 200),
        ("oasis-staff", ALL, 200),
    ):
        assert signed_in(person).get(url + ending).status_code == status, (person, url)
    client = signed_in("usa-staff")
    with django_assert_max_num_queries(21) as queries:
        client.get(USA + ending)
    for number in range(3):
        town = make_community(filled.usa, f"town-{number}")
        with within(town):
            store(town, NOW, {})
    with django_assert_max_num_queries(len(queries)):
        client.get(USA + ending)


def test_it_makes_no_file_of_another_kind(filled: World, signed_in):
    for person, url in (("hill-member", HILL), ("usa-staff", USA), ("oasis-staff", ALL)):
        assert signed_in(person).get(url + "exe").status_code == 404


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
