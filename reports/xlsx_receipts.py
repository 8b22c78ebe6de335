"""The sheet of receipts: a row for each figure, linked from the other sheets and to the receipt's page."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.xlsx_writer import Book, Cell, Row
from tfc.text.punctuation import clauses, phrases, titled

HEADINGS = (
    "community", "part", "title", "shown", "records", "records_behind", "computed", "frozen", "receipt",
)  # fmt: skip
# Columns that snapshots have from version 4 on.
MORE = ("considered", "period", "as_of", "filters", "threshold", "receipt_page")


def get_row_number(snapshot: Mapping[str, Any], part: str, owner: tuple[str, str] | None = None) -> int:
    """Return the row of a figure's receipt, counted from 0. ``owner``: ("communities" or "offices", slug), else the
    report's own.

    The report's own parts come first, then those of each table row.
    """
    own = [part_figure["code"] for item in snapshot["items"] for part_figure in item["parts"]]
    if owner is None:
        return 1 + own.index(part)
    row = 1 + len(own)
    for kind in ("offices", "communities"):
        for table_row in snapshot.get(kind, ()):
            if (kind, table_row["slug"]) == owner:
                return row + [cell["part"] for cell in table_row["cells"]].index(part)
            row += len(table_row["cells"])
    raise KeyError(owner)


def get_receipt_link(book: Book, part: str, owner: tuple[str, str] | None = None) -> str:
    return book.to("receipts", get_row_number(book.snapshot, part, owner))


def receipts(book: Book) -> None:
    whole = "filters" in book.words
    headings = (*HEADINGS, *MORE) if whole else HEADINGS
    widths = (26, 7, 30, 18, 10, 44, 28, 9, 70, 40, 24, 18, 44, 44, 70)
    sheet = book.table("receipts", headings, widths[: len(headings)], freeze=3)
    rows = [_own(book, part, whole) for item in book.snapshot["items"] for part in item["parts"]]
    titles = {part["code"]: part["title"] for item in book.snapshot["items"] for part in item["parts"]}
    for kind in ("offices", "communities"):
        for table_row in book.snapshot.get(kind, ()):
            rows += [
                _of_row(book, table_row["name"], titles[cell["part"]], cell) for cell in table_row["cells"]
            ]
    book.rows(sheet, 1, rows)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)


def _own(book: Book, part: Mapping[str, Any], whole: bool) -> Row:
    receipt = part["receipt"]
    row = [
        book.snapshot["name"],
        part["label"],
        part["title"],
        part["value_text"],
        receipt["total"],
        _counts(receipt["records"]),
        receipt.get("computed_text") or receipt["computed_at"],
        book.yes(receipt["frozen"]),
        Cell(receipt["hash"], book.code),
    ]
    if whole:
        row += [
            _counts(receipt["considered"]),
            receipt["period_text"],
            receipt["as_of_text"],
            _notes(receipt["filters"]),
            _notes(receipt["thresholds"]),
            _address(book, receipt["url"]),
        ]
    return row


def _of_row(book: Book, name: str, title: str, cell: Mapping[str, Any]) -> Row:
    code = Cell(cell["receipt_hash"], book.code)
    row = [name, cell["label"], title, cell["value_text"], cell["records"], "", "", "", code]
    if "receipt_url" in cell:
        row += ["", "", "", "", "", _address(book, cell["receipt_url"])]
    return row


def _address(book: Book, url: str) -> Cell:
    return Cell(url, book.address, url) if url else Cell("", book.text)


def _counts(records: Sequence[Mapping[str, Any]]) -> str:
    return phrases(titled(record["text"], record["count"]) for record in records)


def _notes(notes: Sequence[Mapping[str, Any]]) -> str:
    return clauses(titled(note["title"], note["text"]) for note in notes)
