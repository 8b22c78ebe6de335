"""Every figure of the demo in reports, in their XLSX, and in their PDF with its appendix of receipts."""

import hashlib
import io
import json
import re
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from communities.models import Community, Office
from evaluation.instrument import PARTS, Part, Rule
from evaluation.models import Figure
from reports.build import draw_pdf
from reports.gather import gather
from reports.snapshot import make_snapshot
from reports.xlsx import draw_xlsx
from tests.base import within
from tests.recompute.figure_texts import OFFICES, get_text, hidden, number_text, without_figure
from tests.recompute.ratings import SAMPLES
from tests.recompute.recomputed import Recomputed
from tests.reports.report_samples import COUNTED_AT
from tfc.periods import HalfYear

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo"), pytest.mark.thorough]


def get_snapshot(office: Office, community: Community | None, half_year: str) -> Any:
    with within(community or office):
        gathered = gather(office, community, HalfYear.parse(half_year))
        return make_snapshot(gathered, language="en", made_at=COUNTED_AT)


def test_reports_of_offices_and_their_files_hold_these_figures(again: Recomputed):
    for office in Office.objects.filter(slug__in=OFFICES):
        for half_year in again.half_years(office.slug):
            snapshot = get_snapshot(office, None, half_year)
            book = load_workbook(io.BytesIO(draw_xlsx(snapshot)), read_only=True)
            _check_towns(again, office, half_year, book)
            _check_sums(again, office, half_year, book)
    text = _text_of_pdf(snapshot)
    sums = {part.code: again.together([office.slug], half_year, part.code)[0] for part in PARTS}
    unknown = snapshot["unknown_parts"]
    _check_answers(text, sums, unknown)
    appendix = _appendix(text)
    codes = _codes(office, half_year)
    for part in PARTS:
        figures = again.of_office(office.slug, half_year, part.code)
        requests = [slug for slug, figure in figures.items() if figure.state != "not_applicable"]
        results = [
            part_figure
            for slug in sorted(requests, key=again.get_id)
            if (part_figure := codes[slug, part.code])
        ]
        code = _sha256("\n".join(results)) if len(results) > 1 else "".join(results)
        value = sums[part.code]
        if part.code in unknown:
            assert code[:16] in text, part.code
        else:
            _check_receipt(appendix, part, None if value is None else number_text(value, part), code)
        for slug in requests:
            figure = figures[slug]
            town = Community.objects.get(slug=slug).name
            row = _row_of_town(appendix, town, part)
            if hidden(part.code, figure):
                assert " than " in row, (slug, part.code)
            else:
                assert row.startswith(f"{part.label} {get_text(figure, part)} "), (slug, part.code)
            assert row.endswith(f" {codes[slug, part.code][:12] or 'Receipt'}"), (slug, part.code)


def test_reports_of_communities_hold_these_figures(again: Recomputed):
    for slug in ("pasadena", "oakland"):
        community = Community.objects.select_related("office").get(slug=slug)
        figures = {part.code: again.counting[community.pk, "2026-H1", part.code] for part in PARTS}
        shown_items = {
            code: None if hidden(code, figure) else figure.value for code, figure in figures.items()
        }
        snapshot = get_snapshot(community.office, community, "2026-H1")
        text, unknown = _text_of_pdf(snapshot), snapshot["unknown_parts"]
        _check_answers(text, shown_items, unknown)
        codes = _codes(community, "2026-H1")
        for part in PARTS:
            if part.code in unknown:
                assert codes[slug, part.code][:16] in text, part.code
                continue
            value = None if hidden(part.code, figures[part.code]) else get_text(figures[part.code], part)
            _check_receipt(_appendix(text), part, value, codes[slug, part.code])


