"""The sheet of receipts: a row for each figure, to which the other sheets lead, and from there the receipt's page."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.xlsx_writer import Book, Cell, Row
from tfc.text.punctuation import clauses, phrases, titled

HEADINGS = (
    "community", "part", "title", "shown", "records", "records_behind", "computed", "frozen", "receipt",
)  # fmt: skip
# What snapshots tell from version 4 on.
MORE = ("considered", "period", "as_of", "filters", "threshold", "receipt_page")


def row_of(snapshot: Mapping[str, Any], part: str, of: tuple[str, str] | None = None) -> int:
    """The row of a figure's receipt, counted from 0; ``of``: ("communities" or "offices", slug), else the report's own.

    The report's own parts come first, then those of each row of the tables.
    """
    own = [each["code"] for item in snapshot["items"] for each in item["parts"]]
    if of is None:
        return 1 + own.index(part)
    row = 1 + len(own)
    for kind in ("offices", "communities"):
        for one in snapshot.get(kind, ()):
            if (kind, one["slug"]) == of:
                return row + [cell["part"] for cell in one["cells"]].index(part)
            row += len(one["cells"])
    raise KeyError(of)


def link_of(book: Book, part: str, of: tuple[str, str] | None = None) -> str:
    return book.to("receipts", row_of(book.snapshot, part, of))


def receipts(book: Book) -> None:
    whole = "filters" in book.words
    headings = (*HEADINGS, *MORE) if whole else HEADINGS
    widths = (26, 7, 30, 18, 10, 44, 28, 9, 70, 40, 24, 18, 44, 44, 70)
    sheet = book.table("receipts", headings, widths[: len(headings)], freeze=3)
    rows = [_own(book, part, whole) for item in book.snapshot["items"] for part in item["parts"]]
    titles = {part["code"]: part["title"] for item in book.snapshot["items"] for part in item["parts"]}
    for kind in ("offices", "communities"):
        for one in book.snapshot.get(kind, ()):
            rows += [_of_row(book, one["name"], titles[cell["part"]], cell) for cell in one["cells"]]
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
    return phrases(titled(each["text"], each["count"]) for each in records)


def _notes(notes: Sequence[Mapping[str, Any]]) -> str:
    return clauses(titled(each["title"], each["text"]) for each in notes)
