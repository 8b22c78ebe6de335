"""Every figure of the demo on every surface is what plain SQL makes of the raw records, or is hidden on all of them."""

import csv
import io
import re
from fractions import Fraction
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connections
from django.test import Client
from lxml import etree, html
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from communities.models import Community, Office, StaffMembership
from evaluation.instrument import PARTS, Part, Unit
from evaluation.models import Figure
from evaluation.reports.gather import gather
from evaluation.reports.pdf import draw_pdf
from evaluation.reports.snapshot import make_snapshot
from evaluation.reports.xlsx import draw_xlsx
from tests.base import sign_in, within
from tests.evaluation.reports.samples import COUNTED_AT
from tests.recompute.recomputed import SAMPLES, Again, Recomputed, recompute
from tfc.periods import HalfYear

# Within one process, which loads the demo once for them all.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("recompute")]
OFFICES = ("usa", "uk")
PART = {part.code: part for part in PARTS}
# Digits after the point in files.
EXACT = Fraction(1, 10_000)
# Of a community that was asked and has no figure yet.
NOTHING = Again("unknown", "unknown")


@pytest.fixture(scope="module")
def again(loaded_demo: str, django_db_blocker: DjangoDbBlocker) -> Recomputed:
    """The demo's figures, computed a second time from its raw tables by the owner, who sees every community's."""
    with django_db_blocker.unblock(), connections["owner"].cursor() as cursor:
        found = recompute(cursor)
        cursor.execute("DISCARD TEMP")
    return found


def staff(client: Client, office: str) -> Client:
    """As staff of the office, proven by a second factor."""
    user = StaffMembership.objects.filter(office__slug=office)[0].user
    Authenticator.objects.get_or_create(user=user, type="totp", data={"secret": "GEZDGNBVGY3TQOJQ"})
    return sign_in(client, user)


def hidden(part: str, figure: Again) -> bool:
    return part in SAMPLES and figure.known and figure.tells_of_few


def same(cell: str | None, number: Fraction | None) -> bool:
    if not cell or number is None:
        return not cell and number is None
    return abs(Fraction(cell) - number) <= EXACT


def text_of(figure: Again, part: Part) -> str:
    """As pages write it."""
    if figure.state == "declared_zero":
        return "None, declared"
    if figure.state == "not_applicable":
        return "Does not apply"
    return number_text(figure.value, part) if figure.value is not None else "Not known"


def number_text(value: Fraction, part: Part) -> str:
    return f"{int(value + Fraction(1, 2))}%" if part.unit == Unit.PERCENT else f"{int(value):,}"


def test_every_stored_figure_is_what_sql_makes_of_the_records(again: Recomputed):
    seen = set()
    for office in Office.objects.filter(slug__in=OFFICES):
        with within(office):
            stored = list(Figure.objects.all())
        for one in stored:
            figure = again.figures[one.key]
            seen.add(one.key)
            numbers = [getattr(one, name) for name in ("numerator", "denominator", "lower", "upper")]
            expected = [figure.numerator, figure.denominator, figure.lower, figure.upper]
            where = (again.places[one.community_id][1], one.half_year, one.part)
            assert (*where, one.state, one.rating, numbers) == (*where, figure.state, figure.rating, expected)
            assert (one.capped, one.interval) == (figure.capped, pytest.approx(figure.interval)), where
    assert seen == set(again.figures)
    # In every state, of every part, and some that tell of few people.
    assert {one.state for one in again.figures.values()} == {
        "value",
        "declared_zero",
        "unknown",
        "not_applicable",
    }
    assert {key[2] for key, one in again.figures.items() if one.state == "value"} == set(PART)
    assert any(hidden(key[2], one) for key, one in again.counting.items())


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
            sent = {(one["orgUnit"], one["dataElement"]): one["value"] for one in values}
            assert {one["period"] for one in values} <= {half_year.replace("-H", "S")}
            assert len(rows) == len(sheet) > 0
            for row, line in zip(rows, sheet, strict=True):
                _check_row(again, office, row, line, sent)


