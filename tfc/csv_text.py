"""Writes CSV as all our files use it: UTF-8 with BOM, CRLF, and no cell that a spreadsheet program takes for a
formula.
"""

import csv
import io
import re
from collections.abc import Container, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

CONTENT_TYPE = "text/csv; charset=utf-8"
# Digits after the decimal point: smaller fractions are meaningless for a community.
DIGITS = 4
# The characters listed by OWASP, and the full-width forms of East Asian keyboards. Cells that already start with
# apostrophes before such a character are guarded too, so that removing one apostrophe restores the original.
GUARDED = re.compile(r"'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]")


PHONE_NUMBER = re.compile(r"\+\d[\d ().\-/x]*")


def csv_bytes(rows: Iterable[Sequence[str]], *, phone_columns: Container[int] = ()) -> bytes:
    """Return the rows as a CSV file, every cell as text; the caller formats numbers, with a point and no grouping.

    ``phone_columns``: positions of telephone numbers, whose plus sign is not guarded, since programs read them.
    """
    return "".join(csv_line(row, phone_columns) for row in rows).encode("utf-8-sig")


def csv_line(row: Sequence[str], phone_columns: Container[int] = ()) -> str:
    """Return one row of a file that is written in pieces."""
    output = io.StringIO(newline="")
    cells = [
        cell if place in phone_columns and PHONE_NUMBER.fullmatch(cell) else guarded(cell)
        for place, cell in enumerate(row)
    ]
    csv.writer(output, lineterminator="\r\n").writerow(cells)
    return output.getvalue()


def guarded(cell: str) -> str:
    """Return the text guarded against being read as a formula; ``unguarded`` restores the original."""
    return f"'{cell}" if GUARDED.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and GUARDED.match(cell) else cell


def number_cell(number: int | Fraction | float | None) -> str:
    """Return a machine-readable number: with a point, without grouping and trailing zeros; empty if there is none."""
    if number is None:
        return ""
    exact = Fraction(number)
    if exact.denominator == 1:
        return str(exact.numerator)
    return str(round(Decimal(exact.numerator) / Decimal(exact.denominator), DIGITS).normalize())
