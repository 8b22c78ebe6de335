"""The text sheets: summary, narrative, changes, targets, stories, definitions, method."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from evaluation.figure_queries.receipts import hash_receipt
from reports.xlsx_receipts import get_receipt_link
from reports.xlsx_writer import Book, Cell, Row, spread_text
from tfc.text.punctuation import ended, sentences, titled

STATES = ("value", "declared_zero", "unknown", "not_applicable", "hidden")


def summary(book: Book) -> None:
    snapshot, labels = book.snapshot, book.words
    sheet = book.sheet("summary", (34, 90, 14, 14, 14, 70))
    sheet.write_string(0, 0, titled(labels["report"], snapshot.get("title") or snapshot["name"]), book.title)
    row = book.rows(sheet, 2, [fact for fact in _facts(book) if fact[1] != ""], first_bold=True)
    why = book.why_rated(snapshot["indicators"])
    headings = ("indicator", "rating", "score", "known", "applicable", *why)
    book.heads(sheet, row + 1, [labels[heading] for heading in headings])
    rows = [
        (
            indicator["title"],
            indicator["rating_text"] or spread_text(indicator["spread"]),
            book.percentage(indicator["score"]),
            indicator["known"],
            indicator["applicable"],
            *(indicator["why_text"] for _each in why),
        )
        for indicator in snapshot["indicators"]
    ]
    row = book.rows(sheet, row + 2, rows)
    _write_supplements(book, sheet, row + 1)


def _facts(book: Book) -> list[Row]:
    snapshot, labels = book.snapshot, book.words
    rows: list[Row] = [
        (labels["office"], snapshot["office"]),
        (labels["period"], f"{snapshot['period_text']} ({snapshot['half_year']})"),
        (labels["as_of"], snapshot["as_of_text"]),
        (labels["made_on"], snapshot["made_text"]),
        (labels["submission"], snapshot["submission"]["text"] if snapshot["submission"] else ""),
        *(
            (titled(labels["submission"], submission["text"]), submission["count"])
            for submission in snapshot["submissions"]
        ),
        *((labels["summary"] if not index else "", line) for index, line in enumerate(snapshot["summary"])),
    ]
    if edition := snapshot.get("edition"):
        is_draft = edition["state"] == "draft"
        draft = sentences((ended(edition["text"]), labels["draft_lead"]))
        edition_cell = Cell(draft, book.warn) if is_draft else edition["text"]
        rows = [
            (labels["edition"], edition_cell),
            (labels["fingerprint"], Cell(hash_receipt(snapshot), book.code)),
            *rows,
        ]
    return rows


def _write_supplements(book: Book, sheet: Worksheet, row: int) -> None:
    """Write what is shown with an indicator and not rated. Missing in snapshots of version 1."""
    rows = [
        (titled(indicator["title"], note["title"]), note["text"])
        for indicator in book.snapshot["indicators"] for note in indicator.get("beside", ())
    ]  # fmt: skip
    if rows:
        book.heads(sheet, row, [book.words["beside"], ""])
        book.rows(sheet, row + 1, rows)


def narrative(book: Book) -> None:
    sheet = book.table("narrative", ("section", "text"), (34, 120), freeze=1)
    rows = [
        (
            section["title"] if not index else "",
            f"– {paragraph['text']}" if paragraph["kind"] == "item" else paragraph["text"],
        )
        for section in book.snapshot["narrative"]
        for index, paragraph in enumerate(section["paragraphs"])
    ]
    book.rows(sheet, 1, rows, first_bold=True)


def changes(book: Book) -> None:
    version_changes = book.snapshot["changes"]
    sheet = book.table("change", ("change", "before", "after"), (70, 40, 40), freeze=0)
    rows = [
        (version_changes["sentence"], "", ""),
        *((change["title"], change["before"], change["after"]) for change in version_changes["rows"]),
    ]
    book.rows(sheet, 1, rows)


def targets(book: Book) -> None:
    headings = ("target", "community", "reached", "standing", "meaning")
    sheet = book.table("targets", headings, (60, 34, 34, 18, 70), freeze=1)
    names = ("title", "about", "reached_text", "standing_text", "sentence")
    book.rows(sheet, 1, [[target[name] for name in names] for target in book.snapshot["targets"]])


def own_questions(book: Book) -> None:
    headings = (
        "question",
        "state",
        "value",
        "shown",
        "numerator",
        "denominator",
        "meaning",
        "definition_version",
    )
    sheet = book.table("own_questions", headings, (70, 18, 14, 40, 12, 12, 60, 10), freeze=1)
    rows = [
        (
            f"{question['label']} {question['title']}",
            question["state_text"],
            *_numbers(book, question),
            question["detail_text"],
            question["version"],
        )
        for question in book.snapshot["own_questions"]
    ]
    book.rows(sheet, 1, rows)


def _numbers(book: Book, question: Mapping[str, Any]) -> Row:
    """Return empty numbers for a choice or a text."""
    if not question["unit"]:
        return ("", question["value_text"], "", "")
    figure, part, whole = (
        book.figure(question),
        book.beside(question, "numerator"),
        book.beside(question, "denominator"),
    )
    return (figure, question["value_text"], part, whole)


def historical(book: Book) -> None:
    headings = (
        "place", "region", "period", "activity", "kind", "sectors", "quantity", "at_least", "unit",
    )  # fmt: skip
    sheet = book.table("historical", headings, (20, 9, 30, 56, 22, 44, 12, 10, 14), freeze=1)
    rows = [
        (activity["place"], activity["region"], activity["period_text"], activity["activity"], activity["kind_text"],
         activity["sectors_text"], activity["quantity"], book.yes(activity["at_least"]), activity["unit_text"])
        for activity in book.snapshot["historical"]
    ]  # fmt: skip
    book.rows(sheet, 1, rows)


def stories(book: Book) -> None:
    headings = (
        "title", "kind", "source", "story_context", "story_action", "story_result", "figure", "story_change",
    )  # fmt: skip
    sheet = book.table("stories", headings, (34, 20, 24, 60, 60, 60, 30, 60), freeze=1)
    book.rows(sheet, 1, [_story(story) for story in book.snapshot["stories"]], first_bold=True)


def _story(story: Mapping[str, Any]) -> Row:
    figure = titled(story["measure_text"], story["figure_text"]) if story["figure_text"] else ""
    names = ("context", "action", "result")
    return (
        story["title"],
        story["kind_text"],
        story["source"],
        *(story[name] for name in names),
        figure,
        story["change"],
    )


def definitions(book: Book) -> None:
    """Write each part, then each state as it looks on the other sheets."""
    headings = (
        "part", "title", "question", "definition", "how_counted", "source_records", "unit", "definition_version",
        "states",
    )  # fmt: skip
    sheet = book.table("definitions", headings, (22, 28, 44, 54, 54, 44, 10, 10, 22), freeze=2)
    parts = [part for item in book.snapshot["items"] for part in item["parts"]]
    names = ("title", "question", "definition", "how_counted", "source", "unit_text", "version", "state_text")
    rows = [
        (
            Cell(part["label"], book.bold, get_receipt_link(book, part["code"])),
            *(part[name] for name in names),
        )
        for part in parts
    ]
    row = book.rows(sheet, 1, rows)
    book.heads(sheet, row + 1, [book.words["state"], book.words["meaning"]])
    for index, note in enumerate(book.snapshot["states"]):
        shape = {**book.states, "declared_zero": book.declared}.get(STATES[index], book.text)
        sheet.write_string(row + 2 + index, 0, note["title"], shape)
        sheet.write_string(row + 2 + index, 1, note["text"])


def method(book: Book) -> None:
    sheet = book.sheet("method", (44, 110))
    notes: Sequence[Mapping[str, str]] = [
        *book.snapshot["method"],
        {"title": book.words["states"], "text": ""},
        *book.snapshot["states"],
        {"title": book.words["thresholds"], "text": ""},
        *book.snapshot["thresholds"],
    ]
    book.heads(sheet, 0, [book.words["method"], ""])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    book.rows(sheet, 1, [(note["title"], note["text"]) for note in notes], first_bold=True)
