"""The result of reading a spreadsheet file."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from tfc.spreadsheets.remarks import Remark

Cell = str | int | Decimal | bool | dt.date | dt.datetime | dt.time | None


@dataclass(frozen=True)
class TableRow:
    """A row that is not blank, with its cells in the order of the table's header.

    ``skipped`` says why it does not belong to the table (a total, a repeated header, a note): show it, do not import
    it. ``remarks`` are about cells whose value is uncertain: a formula without a result, a number merged over several
    rows. Such a cell is None or the uncertain value.
    """

    number: int
    """As the spreadsheet program shows it."""
    cells: tuple[Cell, ...]
    skipped: Remark | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Table:
    title: str
    header: tuple[str, ...]
    """One heading a column; "" for a column without. Over two rows: "Attendance / Women"."""
    header_row: int
    """The number of the (lower) row with the headings; 0 where none was found, and columns are mapped by letter."""
    columns: tuple[str, ...]
    """The letter of each column as the spreadsheet program shows it: blank columns are left out."""
    start: Callable[[], Iterator[TableRow]] = field(repr=False, compare=False)
    hidden: bool = False
    """A hidden sheet: not read (no header, no rows) unless ``read_tables`` was told its title."""
    remarks: tuple[Remark, ...] = ()
    """About the whole: the encoding that was taken, columns that are hidden, lines above the header."""
    beginning: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """The first rows of the sheet, titles and headings among them, as (number, texts): one of them has the headings."""
    serials: bool = True
    """Whether a plain number in a column of dates may be a day number of Excel (``as_date(serials=…)``)."""

    @property
    def rows(self) -> Iterator[TableRow]:
        """Return the rows from the first one, each time it is read; the file must still exist."""
        return self.start()
