"""Matching columns to fields, and the order of day and month in dates: what the file settles, and what a person must
answer.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Min

from communities.imports.kinds import Import
from communities.imports.meanings import recall_meanings
from communities.models import ImportBatch, ImportMapping, ImportRow, RowOutcome
from tfc.spreadsheets.cells import unpack
from tfc.spreadsheets.counts import detect_thousands
from tfc.spreadsheets.dates import detect_order
from tfc.spreadsheets.headings import match_headings
from tfc.spreadsheets.import_fields import ImportField, Reading
from tfc.spreadsheets.import_rows import NON_COLUMN_KEYS, Column, get_year
from tfc.spreadsheets.normalize import as_text, normalize_text
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.tables import Cell
from tfc.spreadsheets.values import Ambiguous, ColumnConvention, Count, Order, Thousands

# Maximum length of a stored heading.
MOST_LETTERS = 200
# How many rows are examined to identify a column without a known heading, the minimum number of cells, and the share
# of them that must match.
LOOKED_AT, ENOUGH, MOST_OF_THEM = 200, 2, 0.6
# Remarks about how a column is read.
ABOUT_COLUMNS = frozenset({
    "dates_turned", "orders_contradict", "order_by_cell", "order_by_row", "order_by_heading",
    "order_shown_by_heading", "order_by_choice", "thousands_contradict", "thousands_by_cell", "thousands_by_row",
    "thousands_by_choice",
})  # fmt: skip


def propose(batch: ImportBatch, importer: Import) -> None:
    """Set the column mapping: as the community chose last time, otherwise by the headings."""
    header = batch.table["header"]
    field_codes = {field.code for field in importer.fields}
    match = match_headings(header, {field.code: field.headings for field in importer.fields})
    mapping = _recall_columns(batch.kind, header, field_codes)
    used_codes = set(mapping.values())
    for column, code in match.taken.items():
        if str(column) not in mapping and code not in used_codes:
            mapping[str(column)] = code
    likely = {str(column): code for column, code in match.suggested.items()}
    for code, columns in match.ambiguous.items():
        likely |= {str(column): code for column in columns}
    unnamed = [place for place in match.unknown if str(place) not in mapping]
    for place, code, is_sure in _match_columns_by_values(
        batch, importer, unnamed, {*mapping.values(), *likely.values()}
    ):
        (mapping if is_sure else likely)[str(place)] = code
    used_codes = set(mapping.values())
    batch.mapping = mapping
    batch.readings = batch.readings | recall_meanings(batch.kind, importer)
    batch.likely = {
        column: code for column, code in likely.items() if column not in mapping and code not in used_codes
    }


def _match_columns_by_values(
    batch: ImportBatch, importer: Import, columns: list[int], used_codes: set[str]
) -> list[tuple[int, str, bool]]:
    """Return columns whose cells are answers of exactly one field: (column, field, True if all are).

    If two columns match the same field, a person must choose.
    """
    fields = [field for field in importer.fields if field.labels and field.code not in used_codes]
    proposals = []
    for column in columns if fields else ():
        cells = [cell for cell in _cells(batch, column, LOOKED_AT) if as_text(cell)]
        shares = {field.code: _share(cells, field, importer) for field in fields}
        likely = [code for code, share in shares.items() if share >= MOST_OF_THEM]
        if len(cells) >= ENOUGH and len(likely) == 1:
            proposals.append((column, likely[0], shares[likely[0]] == 1))
    codes = [code for _column, code, _is_sure in proposals]
    return [(column, code, is_sure and codes.count(code) == 1) for column, code, is_sure in proposals]


def _share(cells: list[Cell], field: ImportField, importer: Import) -> float:
    column = Column(0, field, Reading(importer.today))
    read = sum(isinstance(cell, str) and isinstance(column.read(cell)[0], str | list) for cell in cells)
    return read / len(cells) if cells else 0


def _recall_columns(kind: str, header: list[str], field_codes: set[str]) -> dict[str, str]:
    """Return {column: code}, "" for a column that was left out; a heading that occurs twice is not answered from
    memory.
    """
    keys = [heading_key(heading) for heading in header]
    stored_codes = dict(
        ImportMapping.objects.filter(kind=kind, heading__in=keys).values_list("heading", "column_of")
    )
    mapping = {
        str(column): stored_codes[key]
        for column, key in enumerate(keys)
        if key in stored_codes and keys.count(key) == 1 and stored_codes[key] in {*field_codes, ""}
    }
    codes = [code for code in mapping.values() if code]
    return {column: code for column, code in mapping.items() if codes.count(code) < 2}


def heading_key(heading: str) -> str:
    return normalize_text(heading)[:MOST_LETTERS]


def settle(batch: ImportBatch, importer: Import) -> None:
    """Set how dates and numbers are read, the open questions, and the notes about them.

    A person's answers (``readings`` with "said") are preserved; everything else is computed from the current file.
    What the file settles is a question as well, with the answer "taken" and "why", so that it can be answered
    otherwise.
    """
    answered_readings = {
        column: reading
        for column, reading in batch.readings.items()
        if column in NON_COLUMN_KEYS or reading.get("said")
    }
    batch.readings, batch.questions = dict(answered_readings), []
    batch.notes = [note for note in batch.notes if not is_about_column(note)]
    for column, code in batch.mapping.items():
        field = importer.fields_by_code.get(code)
        if field and field.asks:
            _settle_column(batch, column, field, importer)


def is_open(batch: ImportBatch) -> bool:
    """Return True if a question is open that only a person can answer."""
    return any("taken" not in question for question in batch.questions)


def is_about_column(note: Any) -> bool:
    return isinstance(note, dict) and note.get("code") in ABOUT_COLUMNS


def _settle_column(batch: ImportBatch, column: str, field: ImportField, importer: Import) -> None:
    asks, cells = field.asks, _different_cells(batch, int(column))
    values = [cell for _row, cell in cells]
    answer = batch.readings.get(column, {}).get(asks, "")
    convention = _detect(asks, values, importer, batch.table["header"][int(column)])
    taken = answer or str(convention.taken or "")
    year = get_year(batch.readings, field.code)
    question = _build_question(values, field.read, asks, Reading(importer.today, year=year))
    example = _get_example(question, taken)
    if answer:
        why = [Remark(f"{asks}_by_choice", example)] if example else []
    else:
        why = _explain(convention.why, example, cells)
    notes = [remark.as_json() for remark in why]
    batch.notes += [note for note in notes if note not in batch.notes]
    if answer:
        return
    if taken:
        batch.readings[column] = {asks: taken}
    if question and (not taken or question["answers"].get(taken) is not None):
        reason = {"taken": taken, "why": notes[-1]} if taken else {}
        batch.questions.append({"column": column, "asks": asks, **question, **reason})


def _detect(asks: str, cells: list[Cell], importer: Import, heading: str) -> ColumnConvention[Any]:
    return detect_order(cells, importer.today, heading) if asks == "order" else detect_thousands(cells)


def _get_example(question: dict[str, Any] | None, taken: str) -> dict[str, Any]:
    """Return an ambiguous cell and what it is read as; empty if there is none."""
    answer = question["answers"].get(taken) if question else None
    if not question or not answer:
        return {}
    return {"example": question["example"], "day" if isinstance(answer, str) else "number": answer}


def _explain(why: Remark | None, example: dict[str, Any], cells: list[tuple[int, Cell]]) -> list[Remark]:
    """Return what settles a column, with an ambiguous example if there is one."""
    if why is None or not example:
        return [why] if why else []
    text = why.values["text"]
    if why.code == "order_by_heading":
        return [Remark("order_shown_by_heading", {**example, "text": text})]
    row = next((row for row, cell in cells if as_text(cell) == as_text(str(text))), 0)
    code = "thousands_by_row" if why.code == "thousands_by_cell" else "order_by_row"
    shown = Remark(code, {**example, "text": text, "row": row})
    return [why, shown] if why.code == "dates_turned" else [shown]


def _cells(batch: ImportBatch, column: int, most: int) -> list[Cell]:
    """Return the column's cells in the first rows."""
    rows = ImportRow.objects.filter(batch=batch).exclude(outcome=RowOutcome.SKIPPED).order_by("number")
    return [unpack(cell) for cell in rows.values_list(f"cells__{column}", flat=True)[:most]]


