"""Figures as DHIS2 and XLSX, and what all files have in common: without unknown or confidential figures."""

import io
import re

import pytest
from openpyxl import load_workbook

from evaluation.instrument import PARTS
from tests.base import World, make_community, within
from tests.evaluation.test_few_people import ask_residents
from tests.reports.iati_files import ALL, HILL, USA
from tests.reports.report_samples import NOW, store
from tests.reports.test_csv import by_part, table


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
