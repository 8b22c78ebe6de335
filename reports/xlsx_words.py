"""The sheets of words: summary, what was written, what changed, targets, stories, definitions, how to read it."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from evaluation.figure_queries.receipts import hash_of
from reports.xlsx_receipts import link_of
from reports.xlsx_writer import Book, Cell, Row, spread_text
from tfc.text.punctuation import ended, sentences, titled

STATES = ("value", "declared_zero", "unknown", "not_applicable", "hidden")


def summary(book: Book) -> None:
    snapshot, words = book.snapshot, book.words
    sheet = book.sheet("summary", (34, 90, 14, 14, 14, 70))
    sheet.write_string(0, 0, titled(words["report"], snapshot.get("title") or snapshot["name"]), book.title)
    row = book.rows(sheet, 2, [fact for fact in _facts(book) if fact[1] != ""], first_bold=True)
    why = book.why_rated(snapshot["indicators"])
    headings = ("indicator", "rating", "score", "known", "applicable", *why)
    book.heads(sheet, row + 1, [words[each] for each in headings])
    rows = [
        (one["title"], one["rating_text"] or spread_text(one["spread"]), book.percentage(one["score"]),
         one["known"], one["applicable"], *(one["why_text"] for _each in why))
        for one in snapshot["indicators"]
    ]  # fmt: skip
    row = book.rows(sheet, row + 2, rows)
    _beside(book, sheet, row + 1)


def _facts(book: Book) -> list[Row]:
    snapshot, words = book.snapshot, book.words
    found: list[Row] = [
        (words["office"], snapshot["office"]),
        (words["period"], f"{snapshot['period_text']} ({snapshot['half_year']})"),
        (words["as_of"], snapshot["as_of_text"]),
        (words["made_on"], snapshot["made_text"]),
        (words["submission"], snapshot["submission"]["text"] if snapshot["submission"] else ""),
        *((titled(words["submission"], each["text"]), each["count"]) for each in snapshot["submissions"]),
        *((words["summary"] if not index else "", line) for index, line in enumerate(snapshot["summary"])),
    ]
    if edition := snapshot.get("edition"):
        is_draft = edition["state"] == "draft"
        draft = sentences((ended(edition["text"]), words["draft_lead"]))
        said = Cell(draft, book.warn) if is_draft else edition["text"]
        found = [
            (words["edition"], said),
            (words["fingerprint"], Cell(hash_of(snapshot), book.code)),
            *found,
        ]
    return found


def _beside(book: Book, sheet: Worksheet, row: int) -> None:
    """What is shown with an indicator and not rated. Snapshots of version 1 have none."""
    rows = [
        (titled(one["title"], each["title"]), each["text"])
        for one in book.snapshot["indicators"] for each in one.get("beside", ())
    ]  # fmt: skip
    if rows:
        book.heads(sheet, row, [book.words["beside"], ""])
        book.rows(sheet, row + 1, rows)


def narrative(book: Book) -> None:
    sheet = book.table("narrative", ("section", "text"), (34, 120), freeze=1)
    rows = [
        (
            section["title"] if not index else "",
            f"– {each['text']}" if each["kind"] == "item" else each["text"],
        )
        for section in book.snapshot["narrative"]
        for index, each in enumerate(section["paragraphs"])
    ]
    book.rows(sheet, 1, rows, first_bold=True)


def changes(book: Book) -> None:
    told = book.snapshot["changes"]
    sheet = book.table("change", ("change", "before", "after"), (70, 40, 40), freeze=0)
    rows = [
        (told["sentence"], "", ""),
        *((each["title"], each["before"], each["after"]) for each in told["rows"]),
    ]
    book.rows(sheet, 1, rows)


def targets(book: Book) -> None:
    headings = ("target", "community", "reached", "standing", "meaning")
    sheet = book.table("targets", headings, (60, 34, 34, 18, 70), freeze=1)
    names = ("title", "about", "reached_text", "standing_text", "sentence")
    book.rows(sheet, 1, [[each[name] for name in names] for each in book.snapshot["targets"]])


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
        (f"{each['label']} {each['title']}", each["state_text"], *_numbers(book, each), each["detail_text"],
         each["version"])
        for each in book.snapshot["own_questions"]
    ]  # fmt: skip
    book.rows(sheet, 1, rows)


def _numbers(book: Book, each: Mapping[str, Any]) -> Row:
    """A choice or a text has none, and may be known all the same."""
    if not each["unit"]:
        return ("", each["value_text"], "", "")
    figure, part, whole = book.figure(each), book.beside(each, "numerator"), book.beside(each, "denominator")
    return (figure, each["value_text"], part, whole)


def historical(book: Book) -> None:
    headings = (
        "place", "region", "period", "activity", "kind", "sectors", "quantity", "at_least", "unit",
    )  # fmt: skip
    sheet = book.table("historical", headings, (20, 9, 30, 56, 22, 44, 12, 10, 14), freeze=1)
    rows = [
        (each["place"], each["region"], each["period_text"], each["activity"], each["kind_text"],
         each["sectors_text"], each["quantity"], book.yes(each["at_least"]), each["unit_text"])
        for each in book.snapshot["historical"]
    ]  # fmt: skip
    book.rows(sheet, 1, rows)


def stories(book: Book) -> None:
    headings = (
        "title", "kind", "source", "story_context", "story_action", "story_result", "figure", "story_change",
    )  # fmt: skip
    sheet = book.table("stories", headings, (34, 20, 24, 60, 60, 60, 30, 60), freeze=1)
    book.rows(sheet, 1, [_story(each) for each in book.snapshot["stories"]], first_bold=True)


def _story(each: Mapping[str, Any]) -> Row:
    figure = titled(each["measure_text"], each["figure_text"]) if each["figure_text"] else ""
    names = ("context", "action", "result")
    return (
        each["title"],
        each["kind_text"],
        each["source"],
        *(each[name] for name in names),
        figure,
        each["change"],
    )


def definitions(book: Book) -> None:
    """Each part, then each state as it looks on the other sheets."""
    headings = (
        "part", "title", "question", "definition", "how_counted", "source_records", "unit", "definition_version",
        "states",
    )  # fmt: skip
    sheet = book.table("definitions", headings, (22, 28, 44, 54, 54, 44, 10, 10, 22), freeze=2)
    parts = [part for item in book.snapshot["items"] for part in item["parts"]]
    names = ("title", "question", "definition", "how_counted", "source", "unit_text", "version", "state_text")
    rows = [
        (Cell(part["label"], book.bold, link_of(book, part["code"])), *(part[name] for name in names))
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
