"""Each messy spreadsheet is read as a person would read it."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.spreadsheets.messy_files import UGLY
from tfc.spreadsheets.counts import as_count
from tfc.spreadsheets.dates import as_date, detect_order
from tfc.spreadsheets.normalize import as_text
from tfc.spreadsheets.tables import Table
from tfc.spreadsheets.values import Ambiguous, Count, Order

TODAY = dt.date(2025, 7, 1)


def taken(table: Table) -> list[tuple]:
    return [row.cells for row in table.rows if row.skipped is None]


def skipped(table: Table) -> list[tuple[int, str]]:
    return [(row.number, row.skipped.code) for row in table.rows if row.skipped]


def codes(table: Table) -> list[str]:
    return [remark.code for remark in table.remarks]


def test_it_has_at_least_fifteen():
    assert len(UGLY) >= 15


def test_it_reads_a_spanish_csv(read):
    (table,) = read("spanish_excel_csv")
    assert table.header == ("Fecha", "Título", "Asistentes")
    assert table.header_row == 1
    assert taken(table) == [
        ("05/03/2025", "Niñez segura, charla", "1.234"),
        ("25/04/2025", "“Café” en español", "60+"),
    ]
    assert [row.number for row in table.rows] == [2, 3]
    assert "Windows-1252" in str(table.remarks[0])
    dates = [row.cells[0] for row in table.rows]
    assert detect_order(dates, TODAY).taken == Order.DMY
    assert as_date(dates[0], Order.DMY, TODAY) == dt.date(2025, 3, 5)


def test_it_reads_a_chinese_csv(read):
    (table,) = read("chinese_csv")
    assert table.header == ("日期", "活动名称", "人数")
    assert "GB18030" in str(table.remarks[0])
    assert skipped(table) == [(4, "total")]
    first, second = table.rows.__next__().cells, taken(table)[1]
    assert as_date(first[0], None, TODAY) == dt.date(2025, 3, 5)
    assert as_count(first[2]) == Count(60)
    assert as_count(second[2]).code == "count_is_about"


def test_it_reads_unicode_text(read):
    (table,) = read("unicode_text")
    assert taken(table) == [("2025-03-05", "Niños, 会议", "60")]
    assert codes(table) == []


def test_it_counts_rows_as_the_spreadsheet_program_does(read):
    (table,) = read("old_mac_csv")
    assert [(row.number, row.cells) for row in table.rows] == [
        (3, ("2025-03-05", "Market\nday", "60")),
        (5, ("2025-04-25", "Fair", None)),
    ]


def test_it_joins_two_rows_of_headings_in_csv(read):
    (table,) = read("grouped_csv")
    assert table.header_row == 2
    assert table.header == (
        "Date", "Title", "Attendance / Women", "Attendance / Men", "Languages / English", "Languages / Spanish",
    )  # fmt: skip
    assert taken(table)[1] == ("2025-03-06", "Talk", "5", None, None, "x")


def test_it_says_that_there_are_no_headings(read):
    (table,) = read("no_headings_csv")
    assert (table.header_row, table.header, table.columns) == (0, ("", "", ""), ("A", "B", "C"))
    assert codes(table) == ["no_headings"]
    assert len(taken(table)) == 3


def test_it_takes_no_totals_headings_or_notes(read):
    (table,) = read("notes_and_totals_csv")
    assert [cells[1] or cells[0] for cells in taken(table)] == [
        "Fair",
        "Talk",
        "Walk",
        "Vigil",
        "Vigil of hope",
    ]
    assert skipped(table) == [
        (4, "sums"), (5, "header_again"), (8, "total"), (9, "total"), (10, "note"), (14, "note"), (15, "note"),
    ]  # fmt: skip
    assert all(str(row.skipped).endswith("not imported.") for row in table.rows if row.skipped)


def test_it_sees_through_what_does_not_show(read):
    (table,) = read("texts_that_are_numbers")
    assert table.header == ("Date", "Title", "People")
    assert [as_text(cells[1]) for cells in taken(table)] == ["Fair", "Talk"]
    assert [as_count(cells[2]) for cells in taken(table)] == [Count(12), Count(1234)]
    assert as_date(taken(table)[1][0], None, TODAY) == dt.date(2025, 3, 6)


def test_it_finds_a_table_under_titles_and_next_to_blank_columns(read):
    (table,) = read("titled_and_shifted")
    assert (table.header, table.header_row) == (("Date", "Title", "People", "Place"), 4)
    assert table.columns == ("B", "C", "E", "F")
    assert taken(table) == [
        (dt.date(2025, 3, 5), "Fair", 60, "Hall"),
        (dt.date(2025, 4, 25), "Talk", 12, "Hall"),
    ]
    assert skipped(table) == [(8, "total")]
    assert str(table.remarks[0]) == "The headings were found in row 4. 2 lines above were not read."


def test_it_joins_merged_headings(read):
    (table,) = read("merged_headings")
    assert table.header == ("Date", "Title", "Attendance / Women", "Attendance / Men", "Notes")
    assert taken(table) == [("2025-03-05", "Fair", 20, 15, "rain"), ("2025-03-06", "Talk", 8, None, None)]


def test_it_spreads_texts_and_asks_about_numbers(read):
    (table,) = read("merged_bodies")
    rows = list(table.rows)
    assert skipped(table) == [(2, "section"), (6, "section")]
    assert [row.cells for row in rows if not row.skipped] == [
        ("2025-03-05", "Fair", 60, None),
        ("2025-03-05", "Talk", None, "Hall"),
        ("2025-03-05", "Walk", 7, "Hall"),
        ("2025-04-25", "Vigil", 30, "Park"),
    ]
    remarks = {
        row.number: [(remark.column, remark.sentence) for remark in row.remarks]
        for row in rows
        if row.remarks
    }
    sentence = "The number 60 is in a merged cell. Enter the number for each cell."
    assert remarks == {3: [(2, sentence)], 4: [(2, sentence)]}


def test_it_says_which_formula_has_no_result(read):
    (table,) = read("formulas_never_worked_out")
    fair, talk, total = table.rows
    assert fair.cells == (dt.date(2025, 3, 5), "Fair", 20, 15, None)
    assert [(remark.code, remark.column) for remark in fair.remarks] == [("formula", 4)]
    assert talk.cells[0] == dt.datetime.combine(dt.date(2025, 4, 25), dt.time(19, 30))
    assert total.skipped.code == "total"


def test_it_says_what_is_hidden_and_reads_a_hidden_sheet_only_when_asked(read):
    members, old = read("hidden_things")
    assert [remark.sentence for remark in members.remarks] == [
        "Column C is hidden in your spreadsheet. It was read like the others.",
        "1 row is hidden in your spreadsheet. It was read like the others.",
    ]
    assert len(list(members.rows)) == 2
    assert (old.hidden, old.header, list(old.rows)) == (True, (), [])
    _members, old = read("hidden_things", chosen=["Old"])
    assert (old.hidden, taken(old)) == (True, [("Sum Chan", "sum@hill.example")])


def test_it_warns_of_dates_that_were_turned_around(read):
    (table,) = read("dates_half_turned")
    settled = detect_order([row.cells[0] for row in table.rows], TODAY)
    assert settled.taken == Order.DMY
    assert settled.why.code == "dates_turned"
    assert "2025-05-03" in settled.why.sentence


def test_it_does_not_believe_how_large_a_sheet_says_it_is(read):
    (table,) = read("formatted_to_the_bottom")
    assert (table.header, table.columns) == (("Name", "Sector"), ("B", "C"))
    assert taken(table) == [("Hill School", "Schools")]


def test_it_reads_the_chinese_excel(read):
    (table,) = read("chinese_excel")
    assert table.header == ("日期", "姓名")
    assert taken(table) == [(dt.date(2025, 3, 5), "王芳")]


def test_it_reads_what_small_programs_write(read):
    (table,) = read("small_program")
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("Hill School", "yes")), (3, (None, "no"))]
    assert table.columns == ("A", "C")


def test_it_says_which_cells_show_an_error(read):
    (table,) = read("errors_and_marks")
    first, second = table.rows
    assert first.cells[:3] == ("Harbor", None, True)
    assert len(first.cells[3]) == 5000
    assert [remark.sentence for remark in first.remarks] == [
        "This cell shows the error #DIV/0!. Type the value.",
        "This text was cut after 5,000 letters.",
    ]
    assert second.cells == ("=cmd|' /C calc'!A0", Decimal("4.5"), None, None)
    assert second.remarks == ()


def test_it_reads_rows_as_often_as_they_are_asked_for(read):
    (table,) = read("merged_headings")
    assert list(table.rows) == list(table.rows)


def test_it_uses_recognized_or_chosen_headings(read):
    (table,) = read("no_headings_csv", heading_rows={"bare.csv": 2})
    assert (table.header, table.header_row, len(taken(table))) == (("2025-04-25", "Talk", "12"), 2, 1)
    (table,) = read("titled_and_shifted", heading_rows={"2025": 0})
    assert table.header_row == 0
    (table,) = read("notes_and_totals_csv", field_names=["fecha", "Walk", "5"])
    assert table.header_row == 6


def test_it_leaves_an_ambiguous_column_to_be_asked(read):
    settled = detect_order(["03/04/2025", "05/06/2025"], TODAY)
    assert (settled.taken, settled.why) == (None, None)
    assert isinstance(as_date("03/04/2025", settled.taken, TODAY), Ambiguous)


@pytest.mark.parametrize("name", sorted(UGLY))
def test_it_keeps_numbers_rising_and_rows_as_wide_as_the_header(read, name):
    for table in read(name):
        rows = list(table.rows)
        assert [row.number for row in rows] == sorted({row.number for row in rows})
        assert {len(row.cells) for row in rows} <= {len(table.header)}
        assert len(table.columns) == len(table.header)
