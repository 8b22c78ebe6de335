"""What a spreadsheet file is read into."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from tfc.spreadsheets.remarks import Remark

Cell = str | int | Decimal | bool | dt.date | dt.datetime | dt.time | None


@dataclass(frozen=True)
class TableRow:
    """A row that is not blank, its cells in the order of the table's header.

    ``skipped`` says why it is no row of the table (a total, the header again, a note): show it, do not take it.
    ``remarks`` are about cells whose value must be asked for: a formula without a value, a number that is merged
    over several rows. Such a cell is None, or what is in doubt.
    """

    number: int
    """As the spreadsheet program shows it."""
    cells: tuple[Cell, ...]
    skipped: Remark | None = None
    remarks: tuple[Remark, ...] = ()
    hidden: bool = False


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
        """From the first row, each time it is asked for; the file must still be there."""
        return self.start()