def _check_row(
    again: Recomputed,
    office: str,
    row: dict[str, str],
    line: dict[str, Any],
    sent: dict[tuple[str, str], str],
) -> None:
    slug, part = row["community_code"], row["part"]
    figure = again.of_office(office, row["half_year"], part).get(slug, NOTHING)
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
    assert row["own_value"] == ("yes" if figure.own else "no")
    for name in names:
        number = getattr(figure, name)
        number = None if number is None else Fraction(number)
        assert same(row[name], number), (where, name)
        assert same("" if line[name] is None else str(line[name]), number), (where, name)
    assert same(sent.get((slug, part)), figure.value), where
    if figure.denominator is not None and not figure.own:
        assert same(sent[slug, f"{part}_num"], Fraction(figure.numerator or 0))
        assert same(sent[slug, f"{part}_den"], Fraction(figure.denominator))


def test_the_iati_file_holds_these_figures_and_their_sums(again: Recomputed, client: Client):
    known = 0
    for office in OFFICES:
        last = again.half_years(office)[-1]
        root = etree.fromstring(staff(client, office).get(f"/office/{office}/figures/{last}.xml").content)
        for activity in root:
            slug = re.sub(r".*-TFC-?", "", activity.findtext("iati-identifier"))
            for half_year in again.half_years(office):
                for part in PARTS:
                    figure = again.of_office(office, half_year, part.code).get(slug, NOTHING)
                    value = figure.value
                    if not slug:
                        value = again.together(office, half_year, part.code)[0]
                    where = (office, slug, half_year, part.code)
                    actual = _actual(activity, half_year, part.code)
                    if slug and part.code in SAMPLES:
                        # Only what is frozen for the public, and never what is hidden from an office.
                        assert actual is None or same(actual, value), where
                        assert actual is None or not hidden(part.code, figure), where
                    else:
                        assert same(actual, value), where
                    known += actual is not None and part.code in SAMPLES
    assert known > 0


def _actual(activity: etree._Element, half_year: str, part: str) -> str | None:
    first_day = HalfYear.parse(half_year).first_day.isoformat()
    found = activity.xpath(
        f"result/indicator[starts-with(reference/@code, '{part}-v')]/period[period-start/@iso-date = '{first_day}']"
        "/actual/@value"
    )
    return str(found[0]) if found else None


def test_the_pages_of_each_community_show_its_figures(again: Recomputed, client: Client):
    for community in Community.objects.filter(office__slug__in=OFFICES):
        sign_in(client, community.memberships.filter(role__lt=3, ended_at=None)[0].user)
        for half_year in again.half_years(again.places[community.pk][0]):
            if (community.pk, half_year, PARTS[0].code) not in again.figures:
                continue
            response = client.get(f"/c/{community.slug}/survey/{half_year}/")
            if response.status_code == 404:
                continue
            page = html.fromstring(response.content)
            for part in PARTS:
                figure = again.figures[community.pk, half_year, part.code]
                [link] = page.xpath(f"//a[@href='/c/{community.slug}/survey/{half_year}/{part.code}/']")
                shown = " ".join(link.getparent().find_class("tf-row-meta")[0].text_content().split())
                assert shown.startswith(text_of(figure, part)), (community.slug, half_year, part.code)


def test_the_dashboard_of_an_office_shows_its_sums_and_towns(again: Recomputed, client: Client):
    for office in OFFICES:
        staff(client, office)
        for half_year in again.half_years(office):
            page = html.fromstring(client.get(f"/office/{office}/?round={half_year}").content)
            for part in PARTS:
                [link] = page.xpath(f"//th/a[starts-with(@href, '/office/{office}/parts/{part.code}/')]")
                cells = [cell.text_content().strip() for cell in link.getparent().getparent().findall("td")]
                _value, known, asked = again.together(office, half_year, part.code)
                where = (office, half_year, part.code)
                assert cells[0] == _sum_text(again, *where), where
                assert cells[2] == f"{known} of {asked}", where
        # Of the newest half-year also each town, of every part.
        names = dict(Community.objects.filter(office__slug=office).values_list("name", "slug"))
        for part in PARTS:
            page = html.fromstring(
                client.get(f"/office/{office}/parts/{part.code}/?round={half_year}").content
            )
            figures = again.of_office(office, half_year, part.code)
            for row in page.xpath("//li[.//span[@class='tf-row-meta']]"):
                name = row.xpath("string(.//a | .//span[@class='tf-row-title'])").strip()
                if name in names and names[name] in figures:
                    shown = " ".join(row.find_class("tf-row-meta")[0].text_content().split())
                    figure = figures[names[name]]
                    if hidden(part.code, figure):
                        assert "than" in shown
                    else:
                        assert shown.startswith(text_of(figure, part)), (name, part.code)


