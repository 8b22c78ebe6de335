"""The sheet of charts: native charts on cells of the same sheet, so that users can edit them.

Unknown values are empty cells, shown as gaps: a word would be drawn as 0.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from reports.charts import COLOURS, history_text, strip_text
from reports.figure_schema import IndicatorResult
from reports.schema import Snapshot, get_parts
from reports.xlsx_writer import Book, Cell
from tfc.text.punctuation import end_sentence, sentences

ACCENT = "#0F5C55"
# Two charts side by side; ROWS_HIGH is the height in rows of default size.
WIDTH, HEIGHT, ROWS_HIGH = 480, 260, 14
SECOND_COLUMN = 4
LONGEST_NAME = 60


def has_charts(snapshot: Snapshot) -> bool:
    return any(_lines(snapshot)) or bool(_strips(snapshot))


def charts(book: Book) -> None:
    """Write the cells, a row per part or indicator, and below them the charts in the same order."""
    rounds = list(book.snapshot["rounds"])
    lines, strips = _lines(book.snapshot), _strips(book.snapshot)
    sheet = book.sheet("charts", (40, 10, *(12 for _each in range(max(len(rounds), 8)))))
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    book.heads(sheet, 0, [book.words["title"], book.words["unit"], *rounds])
    for row, line in enumerate(lines, start=1):
        _cells(book, sheet, row, line)
    codes = list(dict.fromkeys(share["code"] for strip in strips for share in strip["spread"]))
    first = len(lines) + 3
    if strips:
        names = {share["code"]: share["text"] for strip in strips for share in strip["spread"]}
        book.heads(sheet, first - 1, [book.words["indicator"], "", *(names[code] for code in codes)])
        for row, strip in enumerate(strips, start=first):
            counts = {share["code"]: share["count"] for share in strip["spread"]}
            book.rows(sheet, row, [(strip["title"], "", *(counts.get(code, 0) for code in codes))])
    below = first + len(strips) + 1
    sheet.write_string(below, 0, book.words["charts_lead"], book.text)
    drawn = [_line(book, sheet, row, line, len(rounds)) for row, line in enumerate(lines, start=1)]
    if strips:
        drawn.append(_stack(book, sheet, first, strips, codes))
    for place, (chart, description) in enumerate(drawn):
        row, column = below + 2 + place // 2 * ROWS_HIGH, place % 2 * SECOND_COLUMN
        sheet.insert_chart(row, column, chart, {"description": description, "object_position": 2})


def _lines(snapshot: Snapshot) -> list[Mapping[str, Any]]:
    """Return the parts and indicators with values in at least two half-years; a single value needs no chart."""
    lines: list[Mapping[str, Any]] = [
        {**indicator, "unit": "percent", "unit_text": "%", "label": ""}
        for indicator in snapshot["indicators"]
    ]
    lines += get_parts(snapshot)
    return [line for line in lines if sum(point["value"] is not None for point in line["history"]) > 1]


def _strips(snapshot: Snapshot) -> list[IndicatorResult]:
    return [indicator for indicator in snapshot["indicators"] if indicator["spread"]]


def _title(line: Mapping[str, Any]) -> str:
    return f"{line['label']} {line['title']}".strip()


def _cells(book: Book, sheet: Worksheet, row: int, line: Mapping[str, Any]) -> None:
    shape = book.percent if line["unit"] == "percent" else book.number
    values = [
        Cell("" if point["value"] is None else point["value"], shape if point["value"] is not None else
             book.states.get(point["state"], book.states["unknown"]))
        for point in line["history"]
    ]  # fmt: skip
    book.rows(sheet, row, [(_title(line), line["unit_text"], *values)])


def _line(book: Book, sheet: Worksheet, row: int, line: Mapping[str, Any], columns: int) -> tuple[Any, str]:
    name, last = sheet.get_name(), 1 + columns
    chart = book.book.add_chart({"type": "line"})
    is_percent = line["unit"] == "percent"
    chart.add_series(
        {
            "name": [name, row, 0],
            "categories": [name, 0, 2, 0, last],
            "values": [name, row, 2, row, last],
            "line": {"color": ACCENT, "width": 2.25},
            "marker": {"type": "circle", "size": 7, "fill": {"color": ACCENT}, "border": {"color": ACCENT}},
            "data_labels": {
                "value": True,
                "position": "above",
                "num_format": '0"%"' if is_percent else "#,##0",
            },
        }
    )
    chart.show_blanks_as("gap")
    chart.set_title({"name": _title(line)[:LONGEST_NAME], "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    axis = {"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#DDD5C6"}}}
    chart.set_y_axis(axis | ({"max": 100, "num_format": '0"%"'} if is_percent else {"num_format": "#,##0"}))
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    return chart, history_text(line["history"], title=_title(line))


def _stack(
    book: Book, sheet: Worksheet, first: int, strips: Sequence[IndicatorResult], codes: Sequence[str]
) -> tuple[Any, str]:
    """Draw the number of communities by rating, one bar per indicator."""
    name, last = sheet.get_name(), first + len(strips) - 1
    chart = book.book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, code in enumerate(codes, start=2):
        chart.add_series(
            {
                "name": [name, first - 1, column],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "fill": {"color": COLOURS.get(code, "#56625F")},
                "border": {"color": "#FFFFFF"},
                "gap": 60,
            }
        )
    title = book.words["distribution"]
    chart.set_title({"name": title, "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "0", "major_gridlines": {"visible": True, "line": {"color": "#DDD5C6"}}})
    chart.set_size({"width": 2 * WIDTH, "height": HEIGHT + 80})
    description = ". ".join(strip_text(strip["spread"], title=strip["title"]) for strip in strips)
    return chart, sentences((end_sentence(title), description))
