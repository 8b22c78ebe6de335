"""ODS and XLS are read like XLSX."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from shutil import copy

import pytest
import xlwt

from tests.spreadsheets.xlsx_packages import write_ods
from tests.thorough import sample
from tfc.spreadsheets.reading import read_tables
from tfc.spreadsheets.remarks import UnreadableError

# repeated.ods was made with odfpy 1.4.1: a text in 16,384 columns of 1,048,576 rows, in 1,300 bytes. volunteers.ods as
# well: dates, a time, a duration, money, a percentage, merged cells, a hidden row, and blank rows to the end of the
# sheet.
FILES = Path(__file__).with_name("files")


def text(content: str, **attributes: str) -> str:
    return cell("string", content, **attributes)


def cell(kind: str, shown: str, **attributes: str) -> str:
    text = "".join(
        f' {name.replace("_", ":", 1).replace("_", "-")}="{value}"' for name, value in attributes.items()
    )
    return f'<table:table-cell office:value-type="{kind}"{text}><text:p>{shown}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def table(*rows: str, name: str = "Events", columns: str = "") -> str:
    return f'<table:table table:name="{name}">{columns}{"".join(rows)}</table:table>'


HEADINGS = row(text("Date"), text("Title"), text("People"))


class TestOpenDocument:
    def test_it_reads_a_file_of_another_program(self, tmp_path):
        (table,) = read_file_tables(Path(copy(FILES / "volunteers.ods", tmp_path)))
        rows = list(table.rows)
        assert table.header == ("Date", "Title", "People", "Notes")
        assert [row.cells for row in rows[:3]] == [
            (dt.date(2025, 3, 5), "Niñez 会议", 60, None),
            (dt.datetime.combine(dt.date(2025, 3, 5), dt.time(18, 30)), "two", True, dt.time(18, 30)),
            ("PT36H30M00S", Decimal("5.25"), Decimal("0.5"), None),
        ]
        assert [(row.number, [doubt.code for doubt in row.remarks]) for row in rows if row.remarks] == [
            (2, ["error"]), (4, ["formula"]),
        ]  # fmt: skip
        assert [remark.code for remark in table.remarks] == ["hidden_rows"]

    def test_it_asks_about_errors_and_formulas_without_a_result(self, tmp_path):
        """calamine reads the first as an empty cell, the second as zero and the third as empty."""
        errors = (
            cell(
                "string",
                "#¡DIV/0!",
                office_string_value="",
                table_formula="of:=1/0",
                calcext_value_type="error",
            ),
            cell("float", "#DIV/0!", office_value="0", table_formula="of:=1/0"),
            '<table:table-cell table:formula="of:=1+1"/>',
        )
        (row_read,) = read_file_tables(write_ods(tmp_path / "a.ods", table(HEADINGS, row(*errors))))
        (only,) = row_read.rows
        assert only.cells == (None, None, None)
        assert [(doubt.code, doubt.values.get("text")) for doubt in only.remarks] == [
            ("error", "#¡DIV/0!"), ("error", "#DIV/0!"), ("formula", None),
        ]  # fmt: skip

    def test_it_counts_rows_and_cells_that_are_written_once(self, tmp_path):
        repeated = cell("float", "5", office_value="5", table_number_columns_repeated="2")
        rows = (
            HEADINGS,
            row(text("2025-03-05"), repeated, more='table:number-rows-repeated="3"'),
            row(
                text("2025-04-05"),
                '<table:table-cell table:formula="of:=1" table:number-columns-repeated="2"/>',
            ),
        )
        (row_read,) = read_file_tables(write_ods(tmp_path / "a.ods", table(*rows)))
        read = list(row_read.rows)
        assert [(row.number, row.cells) for row in read[:3]] == [(n, ("2025-03-05", 5, 5)) for n in (2, 3, 4)]
        assert [doubt.column for doubt in read[3].remarks] == [1, 2]

    def test_it_asks_about_a_number_that_is_merged_over_rows(self, tmp_path):
        merged = cell(
            "float", "60", office_value="60", table_number_rows_spanned="2", table_number_columns_spanned="1"
        )
        rows = (
            HEADINGS,
            row(text("2025-03-05"), text("Fair"), merged),
            row(text("2025-03-06"), text("Talk"), "<table:covered-table-cell/>"),
        )
        (row_read,) = read_file_tables(write_ods(tmp_path / "a.ods", table(*rows)))
        assert [[doubt.code for doubt in row.remarks] for row in row_read.rows] == [["merged_number"]] * 2

    def test_it_names_hidden_columns(self, tmp_path):
        columns = (
            '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
        )
        content = table(HEADINGS, row(text("2025-03-05"), text("Fair"), text("5")), columns=columns)
        (row_read,) = read_file_tables(write_ods(tmp_path / "a.ods", content))
        assert [(remark.code, remark.values) for remark in row_read.remarks] == [
            ("hidden_column", {"letter": "B"})
        ]

    def test_it_refuses_a_text_in_every_cell(self, tmp_path):
        path = Path(copy(FILES / "repeated.ods", tmp_path))
        with pytest.raises(UnreadableError) as refused:
            read_file_tables(path)
        assert refused.value.remark.code in {"damaged", "too_much_text"}

    def test_it_refuses_entities_and_what_is_cut_off(self, tmp_path):
        path = write_ods(tmp_path / "a.ods", table(HEADINGS))
        doctype = "<!DOCTYPE x [<!ENTITY e 'x'>]>" + "<a><table-row/></a>"
        for content, code in ((doctype, "not_safe"), ("<a><table-row/>", "damaged"), ("", "damaged")):
            write_ods(path, "", **{"content.xml": content})
            with pytest.raises(UnreadableError) as refused:
                read_file_tables(path)
            assert refused.value.remark.code == code


class TestOldExcel:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        book = xlwt.Workbook()
        page, old = book.add_sheet("Events"), book.add_sheet("Old")
        for column, heading in enumerate(("Date", "Title", "People")):
            page.write(0, column, heading)
        page.write(1, 0, dt.date(2025, 3, 5), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
        page.write(1, 1, "Niñez 会议")
        page.write_merge(1, 2, 2, 2, 60)
        page.write(
            2,
            0,
            dt.datetime.combine(dt.date(2025, 3, 6), dt.time(18, 30)),
            xlwt.easyxf(num_format_str="d/m h:mm"),
        )
        old.write(0, 0, "Name")
        old.visibility = 1
        book.save(str(tmp_path / "events.xls"))
        return tmp_path / "events.xls"

    def test_it_reads_days_times_merges_and_sheets(self, path):
        events, old = read_file_tables(path)
        assert [row.cells for row in events.rows] == [
            (dt.date(2025, 3, 5), "Niñez 会议", 60),
            (dt.datetime.combine(dt.date(2025, 3, 6), dt.time(18, 30)), None, None),
        ]
        assert [[doubt.code for doubt in row.remarks] for row in events.rows] == [["merged_number"]] * 2
        assert (old.title, old.hidden) == ("Old", True)

    def test_it_reports_what_the_format_does_not_contain(self, path):
        assert "old Excel format" in read_file_tables(path)[0].remarks[0].sentence

    def test_it_refuses_what_is_cut_off(self, path):
        content = path.read_bytes()
        for share in (0.2, 0.5, 0.9):
            path.write_bytes(content[: int(share * len(content))])
            with pytest.raises(UnreadableError):
                read_file_tables(path)

    @pytest.mark.parametrize("part", sample(range(5), first=1))
    def test_it_never_fails_otherwise_when_bytes_are_spoilt(self, path, part: int):
        content = path.read_bytes()
        for place in range(512, len(content), len(content) // 20)[part::5]:
            path.write_bytes(content[:place] + bytes(64) + content[place + 64 :])
            with suppress(UnreadableError):
                read_file_tables(path)


def read_file_tables(path: Path):
    return read_tables(path, path.name)
