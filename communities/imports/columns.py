"""Matching columns to fields, and the order of day and month in dates: what the file settles, and what a person must
answer.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Min

from communities.imports.kinds import Import
from communities.imports.meanings import remembered_words
from communities.models import ImportBatch, ImportMapping, ImportRow, RowOutcome
from tfc.spreadsheets.cells import unpack
from tfc.spreadsheets.counts import detect_thousands
from tfc.spreadsheets.dates import detect_order
from tfc.spreadsheets.headings import HeadingField, match_headings
from tfc.spreadsheets.import_fields import ImportField, Reading
from tfc.spreadsheets.import_rows import NON_COLUMN_KEYS, get_year
from tfc.spreadsheets.normalize import as_text, normalized
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.tables import Cell
from tfc.spreadsheets.values import Ambiguous, ColumnConvention, Order, Thousands

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
    fields = [HeadingField(field.code, field.headings) for field in importer.fields]
    match = match_headings(header, fields)
    mapping = _remembered(batch.kind, header, field_codes)
    used_codes = set(mapping.values())
    for column, code in match.taken.items():
        if str(column) not in mapping and code not in used_codes:
            mapping[str(column)] = code
    likely = {str(column): code for column, code in match.suggested.items()}
    for code, columns in match.ambiguous.items():
        likely |= {str(column): code for column in columns}
    unnamed = [place for place in match.unknown if str(place) not in mapping]
    for place, code, is_sure in _by_values(batch, importer, unnamed, {*mapping.values(), *likely.values()}):
        (mapping if is_sure else likely)[str(place)] = code
    used_codes = set(mapping.values())
    batch.mapping = mapping
    batch.readings = batch.readings | remembered_words(batch.kind, importer)
    batch.likely = {
        column: code for column, code in likely.items() if column not in mapping and code not in used_codes
    }


def _by_values(
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
    reading = Reading(importer.today)
    read = sum(isinstance(cell, str) and isinstance(field.read(cell, reading), str | list) for cell in cells)
    return read / len(cells) if cells else 0


def _remembered(kind: str, header: list[str], field_codes: set[str]) -> dict[str, str]:
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
    return normalized(heading)[:MOST_LETTERS]


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
    fields = {field.code: field for field in importer.fields}
    for column, code in batch.mapping.items():
        if code in fields and fields[code].asks:
            _settle_column(batch, column, fields[code], importer)


def is_open(batch: ImportBatch) -> bool:
    """Return True if a question is open that only a person can answer."""
    return any("taken" not in question for question in batch.questions)


def is_about_column(note: Any) -> bool:
    return isinstance(note, dict) and note.get("code") in ABOUT_COLUMNS


def _settle_column(batch: ImportBatch, column: str, field: ImportField, importer: Import) -> None:
    asks, cells = field.asks, _different_cells(batch, int(column))
    answer = batch.readings.get(column, {}).get(asks)
    settled = _settled(asks, [cell for _row, cell in cells], importer, batch.table["header"][int(column)])
    taken = answer or (str(settled.taken) if settled.taken is not None else "")
    year = get_year(batch.readings, field.code)
    question = _question([cell for _row, cell in cells], field.read, asks, Reading(importer.today, year=year))
    why = _build_reasons(asks, question, taken) if answer else _why(settled, question, taken, cells)
    batch.notes += [remark for remark in why if remark not in batch.notes]
    if answer:
        return
    if taken:
        batch.readings[column] = {asks: taken}
    if question and (not taken or question["answers"].get(taken) is not None):
        reason = {"taken": taken, "why": why[-1]} if taken else {}
        batch.questions.append({"column": column, "asks": asks, **question, **reason})


def _settled(asks: str, cells: list[Cell], importer: Import, heading: str) -> ColumnConvention[Any]:
    return detect_order(cells, importer.today, heading) if asks == "order" else detect_thousands(cells)


def _build_reasons(asks: str, question: dict[str, Any] | None, taken: str) -> list[Any]:
    return [_shown(f"{asks}_by_choice", question, taken).as_json()] if _answer(question, taken) else []


def _why(
    settled: ColumnConvention[Any], question: dict[str, Any] | None, taken: str, cells: list[tuple[int, Cell]]
) -> list[Any]:
    """Return what settles a column, with an ambiguous example if there is one."""
    why = settled.why
    if why is None:
        return []
    if not taken or not _answer(question, taken):
        return [why.as_json()]
    if why.code == "order_by_heading":
        return [_shown("order_shown_by_heading", question, taken, text=why.values["text"]).as_json()]
    row = next((row for row, cell in cells if as_text(cell) == as_text(str(why.values["text"]))), 0)
    code = "thousands_by_row" if why.code == "thousands_by_cell" else "order_by_row"
    shown = _shown(code, question, taken, text=why.values["text"], row=row).as_json()
    return [why.as_json(), shown] if why.code == "dates_turned" else [shown]


def _answer(question: dict[str, Any] | None, taken: str) -> Any:
    return question["answers"].get(taken) if question else None


def _shown(code: str, question: dict[str, Any] | None, taken: str, **more: str | int) -> Remark:
    answer = _answer(question, taken)
    read: dict[str, str | int] = {"day": answer} if isinstance(answer, str) else {"number": answer}
    return Remark(code, {"example": question["example"] if question else "", **read, **more})


def _cells(batch: ImportBatch, column: int, most: int) -> list[Cell]:
    """Return the column's cells in the first rows."""
    rows = ImportRow.objects.filter(batch=batch).exclude(fate=RowOutcome.SKIPPED).order_by("number")
    return [unpack(cell) for cell in rows.values_list(f"cells__{column}", flat=True)[:most]]


def _different_cells(batch: ImportBatch, column: int) -> list[tuple[int, Cell]]:
    """Return the distinct cells of a column, each with the number of its first row, in the order of rows."""
    rows = ImportRow.objects.filter(batch=batch).exclude(fate=RowOutcome.SKIPPED).order_by()
    distinct_cells = rows.values_list(f"cells__{column}").annotate(first=Min("number")).order_by("first")
    return [(number, unpack(cell)) for cell, number in distinct_cells]


def _question(cells: list[Cell], read: Any, asks: str, plain: Reading) -> dict[str, Any] | None:
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
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Remark | Ambiguous) or not hasattr(value, "value"):
        return None
    return value.value


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
        unique_fields=["community", "kind", "heading"],
        update_fields=["column_of"],
    )
