"""The first step: a file's bytes become rows of a batch, and the bytes go."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from communities.imports.kinds import Import
from communities.models import Fate, ImportBatch, ImportRow
from tfc import bulk
from tfc.spreadsheets.cells import pack
from tfc.spreadsheets.reading import read_tables
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.tables import Row, Table

CHUNK = 1000
NAMES = ("number", "cells", "fate", "reasons", "doubts")
# Rows among which the headings can be chosen, and letters of each.
BEGINNING, MOST_LETTERS = 12, 120


def tables_of(content: bytes, batch: ImportBatch, importer: Import, folder: Path) -> list[Table]:
    """UnreadableError where the file is refused."""
    path = folder / "file"
    path.write_bytes(content)
    known = [name for one in importer.fields for name in (one.code, *one.headings)]
    chosen = [batch.sheet] if batch.sheet else []
    told = {batch.sheet: batch.table["told"]} if "told" in batch.table else {}
    return read_tables(path, batch.file_name, chosen=chosen, known=known, heading_rows=told)


def scratch() -> "TemporaryDirectory[str]":
    return TemporaryDirectory(prefix="import-")


def the_table(tables: list[Table], sheet: str) -> Table | None:
    """The one that was chosen, or the only one in sight; None where somebody has to choose."""
    if sheet:
        return next((one for one in tables if one.title == sheet), None)
    shown = [one for one in tables if not one.hidden]
    return shown[0] if len(shown) == 1 else None


def about(table: Table) -> dict[str, Any]:
    """``beginning``: [row, text] of the rows among which somebody may choose the headings."""
    first = list(table.beginning[:BEGINNING])
    first += [row for row in table.beginning[BEGINNING:] if row[0] == table.header_row]
    return {
        "beginning": [[number, " · ".join(texts)[:MOST_LETTERS]] for number, texts in first],
        "header": [str(one) for one in table.header],
        "letters": list(table.columns),
        "header_row": table.header_row,
        "serials": table.serials,
    }


def notes_of(table: Table, tables: list[Table]) -> list[dict[str, Any]]:
    """Of the table, and of the sheets that are hidden."""
    hidden = [remark for one in tables if one.hidden and one is not table for remark in one.remarks]
    return [one.as_json() for one in (*table.remarks, *hidden)]


def hidden_note(count: int) -> list[dict[str, Any]]:
    return [Remark("hidden_rows", {"count": count}).as_json()] if count else []


def chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def store(batch: ImportBatch, rows: list[Row]) -> None:
    bulk.insert_values(ImportRow(batch=batch), NAMES, [_values(one) for one in rows])


def _values(row: Row) -> tuple[Any, ...]:
    skipped = row.skipped
    return (
        row.number,
        [pack(cell) for cell in row.cells],
        Fate.SKIPPED if skipped else Fate.NEW,
        [{"field": "", "remark": skipped.as_json()}] if skipped else [],
        [one.as_json() for one in row.remarks],
    )
