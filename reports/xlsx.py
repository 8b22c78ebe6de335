"""The spreadsheet of a snapshot: numbers as numbers, and unknown values as words, never as 0.

Its charts are native ones on cells of their sheet, so that users can edit them. There unknown values are empty cells,
shown as gaps: a word would be drawn as 0.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from xlsxwriter.worksheet import Worksheet

from reports import xlsx_sheets as sheets
from reports.charts import COLOURS, history_text, strip_text
from reports.figure_schema import IndicatorResult, Note
from reports.schema import Snapshot, get_parts
from reports.summary import get_sentence_text
from reports.xlsx_writer import Book, Cell, Row, spread_text
from tfc.lists.xlsx import open_workbook
from tfc.text.punctuation import end_sentence, join_title, phrases, sentences

ACCENT = "#0F5C55"
# Two charts side by side; ROWS_HIGH is the height in rows of default size.
WIDTH, HEIGHT, ROWS_HIGH = 480, 260, 14
SECOND_COLUMN = 4
LONGEST_NAME = 60


def draw_xlsx(snapshot: Snapshot) -> bytes:
    """Return the workbook's bytes. The same snapshot gives the same bytes."""
    output = io.BytesIO()
    book = open_workbook(output)
    labels, edition = snapshot["headings"], snapshot["edition"]["text"]
    title = join_title(
        labels["report"], phrases((snapshot["title"] or snapshot["name"], snapshot["period_text"]))
    )
    book.set_properties(
        {
            "title": title,
            "created": datetime.fromisoformat(snapshot["made_at"]).replace(tzinfo=None),
            "author": snapshot["office"],
            "subject": snapshot["period_text"],
            "status": edition,
        }
    )
    book.set_custom_property("Language", snapshot["language"])
    wanted = {code: labels[code] for code, (has_data, _fill) in SHEETS.items() if has_data(snapshot)}
    report = Book(book, snapshot, wanted, f"{title} · {edition}")
    book.set_custom_property("Snapshot SHA-256", report.fingerprint)
    for code in wanted:
        SHEETS[code][1](report)
    book.close()
    return output.getvalue()


def summary(book: Book) -> None:
    snapshot, labels = book.snapshot, book.words
    sheet = book.sheet("summary", (34, 90, 14, 14, 14, 70))
    sheet.write_string(0, 0, join_title(labels["report"], snapshot["title"] or snapshot["name"]), book.title)
    row = book.rows(sheet, 2, [fact for fact in _facts(book) if fact[1] != ""], first_bold=True)
    why = book.why_rated(snapshot["indicators"])
    headings = f"indicator rating score known applicable {why}"
    book.heads(sheet, row + 1, [labels[heading] for heading in headings.split()])
    rows = [
        (
            indicator["title"],
            indicator["rating_text"] or spread_text(indicator["spread"]),
            Cell("" if indicator["score"] is None else indicator["score"], book.percent),
            indicator["known_count"],
            indicator["applicable"],
            *((indicator["why_text"],) if why else ()),
        )
        for indicator in snapshot["indicators"]
    ]
    row = book.rows(sheet, row + 2, rows)
    _write_supplements(book, sheet, row + 1)


def _facts(book: Book) -> list[Row]:
    snapshot, labels, edition = book.snapshot, book.words, book.snapshot["edition"]
    draft = sentences((end_sentence(edition["text"]), labels["draft_lead"]))
    return [
        (labels["edition"], Cell(draft, book.warn) if edition["state"] == "draft" else edition["text"]),
        (labels["fingerprint"], Cell(book.fingerprint, book.code)),
        (labels["office"], snapshot["office"]),
        (labels["period"], f"{snapshot['period_text']} ({snapshot['half_year']})"),
        (labels["as_of"], snapshot["as_of_text"]),
        (labels["made_on"], snapshot["made_text"]),
        (labels["submission"], snapshot["submission"]["text"] if snapshot["submission"] else ""),
        *(
            (join_title(labels["submission"], submission["text"]), submission["count"])
            for submission in snapshot["submissions"]
        ),
        *(
            (labels["summary"] if not index else "", get_sentence_text(sentence))
            for index, sentence in enumerate(snapshot["summary"])
        ),
    ]


def _write_supplements(book: Book, sheet: Worksheet, row: int) -> None:
    """Write what is shown with an indicator and not rated."""
    rows = [
        (join_title(indicator["title"], note["title"]), note["text"])
        for indicator in book.snapshot["indicators"]
        for note in indicator["supplements"]
    ]
    if rows:
        book.heads(sheet, row, [book.words["supplements"], ""])
        book.rows(sheet, row + 1, rows)


def write_comparison(book: Book) -> None:
    """Write a column for each half-year, and the change in words."""
    comparison = book.snapshot["compared"]
    if comparison is None:
        return
    half_years = book.snapshot["rounds"]
    sheet = book.sheet("compared", (7, 30, *(14 for _half_year in half_years), 60))
    book.heads(sheet, 0, [book.words["part"], book.words["title"], *half_years, comparison["change"]])
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    parts = {part["code"]: part for part in get_parts(book.snapshot)}
    rows: list[Row] = []
    for row in comparison["rows"]:
        part = parts[row["part"]]
        figures = [book.figure(point, part["unit"]) for point in part["history"]]
        rows.append((part["label"], part["title"], *figures, row["change_text"]))
    book.rows(sheet, 1, rows)


def method(book: Book) -> None:
    sheet = book.sheet("method", (44, 110))
    snapshot, labels = book.snapshot, book.words
    book.heads(sheet, 0, [labels["method"], ""])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    notes: list[Note] = [
        *snapshot["method"],
        {"title": labels["states"], "text": ""},
        *snapshot["states"],
        {"title": labels["thresholds"], "text": ""},
        *snapshot["thresholds"],
    ]
    book.rows(sheet, 1, [(note["title"], note["text"]) for note in notes], first_bold=True)


# For each sheet, in order: whether the report has data for it, and the function that fills it.


def has_charts(snapshot: Snapshot) -> bool:
    return any(_lines(snapshot)) or bool(_strips(snapshot))


def write_charts(book: Book) -> None:
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


SHEETS: Mapping[str, tuple[Callable[[Snapshot], Any], Callable[[Book], None]]] = {
    "summary": (lambda _snapshot: True, summary),
    "narrative": (lambda snapshot: snapshot["narrative"], sheets.narrative),
    "change": (lambda snapshot: snapshot["changes"], sheets.changes),
    "items": (lambda _snapshot: True, sheets.items),
    "kinds": (lambda snapshot: any(part["kinds"] for part in get_parts(snapshot)), sheets.kinds),
    "compared": (lambda snapshot: snapshot["compared"], write_comparison),
    "communities": (lambda snapshot: snapshot["communities"], sheets.communities),
    "offices": (lambda snapshot: snapshot["offices"], sheets.offices),
    "half_years": (lambda _snapshot: True, sheets.half_years),
    "charts": (has_charts, write_charts),
    "targets": (lambda snapshot: snapshot["targets"], sheets.targets),
    "own_questions": (lambda snapshot: snapshot["own_questions"], sheets.write_own_questions),
    "achievements": (lambda snapshot: snapshot["achievements"], sheets.achievements),
    "historical": (lambda snapshot: snapshot["historical"], sheets.historical),
    "stories": (lambda snapshot: snapshot["stories"], sheets.stories),
    "definitions": (lambda _snapshot: True, sheets.definitions),
    "receipts": (lambda _snapshot: True, sheets.receipts),
    "method": (lambda _snapshot: True, method),
}
