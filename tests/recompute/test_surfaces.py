"""Every figure of the demo, on every page and in every file, equals the recomputation or is hidden on all."""

import csv
import io
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from lxml import etree, html
from openpyxl import load_workbook

from communities.models import Community, Office
from evaluation.instrument import PARTS, Part, Rule
from evaluation.models import Figure
from tests.base import sign_in, within
from tests.recompute.figure_texts import (
    OFFICES,
    get_text,
    hidden,
    number_text,
    overrides_text,
    read_element,
    without_figure,
)
from tests.recompute.ratings import NOT_APPLICABLE, SAMPLES
from tests.recompute.readers import staff
from tests.recompute.recomputed import Recomputed
from tfc.periods import HalfYear

# In one process, which loads the demo once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo"), pytest.mark.thorough]
PART = {part.code: part for part in PARTS}
# Digits after the decimal point in files.
EXACT = Fraction(1, 10_000)


def same(cell: str | None, number: Fraction | None) -> bool:
    if not cell or number is None:
        return not cell and number is None
    return abs(Fraction(cell) - number) <= EXACT


def test_every_stored_figure_is_recomputed_from_the_records(again: Recomputed):
    states = set()
    for office in Office.objects.filter(slug__in=OFFICES):
        with within(office):
            stored = list(Figure.objects.all())
        for row in stored:
            figure = again.figures[row.key]
            states.add(row.key)
            numbers = [getattr(row, name) for name in ("numerator", "denominator", "lower", "upper")]
            expected = [figure.numerator, figure.denominator, figure.lower, figure.upper]
            where = (again.places[row.community_id][1], row.half_year, row.part)
            assert (*where, row.state, row.rating, numbers) == (*where, figure.state, figure.rating, expected)
            assert (row.capped, row.interval) == (figure.capped, pytest.approx(figure.interval)), where
    assert states == set(again.figures)
    # Every state of every part, and some about few people.
    assert {figure.state for figure in again.figures.values()} == {
        "value",
        "declared_zero",
        "unknown",
        "not_applicable",
    }
    assert {key[2] for key, figure in again.figures.items() if figure.state == "value"} == set(PART)
    assert any(hidden(key[2], figure) for key, figure in again.counting.items())


def test_the_files_of_an_office_hold_these_figures(again: Recomputed, client: Client):
    for office in OFFICES:
        staff(client, office)
        for half_year in again.half_years(office):
            url = f"/office/{office}/figures/{half_year}."
            content = client.get(f"{url}csv").content.decode("utf-8-sig")
            rows = list(csv.DictReader(io.StringIO(content)))[1:]
            book = load_workbook(io.BytesIO(client.get(f"{url}xlsx").content), read_only=True)
            heads, _tags, *cells = book.worksheets[0].iter_rows(values_only=True)
            sheet = [dict(zip(map(str, heads), line, strict=True)) for line in cells]
            values = client.get(f"{url}json").json()["dataValues"]
            sent = {(entry["orgUnit"], entry["dataElement"]): entry["value"] for entry in values}
            assert {value["period"] for value in values} <= {half_year.replace("-H", "S")}
            # Also those that do not take part: their figures are not applicable.
            communities = {slug for place, slug in again.places.values() if place == office}
            assert {row["community_code"] for row in rows} == communities
            assert len(rows) == len(sheet) == len(communities) * len(PARTS)
            for row, line in zip(rows, sheet, strict=True):
                _check_row(again, office, row, line, sent)


def _get_asked(again: Recomputed, office: str, half_year: str, part: str) -> list[str]:
    figures = again.of_office(office, half_year, part)
    return [slug for slug, figure in figures.items() if figure.state != "not_applicable"]


