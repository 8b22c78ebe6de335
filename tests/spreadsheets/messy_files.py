"""Spreadsheets as volunteers write them, for the tests of reading and importing.

``ugly(name, folder)`` writes one of ``UGLY`` into a folder and returns its path.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from openpyxl import Workbook as OpenpyxlWorkbook

from tests.spreadsheets.xlsx_packages import MAIN, inline, parts, sheet, write

Builder = Callable[[Path], Path]
UGLY: dict[str, Builder] = {}


def ugly(name: str, folder: Path) -> Path:
    return UGLY[name](folder)


def builder(make: Builder) -> Builder:
    UGLY[make.__name__] = make
    return make


def _text(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@builder
def spanish_excel_csv(folder: Path) -> Path:
    """Excel in Spanish: semicolons, Windows-1252, and the separator line."""
    return _text(
        folder / "eventos.csv",
        "sep=;\r\nFecha;Título;Asistentes\r\n"
        "05/03/2025;Niñez segura, charla;1.234\r\n25/04/2025;“Café” en español;60+\r\n",
        "cp1252",
    )


@builder
def chinese_csv(folder: Path) -> Path:
    """Excel in Chinese saves CSV as GB 18030."""
    return _text(
        folder / "活动.csv",
        "日期,活动名称,人数\r\n2025年3月5日,防拐宣传,６０\r\n2025年4月25日,李喆的社区会议,约50\r\n合计,,110\r\n",
        "gb18030",
    )


@builder
def unicode_text(folder: Path) -> Path:
    """Excel's "Unicode text": UTF-16 with tabs."""
    return _text(folder / "events.txt", "Date\tTitle\tPeople\r\n2025-03-05\tNiños, 会议\t60\r\n", "utf-16")


@builder
def old_mac_csv(folder: Path) -> Path:
    """Line ends of an old Mac, a cell of two lines, and blank lines."""
    return _text(folder / "mac.csv", 'Date,Title,People\r\r2025-03-05,"Market\rday",60\r\r2025-04-25,Fair,\r')


@builder
def grouped_csv(folder: Path) -> Path:
    """Two heading rows from merged cells: group names are only above their first column."""
    return _text(
        folder / "grouped.csv",
        "Date,Title,Attendance,,Languages,\n,,Women,Men,English,Spanish\n2025-03-05,Fair,20,15,x,\n2025-03-06,Talk,5,,,x\n",
    )


@builder
def no_headings_csv(folder: Path) -> Path:
    return _text(folder / "bare.csv", "2025-03-05,Fair,60\n2025-04-25,Talk,12\n2025-05-01,Walk,8\n")


@builder
def notes_and_totals_csv(folder: Path) -> Path:
    """Headings repeated on every page, totals with and without the word, and notes at the end."""
    return _text(
        folder / "pages.csv",
        "Date,Title,People,Volunteers\n"
        "2025-01-05,Fair,10,2\n2025-02-05,Talk,20,3\n,,30,5\n"
        "Date,Title,People,Volunteers\n"
        "2025-03-05,Walk,5,1\n2025-04-05,Vigil,7,1\nSubtotal:,,12,2\n,Total 2025,42,7\n"
        "* counted at the door\n\nVigil of hope\n\n"
        "See Maria for the lists of names\nThe lists are in the blue folder\n",
    )


@builder
def texts_that_are_numbers(folder: Path) -> Path:
    """Pasted from web pages: no-break spaces, zero-width characters, full-width digits, a byte order mark in the
    middle."""
    return _text(
        folder / "pasted.csv",
        "\ufeff Date\u00a0;Title ;\ufeffPeople\n2025‑03‑05;\u00a0Fair\u200b ;１２\n２０２５-03-06;Talk;1\u00a0234\n",
    )


