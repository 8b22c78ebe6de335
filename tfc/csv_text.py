"""Writes CSV as all our files use it: UTF-8 with BOM, CRLF, and no cell that a spreadsheet program takes for a
formula.
"""

import csv
import datetime as dt
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


def csv_line(row: Sequence[str], phone_columns: Container[int] = (), *, guard: bool = True) -> str:
    """Return one row of a file that is written in pieces. ``guard``: False for a file that only programs open."""
    output = io.StringIO(newline="")
    cells = [
        cell if not guard or (place in phone_columns and PHONE_NUMBER.fullmatch(cell)) else guard_cell(cell)
        for place, cell in enumerate(row)
    ]
    csv.writer(output, lineterminator="\r\n").writerow(cells)
    return output.getvalue()


def guard_cell(cell: str) -> str:
    """Return the text guarded against being read as a formula; ``unguarded`` restores the original."""
    return f"'{cell}" if GUARDED.match(cell) else cell


def unguard_cell(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and GUARDED.match(cell) else cell


Number = int | float | Decimal | Fraction


def plain_number(number: Number) -> int | Decimal:
    """Return a whole number as int, any other with up to four digits after the decimal point."""
    exact = Fraction(number)
    if exact.denominator == 1:
        return exact.numerator
    rounded = round(Decimal(exact.numerator) / Decimal(exact.denominator), DIGITS)
    return int(rounded) if rounded == rounded.to_integral_value() else rounded.normalize()


def number_cell(number: Number | None) -> str:
    """Return a machine-readable number: with a point, without grouping and trailing zeros; empty if there is none."""
    if number is None:
        return ""
    plain = plain_number(number)
    # Avoid "1E+3", as str() of a Decimal may give.
    return str(plain) if isinstance(plain, int) else f"{plain:f}"


def format_value(value: str | Number | dt.date | None) -> str:
    """Return a machine-readable value: ISO dates, yes or no, numbers as `number_cell`, and "" for unknown."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, dt.date) else number_cell(value)