def _check_row(
    again: Recomputed,
    office: str,
    row: dict[str, str],
    line: dict[str, Any],
    sent: dict[tuple[str, str], str],
) -> None:
    slug, part = row["community_code"], row["part"]
    figure = again.of_office(office, row["half_year"], part).get(slug, NOT_APPLICABLE)
    names = ("value", "numerator", "denominator", "lower", "upper")
    if hidden(part, figure):
        assert row["state"] == line["state"] == "hidden"
        assert [row[name] for name in names] == [""] * 5
        assert [line[name] for name in names] == [None] * 5
        assert not {(slug, code) for code in (part, f"{part}_num", f"{part}_den")} & set(sent)
        return
    where = (slug, row["half_year"], part)
    assert (where, row["state"], row["rating"]) == (where, figure.state, figure.rating)
    assert (where, line["state"], line["rating"]) == (where, figure.state, figure.rating)
    assert row["own_value"] == ("yes" if figure.overridden else "no")
    for name in names:
        number = getattr(figure, name)
        number = None if number is None else Fraction(number)
        assert same(row[name], number), (where, name)
        assert same("" if line[name] is None else str(line[name]), number), (where, name)
    assert same(sent.get((slug, part)), figure.value), where
    if figure.denominator is not None:
        assert same(sent[slug, f"{part}_num"], Fraction(figure.numerator or 0))
        assert same(sent[slug, f"{part}_den"], Fraction(figure.denominator))


def test_the_iati_file_holds_these_figures_their_sums_and_their_parts(again: Recomputed, client: Client):
    known_count = broken_down = 0
    for office in OFFICES:
        last = again.half_years(office)[-1]
        root = etree.fromstring(staff(client, office).get(f"/office/{office}/figures/{last}.xml").content)
        for activity in root:
            slug = re.sub(r".*-TFC-?", "", activity.findtext("iati-identifier"))
            for half_year in again.half_years(office):
                for part in PARTS:
                    figure = again.of_office(office, half_year, part.code).get(
                        slug, without_figure(again, office, part.code)
                    )
                    value = figure.value
                    if not slug:
                        # What residents answered is public only by community.
                        is_public = part.code not in SAMPLES
                        value = again.together((office,), half_year, part.code)[0] if is_public else None
                    where = (office, slug, half_year, part.code)
                    actual = _actual(activity, half_year, part.code)
                    if slug and part.code in SAMPLES:
                        # Only frozen public figures, and none that is hidden from an office.
                        assert actual is None or same(actual, value), where
                        assert actual is None or not hidden(part.code, figure), where
                    else:
                        assert same(actual, value), where
                    known_count += actual is not None and part.code in SAMPLES
                    if made_of := _get_parts_text(activity, half_year, part.code):
                        # Sums do not know joint events.
                        assert (where, made_of) == (where, again.breakdowns[slug, half_year, part.code])
                        broken_down += 1
    assert known_count > 0
    assert broken_down > 100


def _get_parts_text(activity: etree._Element, half_year: str, part: str) -> dict[str, int]:
    result = _period(activity, half_year, part)[1:]
    return {
        cell.find("dimension").get("value"): int(cell.get("value"))
        for cell in result
        if cell.get("value") != "0"
    }


def _period(activity: etree._Element, half_year: str, part: str) -> list[etree._Element]:
    first_day = HalfYear.parse(half_year).first_day.isoformat()
    return activity.xpath(
        f"result/indicator[starts-with(reference/@code, '{part}-v')]/period[period-start/@iso-date = '{first_day}']"
        "/actual"
    )


def _actual(activity: etree._Element, half_year: str, part: str) -> str | None:
    result = _period(activity, half_year, part)
    return str(result[0].get("value")) if result else None


def test_the_page_of_each_community_shows_its_figures_of_every_half_year(again: Recomputed, client: Client):
    for community in Community.objects.filter(office__slug__in=OFFICES):
        sign_in(client, community.memberships.filter(role__lt=3, ended_at=None)[0].user)
        page = html.fromstring(client.get(f"/c/{community.slug}/figures/").content)
        for part in PARTS:
            result = _get_table_rows(page, part)
            for half_year in again.half_years(again.places[community.pk][0]):
                if figure := again.counting.get((community.pk, half_year, part.code)):
                    where = (community.slug, half_year, part.code)
                    assert (where, result[half_year]) == (where, get_text(figure, part))
    # The present thresholds are on the survey's page, too, of a community that takes part.
    slug = _get_asked(again, OFFICES[-1], half_year, PARTS[0].code)[0]
    community = Community.objects.get(slug=slug)
    sign_in(client, community.memberships.filter(role__lt=3, ended_at=None)[0].user)
    page = html.fromstring(client.get(f"/c/{community.slug}/survey/{half_year}/").content)
    for part in PARTS:
        [link] = page.xpath(f"//a[@href='/c/{community.slug}/survey/{half_year}/{part.code}/']")
        shown_now = read_element(link.getparent().find_class("tf-row-meta")[0])
        assert shown_now.startswith(get_text(again.figures[community.pk, half_year, part.code], part)), (
            part.code
        )