@builder
def titled_and_shifted(folder: Path) -> Path:
    """A title, an author, blank columns and rows, and a calculated total."""
    book = xlsxwriter.Workbook(folder / "shifted.xlsx")
    page, day = book.add_worksheet("2025"), book.add_format({"num_format": "d mmm yyyy"})
    page.merge_range("B1:F1", "Freedom Network: all events")
    page.write_row("B2", ["Community:", "Pasadena"])
    page.write_row("B4", ["Date", "Title", None, "People", "Place"])
    for row, (date, title, people) in enumerate([
        (dt.date(2025, 3, 5), " Fair ", 60), (dt.date(2025, 4, 25), "Talk", 12),
    ]):  # fmt: skip
        page.write_datetime(4 + 2 * row, 1, date, day)
        page.write_row(4 + 2 * row, 2, [title, None, people, "Hall"])
    page.write("B8", "TOTAL")
    page.write_formula("E8", "=SUM(E5:E7)", None, 72)
    book.close()
    return folder / "shifted.xlsx"


@builder
def merged_headings(folder: Path) -> Path:
    book = xlsxwriter.Workbook(folder / "merged_headings.xlsx")
    page = book.add_worksheet("Events")
    page.merge_range("A1:A2", "Date")
    page.merge_range("B1:B2", "Title")
    page.merge_range("C1:D1", "Attendance")
    page.write_row("C2", ["Women", "Men"])
    page.merge_range("E1:E2", "Notes")
    page.write_row("A3", ["2025-03-05", "Fair", 20, 15, "rain"])
    page.write_row("A4", ["2025-03-06", "Talk", 8, None, ""])
    book.close()
    return folder / "merged_headings.xlsx"


@builder
def merged_bodies(folder: Path) -> Path:
    """One date over three events, one number over two, and a month's name over the whole width."""
    book = xlsxwriter.Workbook(folder / "merged_bodies.xlsx")
    page = book.add_worksheet("Events")
    page.write_row("A1", ["Date", "Title", "People", "Place"])
    page.merge_range("A2:D2", "March")
    page.merge_range("A3:A5", "2025-03-05")
    page.write_column("B3", ["Fair", "Talk", "Walk"])
    page.merge_range("C3:C4", 60)
    page.write("C5", 7)
    page.merge_range("D4:D5", "Hall")
    page.merge_range("A6:D7", "April")
    page.write_row("A8", ["2025-04-25", "Vigil", 30, "Park"])
    book.close()
    return folder / "merged_bodies.xlsx"


@builder
def formulas_never_worked_out(folder: Path) -> Path:
    """Written by a program and never opened: no formula has a result."""
    book = OpenpyxlWorkbook()
    book.remove(book.worksheets[0])
    page = book.create_sheet("Events")
    page.append(["Date", "Title", "Women", "Men", "People"])
    page.append([dt.date(2025, 3, 5), "Fair", 20, 15, "=C2+D2"])
    page.append([dt.datetime.combine(dt.date(2025, 4, 25), dt.time(19, 30)), "Talk", 5, 2, 7])
    page.append(["Total", None, "=SUM(C2:C3)", "=SUM(D2:D3)", "=SUM(E2:E3)"])
    book.save(folder / "formulas.xlsx")
    return folder / "formulas.xlsx"


@builder
def hidden_things(folder: Path) -> Path:
    book = xlsxwriter.Workbook(folder / "hidden.xlsx")
    page = book.add_worksheet("Members")
    page.write_row("A1", ["Name", "E-mail", "Role"])
    page.write_row("A2", ["Ana Ruiz", "ana@hill.example", "member"])
    page.write_row("A3", ["Li Wei", "wei@hill.example", "leader"])
    page.set_row(2, None, None, {"hidden": True})
    page.set_column("C:C", None, None, {"hidden": True})
    old = book.add_worksheet("Old")
    old.write_row("A1", ["Name", "E-mail"])
    old.write_row("A2", ["Sum Chan", "sum@hill.example"])
    old.hide()
    book.add_worksheet("Blank")
    book.close()
    return folder / "hidden.xlsx"