def _sum_text(again: Recomputed, office: str, half_year: str, part: str) -> str:
    figures = again.of_office(office, half_year, part).values()
    if {one.state for one in figures if one.known} == {"declared_zero"}:
        return "None, declared"
    value, _known, _asked = again.together(office, half_year, part)
    return "Not known" if value is None else number_text(value, PART[part])


def test_reports_and_their_files_hold_these_figures(again: Recomputed):
    for office in Office.objects.filter(slug__in=OFFICES):
        for half_year in again.half_years(office.slug):
            with within(office):
                snapshot = make_snapshot(
                    gather(office, None, HalfYear.parse(half_year)), language="en", made_at=COUNTED_AT
                ).as_json()
            book = load_workbook(io.BytesIO(draw_xlsx(snapshot)), read_only=True)
            _check_towns(again, office, half_year, book)
            _check_sums(again, office, half_year, book)
    _check_pdf(snapshot, {part.code: again.together(office.slug, half_year, part.code)[0] for part in PARTS})
    for slug in ("pasadena", "oakland"):
        community = Community.objects.select_related("office").get(slug=slug)
        with within(community):
            gathered = gather(community.office, community, HalfYear(2026, 1))
            snapshot = make_snapshot(gathered, language="en", made_at=COUNTED_AT).as_json()
        figures = {part.code: again.counting[community.pk, "2026-H1", part.code] for part in PARTS}
        _check_pdf(
            snapshot, {code: None if hidden(code, one) else one.value for code, one in figures.items()}
        )


def _sheet(book: Any, name: str) -> list[dict[str, Any]]:
    heads, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def _check_towns(again: Recomputed, office: Office, half_year: str, book: Any) -> None:
    slugs = dict(Community.objects.filter(office=office).values_list("name", "slug"))
    labels = {part.label: part for part in PARTS}
    rows = _sheet(book, "Communities") if "Communities" in book.sheetnames else []
    told = {(slugs[row["Community"]], labels[row["Part"]].code) for row in rows}
    figures = {part.code: again.of_office(office.slug, half_year, part.code) for part in PARTS}
    assert told >= {
        (slug, code)
        for code, towns in figures.items()
        for slug, one in towns.items()
        if one.state != "not_applicable"
    }
    for row in rows:
        part = labels[row["Part"]]
        figure = figures[part.code].get(slugs[row["Community"]], NOTHING)
        where = (row["Community"], half_year, part.code)
        if not figure.known or hidden(part.code, figure):
            # The word for its state, and never a number.
            assert isinstance(row["Value"], str), where
            assert isinstance(row["Numerator"], str | None), where
            assert hidden(part.code, figure) == (row["State"] == "Not shown"), where
        else:
            assert row["Value"] == pytest.approx(float(figure.value or 0)), where
            assert row["Numerator"] == pytest.approx(float(figure.numerator or 0)), where


def _check_sums(again: Recomputed, office: Office, half_year: str, book: Any) -> None:
    for row, part in zip(_sheet(book, "Items"), PARTS, strict=True):
        value, known, asked = again.together(office.slug, half_year, part.code)
        where = (office.slug, half_year, part.code)
        assert (where, row["Known"], row["Asked"]) == (where, known, asked)
        assert row["Value"] == ("Not known" if value is None else pytest.approx(float(value))), where


def _check_pdf(snapshot: dict[str, Any], values: dict[str, Fraction | None]) -> None:
    """Each number stands behind the question that it answers."""
    pages = PdfReader(io.BytesIO(draw_pdf(snapshot))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split()).replace(
        "half- year", "half-year"
    )
    for part in PARTS:
        value, question = values[part.code], " ".join(str(part.question).split())
        near = [text[found.start() : found.end() + 400] for found in re.finditer(re.escape(question), text)]
        assert near, question
        if value is not None:
            assert any(number_text(value, part) in one for one in near), (snapshot["name"], part.code, near)
