"""CSV as every file of ours is written: UTF-8 with BOM, CRLF, and no cell that a spreadsheet takes for a formula."""

import csv
import io
import re
from collections.abc import Container, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

CONTENT_TYPE = "text/csv; charset=utf-8"
# Digits after the point of a fraction: a smaller share of a point says nothing about a town.
DIGITS = 4
# As OWASP lists them, the wide signs of East Asian keyboards too. With the apostrophes of what was guarded before, so
# that taking one away gives back what was there.
GUARDED = re.compile(r"'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]")


PHONE_NUMBER = re.compile(r"\+\d[\d ().\-/x]*")


def csv_bytes(rows: Iterable[Sequence[str]], *, phone_columns: Container[int] = ()) -> bytes:
    """Write every cell as text; the caller writes numbers, with a point and no grouping.

    ``phone_columns``: positions whose telephone numbers keep their plus sign unguarded, since programs read them.
    """
    return "".join(csv_line(row, phone_columns) for row in rows).encode("utf-8-sig")


def csv_line(row: Sequence[str], phone_columns: Container[int] = ()) -> str:
    """Return one row of a file that is written piece by piece."""
    output = io.StringIO(newline="")
    cells = [
        cell if place in phone_columns and PHONE_NUMBER.fullmatch(cell) else guarded(cell)
        for place, cell in enumerate(row)
    ]
    csv.writer(output, lineterminator="\r\n").writerow(cells)
    return output.getvalue()


def guarded(cell: str) -> str:
    """No spreadsheet takes it for a formula; ``unguarded`` gives back what was there."""
    return f"'{cell}" if GUARDED.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and GUARDED.match(cell) else cell


def number_cell(number: int | Fraction | float | None) -> str:
    """A number for programs: a point, no grouping, no trailing zeros; empty where there is none."""
    if number is None:
        return ""
    exact = Fraction(number)
    if exact.denominator == 1:
        return str(exact.numerator)
    return str(round(Decimal(exact.numerator) / Decimal(exact.denominator), DIGITS).normalize())
