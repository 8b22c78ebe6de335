"""Figures as CSV: complete when read back, masked for an office, exact for the community."""

import csv
import io
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from django.utils import timezone

from communities.models import Community, Stage, StageChange
from communities.thresholds import thresholds_for
from dashboards.home import get_home_status
from evaluation.community_results import rate_community
from evaluation.figures import compute, get_overrides
from evaluation.instrument import PARTS
from evaluation.models import Figure, Round
from reports.exports.columns import FIGURE_FIELDS
from tests.base import World, make_community, within
from tests.evaluation.test_few_people import ask_residents, telling
from tests.reports.report_samples import NOW, store
from tfc.csv_text import number_cell
from tfc.disclosure import Reader
from tfc.periods import HalfYear

ROOT = Path(__file__).resolve().parents[2]
HILL = f"/c/hill/figures/{NOW}.csv"
USA = f"/office/usa/figures/{NOW}.csv"
ALL = f"/international/figures/{NOW}.csv"
NUMBERS = ("value", "numerator", "denominator", "lower", "upper", "interval_lower", "interval_upper")


def table(client, url: str) -> list[dict[str, str]]:
    """Return the rows by column, without the tag row, after checking the format."""
    response = client.get(url)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    assert text.count("\n") == text.count("\r\n")
    head, tags, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert (head, tags) == (
        [figure_field.code for figure_field in FIGURE_FIELDS],
        [figure_field.tag for figure_field in FIGURE_FIELDS],
    )
    return [dict(zip(head, row, strict=True)) for row in rows]


def by_part(rows: list[dict[str, str]], community: str = "hill") -> dict[str, dict[str, str]]:
    return {row["part"]: row for row in rows if row["community_code"] == community}


def exact(community: Community) -> dict[str, list[str]]:
    half_year = HalfYear.parse(NOW)
    with within(community):
        figures = Figure.objects.filter(community=community).for_half_year(half_year).by_part()
        result = rate_community(
            figures,
            get_overrides([half_year]),
            thresholds_for(community.office_id, half_year),
            Reader.COMMUNITY,
        )
    parts = [part for item in result for part in item.parts]
    return {
        part.part.code: [
            part.measured.state.value,
            *(number_cell(getattr(part.measured, name)) for name in NUMBERS[:5]),
            part.rating.value,
        ]
        for part in parts
    }


def test_its_tags_are_hxl_and_its_columns_differ():
    codes, tags = (
        [figure_field.code for figure_field in FIGURE_FIELDS],
        [figure_field.tag for figure_field in FIGURE_FIELDS],
    )
    assert len(set(codes)) == len(codes) == len(set(tags))
    assert all(re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag) for tag in tags)
    promised = re.findall(
        r"^\| (`.*?) \| (`#.*?) \|", (ROOT / "docs" / "formats.md").read_text(), re.MULTILINE
    )
    texts = [re.findall(r"`([^`]+)`", cell) for cells in zip(*promised, strict=True) for cell in cells]
    assert [code for row in texts[: len(promised)] for code in row] == codes
    assert [tag for row in texts[len(promised) :] for tag in row] == tags


@pytest.mark.parametrize(
    ("number", "cell"),
    [
        (None, ""),
        (0, "0"),
        (1200, "1200"),
        (Fraction(1, 2), "0.5"),
        (Fraction(200, 3), "66.6667"),
        (37.5, "37.5"),
        (Fraction(99_999_999, 100_000), "1000"),
    ],
)
def test_it_writes_numbers_for_programs(number, cell: str):
    assert number_cell(number) == cell


def test_the_community_reads_back_its_own_figures(filled: World, signed_in):
    ask_residents(filled)
    rows = table(signed_in("hill-member"), HILL)
    columns = ("state", *NUMBERS[:5], "rating")
    assert {row["part"]: [row[name] for name in columns] for row in rows} == exact(filled.hill)
    assert [row["part"] for row in rows] == [part.code for part in PARTS]
    access_known = by_part(rows)["access_known"]
    assert [access_known[name] for name in ("state", "numerator", "denominator", "shown")] == [
        "value", "3", "41", "7%",
    ]  # fmt: skip
    assert access_known["interval_lower"].startswith("2.5")
    assert access_known["receipt"].endswith(f"/c/hill/figures/{NOW}/access_known/")


def test_the_office_reads_each_community_and_no_small_count(filled: World, signed_in):
    ask_residents(filled)
    rows = table(signed_in("usa-staff"), USA)
    # By name: parts that were never computed have a row too.
    assert [row["community"] for row in rows] == ["Dale"] * len(PARTS) + ["Hill"] * len(PARTS)
    hill = by_part(rows)
    for code, text in (("access_known", "fewer than 5 of 41"), ("risks_known", "more than 36 of 41")):
        assert (hill[code]["state"], hill[code]["shown"]) == ("hidden", text)
        assert [hill[code][name] for name in NUMBERS] == [""] * len(NUMBERS)
    assert telling(signed_in("usa-staff").get(USA).content.decode()) == []
    guarded = ("access_known", "risks_known", "diverse_participation")
    of_record = exact(filled.hill)
    for code in set(of_record) - set(guarded):
        columns = ("state", *NUMBERS[:5], "rating")
        assert [hill[code][name] for name in columns] == of_record[code], code
    receipt = f"/office/usa/communities/hill/figures/{NOW}/access_known/"
    assert hill["access_known"]["receipt"].endswith(receipt)


