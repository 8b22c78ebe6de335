"""Reads CSV files with any delimiter, line by line."""

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tfc.spreadsheets.encoding import detect_encoding
from tfc.spreadsheets.grids import Extent, Grid, RawRow, text_cell
from tfc.spreadsheets.remarks import Remark, UnreadableError
from tfc.spreadsheets.tables import Cell

DELIMITERS = (",", ";", "\t", "|")
# The first line of a file may declare the delimiter; Excel does not count that line.
DECLARED = "sep="
MOST_LINE = 1_000_000
SAMPLE_LINES = 200
SAMPLE_LETTERS = 200_000
# Names of encodings that the bytes alone do not prove: shown, so that a person checks a name with an accent.
ENCODING_NAMES = {
    "cp1252": "Windows-1252",
    "gb18030": "GB18030",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}


def read_delimited(path: Path, name: str) -> Grid:
    """Read the file once to its end, so that problems are known before a row is used."""
    encoding = detect_encoding(path)
    delimiter, declared = _delimiter(path, encoding)

    def start() -> Iterator[RawRow]:
        return _rows(path, encoding, delimiter, declared)

    extent = Extent()
    for row in start():
        extent.add(row)
    named = ENCODING_NAMES.get(encoding)
    remarks = (Remark("encoding", {"encoding": named}),) if named else ()
    return Grid(name, start, extent.last_filled, remarks=remarks)


def _lines(path: Path, encoding: str) -> Iterator[str]:
    with path.open(encoding=encoding, newline="") as file:
        while line := file.readline(MOST_LINE):
            if len(line) >= MOST_LINE:
                raise UnreadableError("no_table")
            yield line


def _delimiter(path: Path, encoding: str) -> tuple[str, bool]:
    """Return the delimiter, and whether the first line declares it."""
    sample, letters = [], 0
    for line in islice(_lines(path, encoding), SAMPLE_LINES):
        sample.append(line)
        letters += len(line)
        if letters > SAMPLE_LETTERS:
            break
    first = sample[0].strip() if sample else ""
    if first.lower().startswith(DECLARED) and len(first) <= len(DECLARED) + 1:
        return first[len(DECLARED) :] or "\t", True
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter)), False


def _evenness(sample: list[str], delimiter: str) -> tuple[float, int]:
    """Return the share of rows with the most common number of cells above one, and that number."""
    try:
        widths = [
            len(row) for row in csv.reader(sample, delimiter=delimiter) if any(cell.strip() for cell in row)
        ]
    except csv.Error:
        return 0, 0
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return 0, 0
    width, rows = wide.most_common(1)[0]
    return rows / len(widths), width


def _rows(path: Path, encoding: str, delimiter: str, declared: bool) -> Iterator[RawRow]:
    lines = _lines(path, encoding)
    if declared:
        next(lines, None)
    reader = csv.reader(lines, delimiter=delimiter)
    number = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise UnreadableError("unclosed_quote", row=number + 1) from error
        if cells is None:
            return
        number += 1
        if (row := _row(number, cells)) is not None:
            yield row


def _row(number: int, cells: list[str]) -> RawRow | None:
    filled: dict[int, Cell] = {}
    doubts: dict[int, Remark] = {}
    for column, text in enumerate(cells, 1):
        if not text:
            continue
        value, doubt = text_cell(text)
        if value is not None:
            filled[column] = value
        if doubt:
            doubts[column] = doubt
    return RawRow(number, filled, doubts) if filled else None