@builder
def dates_half_turned(folder: Path) -> Path:
    """Typed day first into an Excel with the month first: some became wrong dates, others text."""
    book = xlsxwriter.Workbook(folder / "turned.xlsx")
    page, day = book.add_worksheet("Events"), book.add_format({"num_format": "m/d/yyyy"})
    page.write_row("A1", ["Date", "Title"])
    page.write_datetime("A2", dt.date(2025, 5, 3), day)
    page.write("B2", "Fair")
    page.write_row("A3", ["25/04/2025", "Talk"])
    book.close()
    return folder / "turned.xlsx"


@builder
def formatted_to_the_bottom(folder: Path) -> Path:
    """A sheet with the largest possible size and formatted blank rows."""
    blank = "".join(f'<row r="{row}" s="1"><c r="XFD{row}" s="1"/></row>' for row in range(4, 3000))
    rows = (
        '<row r="2"><c r="B2" t="inlineStr"><is><t>Name</t></is></c>'
        '<c r="C2" t="inlineStr"><is><t>Sector</t></is></c></row>'
        '<row r="3"><c r="B3" t="inlineStr"><is><t>Hill School</t></is></c><c r="C3" t="str"><v>Schools</v></c></row>'
    )
    sheet_xml = sheet(rows + blank, '<dimension ref="A1:XFD1048576"/>')
    return write(folder / "bottom.xlsx", parts(sheet_xml))


@builder
def chinese_excel(folder: Path) -> Path:
    """Dates in a number format of the Chinese Excel, and phonetic guides next to names."""
    texts = (
        f'<sst xmlns="{MAIN}"><si><t>日期</t></si><si><t>姓名</t><rPh sb="0" eb="2"><t>xingming</t></rPh></si>'
        "<si><r><t>王</t></r><r><t>芳_x000D_</t></r></si></sst>"
    )
    styles = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs></styleSheet>'
    )
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" s="1"><v>45721</v></c><c r="B2" t="s"><v>2</v></c></row>'
    )
    return write(folder / "chinese.xlsx", parts(sheet(rows), texts=texts, styles=styles))


@builder
def small_program(folder: Path) -> Path:
    """Rows and cells without references, in another namespace."""
    rows = inline("Name", "", "Active") + inline("Hill School", "", "yes") + inline("", "", "no")
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    return write(folder / "small.xlsx", parts(sheet(rows).replace(MAIN, strict)))


@builder
def errors_and_marks(folder: Path) -> Path:
    book = xlsxwriter.Workbook(folder / "errors.xlsx")
    page = book.add_worksheet("Services")
    page.write_row("A1", ["Name", "Beds", "Open", "Notes"])
    page.write("A2", "Harbor")
    page.write_formula("B2", "=1/0", None, "#DIV/0!")
    page.write_boolean("C2", True)
    page.write("D2", "x" * 6000)
    page.write_string("A3", "=cmd|' /C calc'!A0")
    page.write_number("B3", 4.5)
    book.close()
    return folder / "errors.xlsx"


@builder
def mixed_dates_csv(folder: Path) -> Path:
    """One unambiguous date, two ambiguous ones, and an invalid one, with headings that are hard to find."""
    return _text(
        folder / "mixed.csv",
        "Date,What,Title,People\n03/04/2026,Training,Signs to see,20\n25/04/2026,meeting,Spring,8\n"
        "31/02/2026,Reunión,Otoño,abc\n04/05/2026,Reunión,Mayo,60+\n",
    )


@builder
def sheet_of_a_volunteer(folder: Path) -> Path:
    """The author's row above looks more like headings than the headings do."""
    return _text(
        folder / "volunteer.csv",
        "Name,Date,Place\nMaria,2026-06-30,Hall\n\n"
        "Day,Activities,How many came\n2026-02-03,Talk,20\n2026-02-04,Walk,\n",
    )


@builder
def vague_headcounts_csv(folder: Path) -> Path:
    return _text(
        folder / "vague.csv",
        "Day,Type,Title,People,Women\n2026-02-03,talk,Fair,50-60,\n2026-02-04,talk,Walk,about 40,\n"
        "2026-02-05,talk,Vigil,up to 30,\n2026-02-06,talk,Mural,45,20+\n",
    )