def get_sheet(book: Any, name: str) -> list[dict[str, Any]]:
    heads, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def _check_towns(again: Recomputed, office: Office, half_year: str, book: Any) -> None:
    slugs = dict(Community.objects.filter(office=office).values_list("name", "slug"))
    labels = {part.label: part for part in PARTS}
    rows = get_sheet(book, "Communities") if "Communities" in book.sheetnames else []
    texts = {(slugs[row["Community"]], labels[row["Part"]].code) for row in rows}
    figures = {part.code: again.of_office(office.slug, half_year, part.code) for part in PARTS}
    assert texts >= {
        (slug, code)
        for code, towns in figures.items()
        for slug, town in towns.items()
        if town.state != "not_applicable"
    }
    for row in rows:
        part = labels[row["Part"]]
        figure = figures[part.code].get(
            slugs[row["Community"]], without_figure(again, office.slug, part.code)
        )
        where = (row["Community"], half_year, part.code)
        if not figure.is_known or hidden(part.code, figure):
            # The word for its state, and never a number.
            assert isinstance(row["Value"], str), where
            assert isinstance(row["Numerator"], str | None), where
            assert hidden(part.code, figure) == (row["Status"] == "Not shown"), where
        else:
            assert row["Value"] == pytest.approx(float(figure.value or 0)), where
            numerator = None if figure.numerator is None else pytest.approx(float(figure.numerator))
            assert row["Numerator"] == numerator, where


def _check_sums(again: Recomputed, office: Office, half_year: str, book: Any) -> None:
    for row, part in zip(get_sheet(book, "Items"), PARTS, strict=True):
        value, known_count, asked_count = again.together((office.slug,), half_year, part.code)
        where = (office.slug, half_year, part.code)
        assert (where, row["Known"], row["Asked"]) == (where, known_count, asked_count)
        overrides = again.count_overrides((office.slug,), half_year, part.code)
        assert (where, row["Overrides"]) == (where, overrides)
        # Residents' figures are known for each community and never summed.
        nothing = "Listed by community" if part.rule == Rule.INTERVAL and known_count else "Unknown"
        assert row["Value"] == (nothing if value is None else pytest.approx(float(value))), where


def _text_of_pdf(snapshot: Any) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(draw_pdf(snapshot))).pages)


def _check_answers(text: str, values: Mapping[str, Fraction | None], unknown: Collection[str]) -> None:
    """Each number follows its question; how it is counted may be in between. An unknown part has a line."""
    result = " ".join(text.split()).replace("half- year", "half-year")
    for part in PARTS:
        value, question = values[part.code], " ".join(str(part.question).split())
        if part.code in unknown:
            assert value is None, part.code
            assert f"{part.label} {part.title}" in result, part.code
            continue
        near = [
            result[match.start() : match.end() + 900] for match in re.finditer(re.escape(question), result)
        ]
        assert near, question
        if value is not None:
            assert any(number_text(value, part) in figure_text for figure_text in near), (part.code, near)


def _appendix(text: str) -> str:
    return text[text.rindex("Receipts list the records behind each figure") :]


def _check_receipt(appendix: str, part: Part, value: str | None, code: str) -> None:
    """The entry of a figure: its number next to its name, and the fingerprint that anyone can compute."""
    head = f"{part.label} {part.title}"
    [slip] = re.findall(rf"(?m)^{re.escape(head)} (.+\n(?:.+\n)+?)Receipt page", appendix)
    if value is not None:
        assert slip.startswith(f"{value}\n"), (part.code, slip[:80])
    assert code in re.sub(r"\s", "", slip), part.code


def _row_of_town(appendix: str, town: str, part: Part) -> str:
    of_town = appendix[appendix.index(f"\n{town}\nPart ") :]
    [row, *_others] = re.findall(rf"(?m)^{part.label} .+$", of_town)
    return str(row)


def _codes(place: Office | Community, half_year: str) -> dict[tuple[str, str], str]:
    """The fingerprints, computed as docs/measures.md describes; residents' figures have none here."""
    slugs = dict(Community.objects.values_list("pk", "slug"))
    with within(place):
        stored = Figure.objects.filter(half_year=half_year).values_list("community_id", "part", "receipt")
        return {
            (slugs[community], part): "" if part in SAMPLES else _sha256(_as_text(receipt))
            for community, part, receipt in stored
        }


def _as_text(receipt: dict[str, Any]) -> str:
    return json.dumps(receipt, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
