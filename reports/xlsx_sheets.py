"""The sheets of a report's spreadsheet that are one table: figures, receipts, and texts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reports.figure_schema import Note, RecordCount
from reports.schema import ReportStory, get_parts, get_rows
from reports.words import STATES
from reports.xlsx_writer import Book, Cell, spread_text
from tfc.text.punctuation import clauses, join_title, phrases


def items(book: Book) -> None:
    def get_own(name: str) -> Callable[[Mapping[str, Any]], str]:
        return lambda part: part["override"][name] if part["override"] else ""

    rows = [{**part, "item": item["number"]} for item in book.snapshot["items"] for part in item["parts"]]
    why = book.why_rated(rows)
    book.table(
        "items",
        f"item part title question state value unit shown numerator denominator lower upper bounds rating {why} known "
        "applicable overrides override override_reason override_evidence reason how_counted definition_version",
        rows,
        freeze=3,
        is_filtered=True,
        value=lambda part: book.figure(part, part["unit"], book.link_to_receipt(part["code"])),
        rating=lambda part: part["rating_text"] or spread_text(part["spread"]),
        override=get_own("value_text"),
        override_reason=get_own("reason"),
        override_evidence=get_own("evidence"),
        reason="reason_text",
    )


def kinds(book: Book) -> None:
    """Write the breakdown of counts: a row for each kind, including those listed but not included."""
    rows = [
        {**part, **kind}
        for part in get_parts(book.snapshot)
        if (part_kinds := part["kinds"])
        for kind in (*part_kinds["rows"], *part_kinds["not_counted"])
    ]
    book.table(
        "kinds",
        "part title kind value shown",
        rows,
        freeze=2,
        kind="text",
        value=lambda kind: (
            Cell(kind["count_text"], book.states["unknown"]) if kind["count"] is None else kind["count"]
        ),
        shown="count_text",
    )


def half_years(book: Book) -> None:
    rows = [{**part, **point} for part in get_parts(book.snapshot) for point in part["history"]]
    book.table(
        "half_years",
        "part title half_year state value unit shown rating known",
        rows,
        freeze=2,
        value=lambda point: book.figure(point, point["unit"]),
        known="known_text",
    )


def _get_cells(book: Book) -> list[dict[str, Any]]:
    """Return the cells of the table of communities or offices, each with its row and its part."""
    parts = {part["code"]: part for part in get_parts(book.snapshot)}
    return [
        {**parts[cell["part"]], **row, **cell} for row in get_rows(book.snapshot) for cell in row["cells"]
    ]


def _link_figure(book: Book) -> Callable[[Mapping[str, Any]], Cell]:
    return lambda cell: book.figure(cell, cell["unit"], book.link_to_receipt(cell["part"], cell["slug"]))


def communities(book: Book) -> None:
    book.table(
        "communities",
        "community region stage submission part title state value unit shown numerator denominator rating override",
        _get_cells(book),
        freeze=1,
        is_filtered=True,
        value=_link_figure(book),
        override=lambda cell: book.yes(cell["overridden"]),
    )


def offices(book: Book) -> None:
    """Write each office's sums; the totals are on the sheet of items."""
    headings = (
        "office communities part title state value unit shown numerator denominator lower upper bounds known "
        "applicable overrides"
    )
    rows = _get_cells(book)
    sheet = book.table("offices", headings, rows, freeze=1, value=_link_figure(book))
    silent = [
        (office["name"], "", "", book.words["no_round"])
        for office in book.snapshot["offices"]
        if not office["cells"]
    ]
    last = book.rows(sheet, 1 + len(rows), silent) - 1
    sheet.autofilter(0, 0, max(last, 1), len(headings.split()) - 1)


def receipts(book: Book) -> None:
    """Write a row for each figure, linked from the other sheets and to the receipt's page: the report's own parts, then
    those of each table row.
    """
    name = book.snapshot["name"]
    own = [{**part, **part["receipt"], "name": name} for part in get_parts(book.snapshot)]
    cells = [{**cell, "hash": cell["receipt_hash"], "url": cell["receipt_url"]} for cell in _get_cells(book)]

    def of_receipt(describe: Callable[[Mapping[str, Any]], Any]) -> Callable[[Mapping[str, Any]], Any]:
        """Only the report's own figures have a receipt in words."""
        return lambda row: describe(row) if "total" in row else ""

    book.table(
        "receipts",
        "community part title shown records records_behind computed frozen receipt considered period as_of filters "
        "threshold receipt_page",
        [*own, *cells],
        freeze=3,
        is_filtered=True,
        records=lambda row: row.get("total", row["records"]),
        records_behind=of_receipt(lambda row: _join_counts(row["records"])),
        computed=of_receipt(lambda row: row["computed_text"]),
        frozen=of_receipt(lambda row: book.yes(row["frozen"])),
        receipt=lambda row: Cell(row["hash"], book.code),
        considered=of_receipt(lambda row: _join_counts(row["considered"])),
        period=of_receipt(lambda row: row["period_text"]),
        as_of=of_receipt(lambda row: row["as_of_text"]),
        filters=of_receipt(lambda row: _join_notes(row["filters"])),
        threshold=of_receipt(lambda row: _join_notes(row["thresholds"])),
        receipt_page=lambda row: book.link_to_page(row["url"]),
    )