def _different_cells(batch: ImportBatch, column: int) -> list[tuple[int, Cell]]:
    """Return the distinct cells of a column, each with the number of its first row, in the order of rows."""
    rows = ImportRow.objects.filter(batch=batch).exclude(outcome=RowOutcome.SKIPPED).order_by()
    distinct_cells = rows.values_list(f"cells__{column}").annotate(first=Min("number")).order_by("first")
    return [(number, unpack(cell)) for cell, number in distinct_cells]


def _build_question(cells: list[Cell], read: Any, asks: str, plain: Reading) -> dict[str, Any] | None:
    """Return the first ambiguous cell, with its value in each reading."""
    options: Mapping[str, Reading] = (
        {order.value: replace(plain, order=order) for order in Order}
        if asks == "order"
        else {thousands.value: replace(plain, thousands=thousands) for thousands in Thousands}
    )
    for cell in cells:
        if not isinstance(read(cell, plain), Ambiguous):
            continue
        read_as = {name: read(cell, reading) for name, reading in options.items()}
        answers = {
            name: _as_json(value) for name, value in read_as.items() if not isinstance(value, Ambiguous)
        }
        if any(answer is not None for answer in answers.values()):
            return {"example": str(cell), "answers": answers}
    return None


def _as_json(value: Any) -> Any:
    """Return a parsed date or number of people as JSON; None for anything else."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.value if isinstance(value, Count) else None


def remember(batch: ImportBatch) -> None:
    """Store the mapping of these headings for the next file."""
    rows = [
        ImportMapping(kind=batch.kind, heading=key, column_of=batch.mapping.get(str(column), ""))
        for key, column in {
            heading_key(heading): column for column, heading in enumerate(batch.table["header"])
        }.items()
        if key
    ]
    ImportMapping.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["office", "community", "kind", "heading"],
        update_fields=["column_of"],
    )
