"""CSV as every file of ours is written: UTF-8 with BOM, CRLF, and no cell that a spreadsheet takes for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

CONTENT_TYPE = "text/csv; charset=utf-8"
# As OWASP lists them, the wide signs of East Asian keyboards too. With the apostrophes of what was guarded before, so
# that taking one away gives back what was there.
GUARDED = re.compile(r"'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]")


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Every cell is text; numbers are written by the caller, with a point and no grouping."""
    return "".join(map(csv_line, rows)).encode("utf-8-sig")


def csv_line(row: Sequence[str]) -> str:
    """One row of a file that is written piece by piece."""
    output = io.StringIO(newline="")
    csv.writer(output, lineterminator="\r\n").writerow([guarded(cell) for cell in row])
    return output.getvalue()


def guarded(cell: str) -> str:
    """No spreadsheet takes it for a formula; ``unguarded`` gives back what was there."""
    return f"'{cell}" if GUARDED.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and GUARDED.match(cell) else cell
