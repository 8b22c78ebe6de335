"""Writes a table as a file, row by row: CSV with an HXL tag row, XLSX with typed cells, JSON with definitions."""

import datetime as dt
import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO

from tfc.csv_text import CONTENT_TYPE, csv_line, format_value, plain_number
from tfc.lists import xlsx
from tfc.lists.declared import Value
from tfc.lists.table import Table, states

# Larger files are written to disk.
IN_MEMORY = 1_000_000


@dataclass(frozen=True)
class Format:
    """A file format. ``write`` returns the number of rows and their SHA-256, which does not depend on the day of the
    export.
    """

    name: str
    media_type: str
    write: Callable[[Table, IO[bytes]], tuple[int, str]]


@dataclass(frozen=True)
class WrittenFile:
    """A finished file. ``file`` is rewound to its beginning; the sender closes it."""

    file: IO[bytes]
    rows: int
    digest: str


def write_table(table: Table, chosen: Format) -> WrittenFile:
    """Write the table in bounded memory. The file is deleted when it is closed."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # whoever sends it closes it
    rows, digest = chosen.write(table, file)
    file.seek(0)
    return WrittenFile(file, rows, digest)


def write_csv(table: Table, out: IO[bytes]) -> tuple[int, str]:
    heads = [[column.code for column in table.columns], [column.tag for column in table.columns]]
    digest, count = hashlib.sha256(), 0
    out.write("".join(map(csv_line, heads)).encode("utf-8-sig"))
    for row in table.rows:
        line = csv_line([format_value(value) for value in row]).encode()
        digest.update(line)
        out.write(line)
        count += 1
    return count, digest.hexdigest()


def write_json(table: Table, out: IO[bytes]) -> tuple[int, str]:
    """Write JSON. The rows come last but one, so that they need not be held in memory."""
    head = {
        "list": table.code,
        "title": table.title,
        "from": table.whose,
        "generated_at": table.made_at.isoformat(timespec="seconds"),
        "definitions": table.definitions,
        "states": states(),
        "fields": [
            {name: getattr(column, name) for name in ("code", "tag", "label", "kind", "meaning")}
            for column in table.columns
        ],
    }
    digest, count = hashlib.sha256(), 0
    out.write(json.dumps(head, ensure_ascii=False).encode()[:-1] + b', "rows": [')
    codes = [column.code for column in table.columns]
    for row in table.rows:
        line = json.dumps(dict(zip(codes, map(_json, row), strict=True)), ensure_ascii=False).encode()
        digest.update(line)
        out.write((b",\n" if count else b"\n") + line)
        count += 1
    out.write(f'\n], "count": {count}}}\n'.encode())
    return count, digest.hexdigest()


def _json(value: Value) -> str | int | float | bool | None:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, dt.date):
        return format_value(value)
    number = plain_number(value)
    return number if isinstance(number, int) else float(number)


FORMATS: Mapping[str, Format] = {
    "csv": Format("CSV", CONTENT_TYPE, write_csv),
    "xlsx": Format("XLSX", xlsx.MEDIA_TYPE, xlsx.write_table),
    "json": Format("JSON", "application/json", write_json),
}