def test_the_file_of_an_office_is_the_same_however_few_they_were(filled: World, signed_in):
    files = []
    for few in (2, 3, 4):
        ask_residents(filled, few)
        files.append([signed_in("usa-staff").get(USA).content, signed_in("oasis-staff").get(ALL).content])
    assert files[0] == files[1] == files[2]


def test_it_distinguishes_the_four_states(filled: World, signed_in):
    hill = by_part(table(signed_in("usa-staff"), USA))
    looked_at = ("state", "value", "numerator", "upper", "rating", "own_value")
    assert {
        code: [hill[code][name] for name in looked_at]
        for code in (
            "engagement_events",
            "access_known",
            "ready_to_refer",
            "stakeholder_meetings",
            "research_done",
        )
    } == {
        "engagement_events": ["declared_zero", "0", "0", "0", "not_rated", "no"],
        "access_known": ["unknown", "", "", "", "unknown", "no"],
        "ready_to_refer": ["not_applicable", "", "", "", "not_applicable", "no"],
        "stakeholder_meetings": ["value", "6", "6", "7", "not_rated", "no"],
        # Unknown, and overridden with 60 %.
        "research_done": ["value", "60", "3", "3", "partly", "yes"],
    }
    assert hill["access_known"]["reason"] == "no_survey"
    assert hill["access_known"]["notes"].endswith(".")
    assert "between 6 and 7" in hill["stakeholder_meetings"]["notes"]
    assert "override" in hill["research_done"]["notes"]


def test_the_international_office_reads_every_office(filled: World, signed_in):
    with within(filled.uk):
        Round.objects.create(half_year=NOW, due_on="2026-07-31", opened_at="2026-06-20T12:00Z")
    rows = table(signed_in("oasis-staff"), ALL)
    results = sorted({(row["office"], row["country"], row["community_code"]) for row in rows})
    assert results == [("Oasis UK", "GB", "moor"), ("Oasis USA", "US", "dale"), ("Oasis USA", "US", "hill")]


def test_no_spreadsheet_takes_a_name_for_a_formula(filled: World, signed_in):
    Community.objects.filter(pk=filled.hill.pk).update(name='=HYPERLINK("x";"y")', region="@evil\r\n")
    row = table(signed_in("usa-staff"), USA)[0]
    assert (row["community"], row["region"]) == ('\'=HYPERLINK("x";"y")', "'@evil\r\n")


def test_other_people_have_no_access(filled: World, signed_in):
    for person, url, status in (
        ("dale-coordinator", HILL, 404),
        ("hill-coordinator", USA, 404),
        ("uk-staff", USA, 404),
        ("usa-staff", ALL, 404),
        ("stranger", HILL, 404),
    ):
        assert signed_in(person).get(url).status_code == status, (person, url)
    assert signed_in("oasis-staff").get(USA).status_code == 200
    for url in (HILL, USA, ALL):
        assert signed_in("oasis-staff").post(url).status_code in (403, 404, 405)


@pytest.mark.parametrize("half_year", ["2019-H1", "2026-H3", "0000-H1", "99999999999"])
def test_it_finds_no_half_year_that_nobody_asked_about(filled: World, signed_in, half_year: str):
    for person, url in (("hill-member", HILL), ("usa-staff", USA), ("oasis-staff", ALL)):
        assert signed_in(person).get(url.replace(NOW, half_year)).status_code == 404


def test_it_asks_as_often_for_many_communities(filled: World, signed_in, django_assert_num_queries):
    client = signed_in("usa-staff")
    client.get(USA)
    with django_assert_num_queries(16):
        client.get(USA)
    for number in range(3):
        town = make_community(filled.usa, f"town-{number}")
        with within(town):
            store(town, NOW, {})
    with django_assert_num_queries(16):
        client.get(USA)


def test_the_pages_lead_to_the_files(filled: World, signed_in):
    for person, page, csv_url in (
        ("usa-staff", "/office/usa/", USA),
        ("oasis-staff", "/international/", ALL),
        ("hill-member", f"/c/hill/survey/{NOW}/", HILL),
    ):
        content = signed_in(person).get(page).content.decode()
        for ending in ("csv", "xlsx", "xml", "json", "json?metadata"):
            assert f'href="{csv_url.removesuffix("csv")}{ending}"' in content


@pytest.mark.parametrize("stage", [Stage.CANDIDATE, Stage.AWARENESS, Stage.DORMANT])
def test_a_community_that_does_not_take_part_reads_not_applicable(world: World, signed_in, stage: Stage):
    """The file and the page agree with the command, also before a figure was stored."""
    Community.objects.filter(pk=world.hill.pk).update(stage=stage)
    with within(world.usa):
        Round.objects.create(half_year=NOW, due_on=date(2026, 7, 31), opened_at=timezone.now())
    with within(world.hill):
        StageChange.objects.filter(community=world.hill).delete()
        world.hill.refresh_from_db()
        computed = compute([world.hill], HalfYear.parse(NOW))[world.hill.pk]
        home_status = get_home_status(world.hill, world["hill-coordinator"])
    states = {row["state"] for row in table(signed_in("hill-coordinator"), HILL)}
    assert states == {"not_applicable"} == {figure.measured.state for figure in computed.values()}
    in_office = by_part(table(signed_in("usa-staff"), USA)).values()
    assert {(row["state"], row["rating"], row["survey"]) for row in in_office} == {
        ("not_applicable", "not_applicable", "")
    }
    assert len(in_office) == len(PARTS)
    shown_items = {part.measured.state for indicator in home_status.indicators for part in indicator.parts}
    assert shown_items == {"not_applicable"}
    assert {indicator.rating.rating for indicator in home_status.indicators} == {"not_applicable"}
