"""One sheet of an XLSX file, read as its bytes arrive: never more than a few rows are in memory.

openpyxl reads whole rows into trees, and stumbles over what it does not know beside the cells; so only its knowledge
of dates is used.
"""

import datetime as dt
import math
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from openpyxl.utils.datetime import from_excel, from_ISO8601

from tfc.sheets.grids import Extent, Grid, Merge, RawRow, letter, text_cell
from tfc.sheets.package import BROKEN_VALUES, Package, local, opened
from tfc.sheets.remarks import Remark, UnreadableError
from tfc.sheets.tables import Cell
from tfc.sheets.workbook import SheetPart, TextPieces, Workbook, unescaped

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_MERGES = 20_000
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
# From here on a spreadsheet keeps no more digits.
EXACT = 10**15
TRUE = {"1", "true"}


def read_sheet(path: Path, book: Workbook, part: SheetPart) -> Grid:
    """Reads the sheet once, to its end, so that what is wrong with it is known before a row of it is used."""
    extent = Extent()
    with opened(path) as package:
        sheet = SheetReader(book)
        for row in sheet.rows(package, part.member):
            extent.add(row)
    hidden = tuple(column for column in sorted(extent.last_filled) if sheet.hides(column))
    remarks = [Remark("hidden_column", {"letter": letter(column)}) for column in hidden]
    if extent.hidden:
        remarks.append(Remark("hidden_rows", {"count": extent.hidden}))

    def start() -> Iterator[RawRow]:
        with opened(path) as again:
            yield from SheetReader(book).rows(again, part.member)

    return Grid(
        part.title,
        start,
        extent.last_filled,
        tuple(sheet.merges),
        hidden,
        extent.hidden,
        book.serials,
        tuple(remarks),
    )


class SheetReader:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.merges: list[Merge] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.done: list[RawRow] = []
        self.inside = False
        self.row: RawRow | None = None
        self.number = self.column = 0
        self.cell: dict[str, str] | None = None
        self.value: list[str] | None = None
        self.has_formula = False
        self.pieces = TextPieces()
        self.reading_value = False

    def rows(self, package: Package, member: str) -> Iterator[RawRow]:
        for _piece in package.parsing(member, self.start, self.end, self.text):
            yield from self.done
            self.done.clear()

    def hides(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden_columns)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag == "sheetData":
            self.inside = True
        elif not self.inside:
            self._beside(tag, attributes)
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "c":
            self._start_cell(attributes)
        elif self.cell is not None:
            self._inside_cell(tag)

    def _beside(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "col" and attributes.get("hidden") in TRUE:
            self.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif tag == "mergeCell":
            self.merges.append(_merge(attributes.get("ref", "")))
        if len(self.merges) > MOST_MERGES or len(self.hidden_columns) > LAST_COLUMN:
            raise UnreadableError("not_safe")

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self.number + 1))
        if not self.number < number <= LAST_ROW:
            raise UnreadableError("damaged")
        self.number, self.column = number, 0
        self.row = RawRow(number, {}, {}, attributes.get("hidden") in TRUE)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self.column = column_of(reference) if reference else self.column + 1
        if not 1 <= self.column <= LAST_COLUMN:
            raise UnreadableError("too_many_columns", most=200)
        self.cell, self.value, self.has_formula = attributes, None, False

    def _inside_cell(self, tag: str) -> None:
        if tag == "v":
            self.value, self.reading_value = [], True
        elif tag == "f":
            self.has_formula = True
        self.pieces.start(tag)

    def text(self, text: str) -> None:
        if self.reading_value and self.value is not None:
            self.value.append(text)
            if len(self.value) > 100:
                raise UnreadableError("too_much_text")
        elif self.cell is not None:
            self.pieces.text(text)

    def end(self, name: str) -> None:
        tag = local(name)
        if tag == "c" and self.cell is not None:
            self._end_cell()
        elif tag == "row" and self.row is not None:
            if self.row.cells or self.row.doubts:
                self.done.append(self.row)
            self.row = None
        elif tag == "sheetData":
            self.inside = False
        elif self.cell is not None:
            self.pieces.end(tag)
        self.reading_value = False

    def _end_cell(self) -> None:
        attributes, self.cell = self.cell or {}, None
        inline = self.pieces.take()
        if self.row is None:
            return
        kind = attributes.get("t", "n")
        raw = "".join(self.value or ())
        value: Cell
        if kind == "inlineStr":
            value, doubt = text_cell(inline)
        elif not raw:
            # An empty text is what a formula may come to; an empty number is one that was never worked out.
            value, doubt = None, Remark("formula") if self.has_formula and kind != "str" else None
        else:
            value, doubt = self._read(kind, raw, int(attributes.get("s", 0)))
        if value is not None:
            self.row.cells[self.column] = value
        if doubt:
            self.row.doubts[self.column] = doubt

    def _read(self, kind: str, raw: str, style: int) -> tuple[Cell, Remark | None]:
        if kind == "n":
            return self._number(raw, style), None
        if kind == "s":
            return text_cell(self.book.texts[int(raw)])
        if kind == "b":
            return raw.strip() in TRUE, None
        if kind == "e":
            return None, Remark("error", {"text": raw[:30]})
        if kind == "d":
            return _plainer(from_ISO8601(raw)), None
        return text_cell(unescaped(raw))

    def _number(self, raw: str, style: int) -> Cell:
        number = float(raw)
        if style in self.book.dates and abs(number) < LAST_ROW * 4:
            try:
                return _plainer(from_excel(number, self.book.epoch, timedelta=style in self.book.durations))
            except BROKEN_VALUES:
                return raw[:30]
        if math.isnan(number) or abs(number) >= EXACT:
            return raw[:30]
        return int(number) if number.is_integer() else Decimal(repr(number))


def column_of(reference: str) -> int:
    """ "AB12" is column 28."""
    column = 0
    for place, sign in enumerate(reference):
        if not "A" <= sign <= "Z" or place > 3:
            break
        column = column * 26 + ord(sign) - 64
    return column


def _plainer(value: dt.datetime | dt.date | dt.time | dt.timedelta | None) -> Cell:
    """A day without a time of day, and a length of time as its text."""
    if isinstance(value, dt.timedelta):
        return str(value)
    if isinstance(value, dt.datetime):
        value = value.replace(tzinfo=None)
        return value.date() if value.time() == dt.time.min else value.replace(microsecond=0)
    return value


def _merge(reference: str) -> Merge:
    first, _to, last = reference.partition(":")
    ends = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last or first)
    if not ends[0] or not ends[1]:
        raise UnreadableError("damaged")
    rows = sorted(int(end[2]) for end in ends if end)
    columns = sorted(column_of(end[1]) for end in ends if end)
    return Merge(rows[0], rows[1], columns[0], columns[1])