def _join_counts(records: Sequence[RecordCount]) -> str:
    return phrases(join_title(record["text"], record["count"]) for record in records)


def _join_notes(notes: Sequence[Note]) -> str:
    return clauses(join_title(note["title"], note["text"]) for note in notes)


def narrative(book: Book) -> None:
    rows = [
        {
            "section": section["title"] if not index else "",
            "text": f"– {paragraph['text']}" if paragraph["kind"] == "item" else paragraph["text"],
        }
        for section in book.snapshot["narrative"]
        for index, paragraph in enumerate(section["paragraphs"])
    ]
    book.table("narrative", "section text", rows, freeze=1, first_bold=True)


def changes(book: Book) -> None:
    if version_changes := book.snapshot["changes"]:
        rows = [{"title": version_changes["sentence"], "before": "", "after": ""}, *version_changes["rows"]]
        book.table("change", "change before after", rows, freeze=0, change="title")


def targets(book: Book) -> None:
    book.table(
        "targets",
        "target community reached standing meaning",
        book.snapshot["targets"],
        freeze=1,
        target="title",
        community="about",
        reached="reached_text",
        standing="standing_text",
        meaning="sentence",
    )


def write_own_questions(book: Book) -> None:
    """Write the numbers of a question; a choice or a text has none."""

    def get_count(name: str) -> Callable[[Mapping[str, Any]], Any]:
        return lambda question: book.count(question, name) if question["unit"] else ""

    book.table(
        "own_questions",
        "question state value shown numerator denominator meaning definition_version",
        book.snapshot["own_questions"],
        freeze=1,
        question=lambda question: f"{question['label']} {question['title']}",
        value=lambda question: book.figure(question, question["unit"]) if question["unit"] else "",
        numerator=get_count("numerator"),
        denominator=get_count("denominator"),
        meaning="detail_text",
    )


def achievements(book: Book) -> None:
    """Write each number. The cell of an unknown number is empty, and the text next to it says why."""
    book.table(
        "achievements",
        "kind achievement value at_least shown currency people_low people_high records details",
        book.snapshot["achievements"],
        freeze=2,
        kind="kind_text",
        achievement="title",
        value=_or_empty("value"),
        at_least=lambda row: book.yes(row["at_least"]),
        shown="value_text",
        people_low=_or_empty("people_low"),
        people_high=_or_empty("people_high"),
        records=_or_empty("records"),
        details="note",
    )


def _or_empty(name: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda row: "" if row[name] is None else row[name]


def historical(book: Book) -> None:
    book.table(
        "historical",
        "place region period activity kind sectors quantity at_least unit",
        book.snapshot["historical"],
        freeze=1,
        period="period_text",
        kind="kind_text",
        sectors="sectors_text",
        at_least=lambda activity: book.yes(activity["at_least"]),
    )


def stories(book: Book) -> None:
    def get_figure(story: ReportStory) -> str:
        return join_title(story["measure_text"], story["figure_text"]) if story["figure_text"] else ""

    book.table(
        "stories",
        "title kind source story_context story_action story_result figure story_change",
        book.snapshot["stories"],
        freeze=1,
        first_bold=True,
        kind="kind_text",
        figure=get_figure,
        story_context="context",
        story_action="action",
        story_result="result",
        story_change="change",
    )


def definitions(book: Book) -> None:
    """Write each part, then each state as it looks on the other sheets."""
    parts = list(get_parts(book.snapshot))
    sheet = book.table(
        "definitions",
        "part title question definition how_counted source_records unit definition_version states",
        parts,
        freeze=2,
        part=lambda part: Cell(part["label"], book.bold, book.link_to_receipt(part["code"])),
        source_records="source",
        states="state_text",
    )
    # The states below the parts need more room than a part's number.
    sheet.set_column(0, 0, 22)
    row = len(parts) + 1
    book.heads(sheet, row + 1, [book.words["state"], book.words["meaning"]])
    for index, (state, note) in enumerate(zip(STATES, book.snapshot["states"], strict=True)):
        shape = {**book.states, "declared_zero": book.declared}.get(state, book.text)
        sheet.write_string(row + 2 + index, 0, note["title"], shape)
        sheet.write_string(row + 2 + index, 1, note["text"])
