"""Reads the first sheet of an uploaded file of answers as a table."""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from tfc.spreadsheets import remarks
from tfc.spreadsheets.grids import RawRow
from tfc.spreadsheets.normalize import as_text
from tfc.spreadsheets.reading import read_first_sheet

MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
# By the row number in the file.
Table = dict[int, dict[str, str]]


class UnreadableError(ValueError):
    """The file cannot be read; the message tells the user why."""


def read_table(content: bytes) -> Table:
    """Return the rows of the first sheet or CSV file, with the names in its first filled row.

    A name is the part after the last "/" in lower case, since collectors put the group before it.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableError(_("This file is larger than 2 MB. Split it."))
    with TemporaryDirectory(prefix="answers-") as folder:
        path = Path(folder, "file")
        path.write_bytes(content)
        try:
            rows = read_first_sheet(path)
            head = next(rows, None)
            names = {} if head is None else {column: _get_name(head, column) for column in head.cells}
            table: Table = {}
            for row in rows:
                if len(table) >= MOST_ROWS:
                    raise UnreadableError(_("This file has more than 5,000 rows. Split it."))
                table[row.number] = {name: _get_text(row, column) for column, name in names.items()}
        except remarks.UnreadableError as error:
            raise UnreadableError(str(error)) from error
    return table


def _get_name(head: RawRow, column: int) -> str:
    return as_text(head.cells[column]).rsplit("/", 1)[-1].strip().casefold()


def _get_text(row: RawRow, column: int) -> str:
    """Return a cell as text.

    An error, or a formula without a result, becomes a text that answers no question.
    """
    cell = row.cells.get(column)
    if cell is None and (doubt := row.doubts.get(column)):
        return str(doubt.values.get("text", "="))
    return cell.date().isoformat() if isinstance(cell, dt.datetime) else as_text(cell)