def _get_table_rows(page: html.HtmlElement, part: Part) -> dict[str, str]:
    """By half-year, as in the table under a chart."""
    rows = page.xpath(f"//figure[@id='chart-{part.code}']//tbody/tr")
    return {read_element(row.find("th")): read_element(row.find("td")) for row in rows}


def test_the_dashboard_of_an_office_shows_its_sums_and_communities(again: Recomputed, client: Client):
    for office in OFFICES:
        staff(client, office)
        for half_year in again.half_years(office):
            page = html.fromstring(client.get(f"/office/{office}/?round={half_year}").content)
            for part in PARTS:
                [link] = page.xpath(f"//th/a[starts-with(@href, '/office/{office}/parts/{part.code}/')]")
                cells = [read_element(cell) for cell in link.getparent().getparent().findall("td")]
                _value, known_count, asked_count = again.together((office,), half_year, part.code)
                where = (office, half_year, part.code)
                assert cells[0] == _sum_text(again, (office,), half_year, part.code), where
                overrides = overrides_text(again.count_overrides((office,), half_year, part.code))
                coverage = f"{known_count} of {asked_count}"
                assert cells[2] == (f"{coverage}, {overrides}" if overrides else coverage), where
        # For the newest half-year also each community, of every part.
        names = dict(Community.objects.filter(office__slug=office).values_list("name", "slug"))
        for part in PARTS:
            page = html.fromstring(
                client.get(f"/office/{office}/parts/{part.code}/?round={half_year}").content
            )
            figures = again.of_office(office, half_year, part.code)
            for row in page.xpath("//li[.//span[@class='tf-row-meta']]"):
                name = row.xpath("string(.//a | .//span[@class='tf-row-title'])").strip()
                if name in names and names[name] in figures:
                    result = read_element(row.find_class("tf-row-meta")[0])
                    figure = figures[names[name]]
                    if hidden(part.code, figure):
                        assert "than" in result
                    else:
                        assert result.startswith(get_text(figure, part)), (name, part.code)


def test_the_page_of_all_offices_shows_their_sums(again: Recomputed, client: Client):
    staff(client, "oasis")
    for half_year in again.half_years(*OFFICES):
        page = html.fromstring(client.get(f"/international/?round={half_year}").content)
        [table] = page.xpath("//section[@aria-labelledby='together']//table")
        offices = [link.split("/")[2] for link in table.xpath("./thead//a/@href")]
        assert set(offices) == set(OFFICES)
        for row, part in zip(table.xpath("./tbody/tr"), PARTS, strict=True):
            together, known_text, *others = [read_element(cell) for cell in row.findall("td")]
            together = together.removesuffix(
                " These surveys cannot be pooled, so they are listed by community."
            )
            where = (half_year, part.code)
            _value, *counts = again.together(OFFICES, *where)
            assert (where, together, known_text) == (
                where,
                _sum_text(again, OFFICES, *where),
                "{} of {}".format(*counts) + overrides_text(again.count_overrides(OFFICES, *where)),
            )
            for cell, office in zip(others, offices, strict=True):
                _value, *counts = again.together((office,), *where)
                text = "{} {}/{}".format(_sum_text(again, (office,), *where), *counts)
                overridden = overrides_text(again.count_overrides((office,), *where))
                assert (where, cell) == (where, f"{text} {overridden}".rstrip())


def _sum_text(again: Recomputed, offices: Sequence[str], half_year: str, part: str) -> str:
    states = {
        figure.state
        for office in offices
        for figure in again.of_office(office, half_year, part).values()
        if figure.is_known
    }
    if states == {"declared_zero"}:
        return "0 (reported as zero)"
    value, _known, _asked = again.together(offices, half_year, part)
    if states and PART[part].rule == Rule.INTERVAL and value is None:
        return "Listed by community"
    return "Unknown" if value is None else number_text(value, PART[part])
