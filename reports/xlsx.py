"""The spreadsheet of a snapshot: numbers as numbers, and unknown values as words, never as 0."""

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from xlsxwriter.worksheet import Worksheet

from reports import xlsx_sheets as sheets
from reports.figure_schema import Note
from reports.schema import Snapshot, get_parts
from reports.summary import get_sentence_text
from reports.xlsx_charts import charts, has_charts
from reports.xlsx_writer import Book, Cell, Row, spread_text
from tfc.lists.xlsx import open_workbook
from tfc.text.punctuation import end_sentence, join_title, phrases, sentences


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
    "charts": (has_charts, charts),
    "targets": (lambda snapshot: snapshot["targets"], sheets.targets),
    "own_questions": (lambda snapshot: snapshot["own_questions"], sheets.write_own_questions),
    "historical": (lambda snapshot: snapshot["historical"], sheets.historical),
    "stories": (lambda snapshot: snapshot["stories"], sheets.stories),
    "definitions": (lambda _snapshot: True, sheets.definitions),
    "receipts": (lambda _snapshot: True, sheets.receipts),
    "method": (lambda _snapshot: True, method),
}
