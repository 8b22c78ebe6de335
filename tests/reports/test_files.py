"""The PDF and the spreadsheet, read by other programs, have the snapshot's figures."""

import io
import zipfile

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from reports.build import draw_pdf
from reports.xlsx import draw_xlsx
from tests.reports.report_samples import get_sentences, get_snapshot
from tests.reports.test_event_kinds import give
from tfc.typesetting import DrawingError, drawable, read_coverage


def get_parts(snapshot):
    return [part for item in snapshot["items"] for part in item["parts"]]


def get_book(snapshot):
    return load_workbook(io.BytesIO(draw_xlsx(snapshot)))


def table(book, name: str) -> list[dict]:
    heads, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def get_text(snapshot) -> str:
    pages = PdfReader(io.BytesIO(draw_pdf(snapshot))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    return text.replace("half- year", "half-year").replace("co- hosted", "co-hosted")


def test_the_spreadsheet_holds_every_figure_as_a_number(filled):
    snapshot = get_snapshot(filled.hill)
    for row, part in zip(table(get_book(snapshot), "Items"), get_parts(snapshot), strict=True):
        assert (row["Part"], row["Status"]) == (part["label"], part["state_text"])
        if part["value"] is None:
            assert (row["Value"], row["Numerator"]) == (part["state_text"], part["state_text"])
        else:
            assert row["Value"] == pytest.approx(part["value"])
            assert row["Numerator"] == part["numerator"]
            assert row["Denominator"] == part["denominator"]
        assert (row["Why this rating"] or "") == part["why_text"]
    # The reason of each rating is next to it; sums have no rating.
    reasons = [indicator["why_text"] for indicator in snapshot["indicators"]]
    rows = [row for row in get_book(snapshot)["Summary"].iter_rows(values_only=True) if row[-1]]
    assert [row[-1] for row in rows] == ["Why this rating", *filter(None, reasons)] != ["Why this rating"]
    assert "Why this rating" not in table(get_book(get_snapshot(filled.usa)), "Items")[0]


def test_the_spreadsheet_of_an_office_has_its_sheets_and_the_earlier_results_apart(filled):
    book = get_book(get_snapshot(filled.usa))
    assert book.sheetnames == [
        "Summary", "Items", "Communities", "Half-years", "Charts", "Before these records", "Definitions",
        "Receipts", "How to read this",
    ]  # fmt: skip
    [activity] = table(book, "Before these records")
    assert (activity["How many"], activity["At least"], activity["Unit"]) == (8000, "Yes", "contacts")
    rows = table(book, "Communities")
    assert len(rows) == 28
    known_values = [row for row in rows if row["Part"] == "4a"]
    assert {row["Community"]: row["Value"] for row in known_values} == {"Dale": 4, "Hill": 6}
    assert [sheet.freeze_panes for sheet in book][1] == "D2"


def test_the_spreadsheet_says_how_many_parts_of_a_sum_are_overrides(filled):
    snapshot = get_snapshot(filled.usa)
    overrides = {line["Part"]: line["Overrides"] for line in table(get_book(snapshot), "Items")}
    assert (overrides["2"], overrides["1a"]) == (1, 0)


def test_the_spreadsheet_has_no_zero_for_a_profession_that_nobody_recorded(filled):
    give(filled)
    book = get_book(get_snapshot(filled.hill))
    values = {line["Kind"]: line["Value"] for line in table(book, "Counts by kind")}
    assert (values["Police"], values["Prosecutors"]) == (6, "unknown, 0 to 2")
    assert values["Campaign action"] == 0


@pytest.mark.thorough
def test_sheets_have_names_of_their_own_in_every_language(filled):
    for language in ("en", "es", "zh-hans"):
        assert len(set(get_book(get_snapshot(filled.usa, language)).sheetnames)) == 9
    snapshot = get_snapshot(filled.usa)
    snapshot["headings"] |= {"items": "What? [all]" * 5, "receipts": "SUMMARY"}
    names = get_book(snapshot).sheetnames
    assert (names[1], names[7]) == ("What   all What   all What   al", "SUMMARY 8")


def test_the_spreadsheet_has_charts_of_its_own_cells_with_gaps_where_nothing_is_known(filled):
    snapshot = get_snapshot(filled.hill)
    sheet = get_book(snapshot)["Charts"]
    heads, *rows = sheet.iter_rows(values_only=True, max_col=5)
    assert heads == ("Title", "Unit", *snapshot["rounds"])
    drawn = {row[0]: row[2:] for row in rows[: len(sheet._charts)]}
    assert drawn["4a Cross-sector meetings"] == (None, 6, 6)
    for part in get_parts(snapshot):
        values = tuple(point["value"] for point in part["history"])
        if sum(value is not None for value in values) > 1:
            assert drawn[f"{part['label']} {part['title']}"] == pytest.approx(values)
    archive = zipfile.ZipFile(io.BytesIO(draw_xlsx(snapshot)))
    charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    assert len(charts) == len(drawn)
    # XlsxWriter names how blanks are drawn only if they are not left out.
    assert not any("dispBlanksAs" in chart for chart in charts)
    drawings = [archive.read(name).decode() for name in archive.namelist() if "drawings/drawing" in name]
    assert "2025-H2: 6; 2026-H1: 6" in "".join(drawings)


def test_the_spreadsheet_takes_no_text_for_a_formula(filled):
    snapshot = get_snapshot(filled.hill)
    snapshot["name"] = '=HYPERLINK("http://example.org")'
    assert get_book(snapshot)["Receipts"]["A2"].data_type == "s"


def test_the_same_snapshot_gives_the_same_files(filled):
    snapshot = get_snapshot(filled.hill)
    assert draw_pdf(snapshot) == draw_pdf(snapshot)
    assert draw_xlsx(snapshot) == draw_xlsx(snapshot)


def test_the_pdf_says_each_figure_its_state_and_its_rating(filled):
    snapshot = get_snapshot(filled.hill)
    text = get_text(snapshot)
    for part in get_parts(snapshot):
        shown = part["number_text"] or part["state_text"]
        is_known = part["code"] not in snapshot["unknown_parts"]
        assert " ".join(part["question" if is_known else "title"].split()) in text
        assert shown in text
        assert part["receipt"]["hash"][:16] in text
    for sentence in get_sentences(snapshot):
        assert " ".join(sentence.split()) in text


def test_the_pdf_is_tagged_and_has_title_and_language(filled):
    reader = PdfReader(io.BytesIO(draw_pdf(get_snapshot(filled.hill, "es"))))
    assert reader.metadata.title.startswith(get_snapshot(filled.hill, "es")["headings"]["report"])
    assert reader.trailer["/Root"]["/Lang"] == "es-US"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def descendants(element):
    """The element of a PDF's structure tree and all elements below it."""
    yield element
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        below = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(below, dict) and "/S" in below:
            yield from descendants(below)


@pytest.mark.parametrize("whose", ["hill", "usa"])
def test_each_table_of_the_pdf_has_header_cells(filled, whose: str):
    give(filled)
    snapshot = get_snapshot(getattr(filled, whose))
    assert any(part.get("kinds") for part in get_parts(snapshot))
    reader = PdfReader(io.BytesIO(draw_pdf(snapshot)))
    root = reader.root_object["/StructTreeRoot"]
    tables = [element for element in descendants(root) if element.get("/S") == "/Table"]
    assert len(tables) > 3
    roles = [[str(part.get("/S")) for part in descendants(table)] for table in tables]
    assert [sorted(set(names)) for names in roles if "/TH" not in names] == []


@pytest.mark.parametrize(("country", "size"), [("US", (612, 792)), ("GB", (595, 842))])
def test_the_pdf_has_the_paper_of_its_country(filled, country: str, size: tuple[int, int]):
    snapshot = get_snapshot(filled.hill)
    assert snapshot["country"] == "US"
    snapshot["country"] = country
    pages = PdfReader(io.BytesIO(draw_pdf(snapshot))).pages
    sizes = {tuple(sorted(map(round, page.mediabox[2:]))) for page in pages}
    assert sizes == {size}


def test_the_pdf_embeds_its_fonts(filled):
    snapshot = get_snapshot(filled.hill, "zh-hans")
    snapshot["name"] = "洛杉矶 Ñandú Łódź"
    reader = PdfReader(io.BytesIO(draw_pdf(snapshot)))
    assert "洛杉矶" in reader.pages[0].extract_text()
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {name.split("-")[0] for name in fonts} <= {"NotoSans", "NotoSansCJKsc"}


def test_it_has_every_glyph_that_it_claims(filled):
    snapshot = get_snapshot(filled.hill)
    letters = "".join(chr(code) for first, last in read_coverage() for code in range(first, last + 1))
    snapshot["summary"] = [[{"text": letters, "to": ""}]]
    assert drawable(snapshot) == snapshot
    assert draw_pdf(snapshot)[:5] == b"%PDF-"


@pytest.mark.thorough
def test_a_character_that_no_font_has_does_not_stop_the_report(filled):
    snapshot = get_snapshot(filled.hill)
    snapshot["summary"] = [[{"text": "ສະບາຍດີ 🙂 \x00 안녕", "to": ""}]]
    text = get_text(snapshot)
    assert "□" in text


@pytest.mark.thorough
def test_the_office_pdf_has_the_table_of_communities_and_the_earlier_results(filled):
    text = get_text(get_snapshot(filled.usa))
    assert "known for 2 of 2 communities" in text
    assert "Face-to-face awareness campaign" in text
    assert "at least 8,000 contacts" in text
    assert "Dale" in text


@pytest.mark.thorough
def test_a_text_that_looks_like_markup_stays_text(filled):
    snapshot = get_snapshot(filled.hill)
    snapshot["summary"][0] = [{"text": '#import "x": *bold* $x$ <b>', "to": ""}]
    assert '#import "x": *bold* $x$ <b>' in get_text(snapshot)


def test_it_says_when_it_cannot_draw(filled):
    snapshot = get_snapshot(filled.hill)
    del snapshot["period_text"]
    with pytest.raises(DrawingError):
        draw_pdf(snapshot)
