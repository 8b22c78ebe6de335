"""The first step: a file's bytes become rows of an import, and the bytes are deleted."""

from pathlib import Path
from typing import Any

from communities.imports.kinds import Import
from communities.models import ImportBatch, ImportRow, RowOutcome
from tfc import bulk
from tfc.spreadsheets.cells import pack
from tfc.spreadsheets.reading import read_tables
from tfc.spreadsheets.tables import Table, TableRow

CHUNK = 1000
NAMES = ("number", "cells", "outcome", "reasons", "doubts")
# How many rows are offered as headings, and how many letters of each are shown.
BEGINNING, MOST_LETTERS = 12, 120


def read_batch_tables(content: bytes, batch: ImportBatch, importer: Import, folder: Path) -> list[Table]:
    """Return the tables of the file; UnreadableError if it is rejected."""
    path = folder / "file"
    path.write_bytes(content)
    headings = [name for field in importer.fields for name in (field.code, *field.headings)]
    chosen = [batch.sheet] if batch.sheet else []
    heading_rows = {batch.sheet: batch.table["heading_row"]} if "heading_row" in batch.table else {}
    return read_tables(path, batch.file_name, chosen=chosen, field_names=headings, heading_rows=heading_rows)


def choose_table(tables: list[Table], sheet: str) -> Table | None:
    """Return the chosen table, or the only visible one; None if a person must choose."""
    if sheet:
        return next((table for table in tables if table.title == sheet), None)
    shown = [table for table in tables if not table.hidden]
    return shown[0] if len(shown) == 1 else None


def describe_table(table: Table) -> dict[str, Any]:
    """Return the table's description. ``beginning``: [row, text] of the rows that can be chosen as headings."""
    first = list(table.beginning[:BEGINNING])
    first += [row for row in table.beginning[BEGINNING:] if row[0] == table.header_row]
    return {
        "beginning": [[number, " · ".join(texts)[:MOST_LETTERS]] for number, texts in first],
        "header": [str(heading) for heading in table.header],
        "letters": list(table.columns),
        "header_row": table.header_row,
        "serials": table.serials,
    }


def get_table_notes(table: Table, tables: list[Table]) -> list[dict[str, Any]]:
    """Return notes about the table, and about hidden sheets."""
    hidden = [
        remark
        for other_table in tables
        if other_table.hidden and other_table is not table
        for remark in other_table.remarks
    ]
    return [remark.as_json() for remark in (*table.remarks, *hidden)]


def store(batch: ImportBatch, rows: list[TableRow]) -> None:
    bulk.insert_values(ImportRow(batch=batch), NAMES, [_values(row) for row in rows])


def _values(row: TableRow) -> tuple[Any, ...]:
    skipped = row.skipped
    return (
        row.number,
        [pack(cell) for cell in row.cells],
        RowOutcome.SKIPPED if skipped else RowOutcome.NEW,
        [{"field": "", "remark": skipped.as_json()}] if skipped else [],
        [remark.as_json() for remark in row.remarks],
    )
