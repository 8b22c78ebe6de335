"""The sheets of figures: the report's own, those of its communities or offices, and those of earlier half-years."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.xlsx_receipts import get_receipt_link
from reports.xlsx_writer import Book, Row, spread_text

NUMBERS = ("numerator", "denominator", "lower", "upper")


def items(book: Book) -> None:
    why, overrides = book.why_rated(_parts(book).values()), book.override_headings()
    headings = (
        "item", "part", "title", "question", "state", "value", "unit", "shown", "numerator", "denominator",
        "lower", "upper", "bounds", "rating", *why, "known", "applicable", *overrides, "override",
        "override_reason", "override_evidence", "reason", "how_counted", "definition_version",
    )  # fmt: skip
    wide, narrow = (44 for _each in why), (9 for _each in overrides)
    widths = (
        7, 7, 28, 44, 18, 18, 10, 18, 11, 11, 10, 10, 24, 24, *wide, 9, 9, *narrow, 14, 30, 30, 40, 50, 10,
    )  # fmt: skip
    sheet = book.table("items", headings, widths, freeze=3)
    rows = [
        _item(book, item, part, why, overrides) for item in book.snapshot["items"] for part in item["parts"]
    ]
    book.rows(sheet, 1, rows)
    sheet.autofilter(0, 0, len(rows), len(headings) - 1)


def _item(
    book: Book,
    item: Mapping[str, Any],
    part: Mapping[str, Any],
    why: Sequence[str],
    overrides: Sequence[str],
) -> Row:
    own = part["override"] or {"value_text": "", "reason": "", "evidence": ""}
    return (
        item["number"], part["label"], part["title"], part["question"], part["state_text"],
        book.figure(part, get_receipt_link(book, part["code"])), part["unit_text"], part["value_text"],
        *(book.beside(part, name) for name in NUMBERS),
        part["bounds_text"], part["rating_text"] or spread_text(part["spread"]),
        *(part["why_text"] for _each in why), part["known"], part["applicable"],
        *(part["overridden"] for _each in overrides), own["value_text"], own["reason"], own["evidence"],
        part["reason_text"], part["how_counted"], part["version"],
    )  # fmt: skip


def kinds(book: Book) -> None:
    """Write the breakdown of counts: a row for each kind, including those listed but not included."""
    headings = ("part", "title", "kind", "value", "shown")
    sheet = book.table("kinds", headings, (7, 30, 40, 12, 24), freeze=2)
    rows = [
        (part["label"], part["title"], kind["text"], kind["count"], kind["count_text"])
        for part in _parts(book).values() if (part_kinds := part.get("kinds"))
        for kind in (*part_kinds["rows"], *part_kinds["beside"])
    ]  # fmt: skip
    book.rows(sheet, 1, rows)


def compared(book: Book) -> None:
    """Write a column for each half-year, and the change in words."""
    half_years, comparison = book.snapshot["rounds"], book.snapshot["compared"]
    widths = (7, 30, *(14 for _each in half_years), 60)
    sheet = book.sheet("compared", widths)
    book.heads(sheet, 0, [book.words["part"], book.words["title"], *half_years, comparison["change"]])
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    parts = _parts(book)
    rows: list[Row] = []
    for row in comparison["rows"]:
        part = parts[row["part"]]
        figures = [book.figure({**point, "unit": part["unit"]}) for point in part["history"]]
        rows.append((part["label"], part["title"], *figures, row["change_text"]))
    book.rows(sheet, 1, rows)


def _parts(book: Book) -> dict[str, Mapping[str, Any]]:
    return {part["code"]: part for item in book.snapshot["items"] for part in item["parts"]}


def communities(book: Book) -> None:
    headings = (
        "community", "region", "stage", "submission", "part", "title", "state", "value", "unit", "shown",
        "numerator", "denominator", "rating", "override",
    )  # fmt: skip
    widths = (26, 10, 22, 14, 7, 28, 18, 18, 10, 18, 11, 11, 18, 14)
    sheet = book.table("communities", headings, widths, freeze=1)
    parts = _parts(book)
    rows = []
    for community in book.snapshot["communities"]:
        who = [community[name] for name in ("name", "region", "stage_text", "submission_text")]
        for cell in community["cells"]:
            part = parts[cell["part"]]
            link = get_receipt_link(book, cell["part"], ("communities", community["slug"]))
            rows.append(
                (*who, cell["label"], part["title"], cell["state_text"],
                 book.figure({**cell, "unit": part["unit"]}, link), part["unit_text"], cell["value_text"],
                 book.beside(cell, "numerator"), book.beside(cell, "denominator"), cell["rating_text"],
                 book.yes(cell["overridden"]))
            )  # fmt: skip
    book.rows(sheet, 1, rows)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)


def offices(book: Book) -> None:
    """Write each office's sums; the totals are on the sheet of items."""
    overrides = book.override_headings()
    headings = (
        "office", "communities", "part", "title", "state", "value", "unit", "shown", "numerator", "denominator",
        "lower", "upper", "bounds", "known", "applicable", *overrides,
    )  # fmt: skip
    widths = (24, 12, 7, 30, 18, 18, 10, 18, 11, 11, 10, 10, 24, 9, 9, *(9 for _each in overrides))
    sheet = book.table("offices", headings, widths, freeze=1)
    parts = _parts(book)
    rows: list[Row] = []
    for office in book.snapshot["offices"]:
        if not office["cells"]:
            rows.append((office["name"], "", "", book.words["no_round"]))
        for cell in office["cells"]:
            part = parts[cell["part"]]
            link = get_receipt_link(book, cell["part"], ("offices", office["slug"]))
            rows.append(
                (office["name"], office["communities"], cell["label"], part["title"], cell["state_text"],
                 book.figure({**cell, "unit": part["unit"]}, link), part["unit_text"], cell["value_text"],
                 *(book.beside(cell, name) for name in NUMBERS), cell["bounds_text"], cell["known"],
                 cell["applicable"], *(cell["overridden"] for _each in overrides))
            )  # fmt: skip
    book.rows(sheet, 1, rows)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)


def half_years(book: Book) -> None:
    headings = ("part", "title", "half_year", "state", "value", "unit", "shown", "rating", "known")
    sheet = book.table("half_years", headings, (7, 30, 12, 18, 18, 10, 18, 18, 34), freeze=2)
    rows = [
        (part["label"], part["title"], point["half_year"], point["state_text"],
         book.figure({**point, "unit": part["unit"]}), part["unit_text"], point["value_text"],
         point["rating_text"], point["known_text"])
        for item in book.snapshot["items"] for part in item["parts"] for point in part["history"]
    ]  # fmt: skip
    book.rows(sheet, 1, rows)
