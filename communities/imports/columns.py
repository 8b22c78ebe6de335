"""Which column is which field, and in which order its dates are: what the file settles, and what has to be asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Min

from communities.imports.fields import ImportField, Reading
from communities.imports.kinds import Import
from communities.imports.meanings import remembered_words
from communities.imports.rows import SAID, year_of
from communities.models import Fate, ImportBatch, ImportMapping, ImportRow
from tfc.spreadsheets.cells import unpack
from tfc.spreadsheets.headings import HeadingField, match_headings
from tfc.spreadsheets.normalize import as_text, normalized
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.tables import Cell
from tfc.spreadsheets.values import Ambiguous, Order, Settled, Thousands, order_of, thousands_of

# Of a heading, as it is remembered.
MOST_LETTERS = 200
# How many rows show what a column without a known heading holds, of how many cells at least, and which part of them.
LOOKED_AT, ENOUGH, MOST_OF_THEM = 200, 2, 0.6
# Remarks about how a column is read.
ABOUT_COLUMNS = frozenset({
    "dates_turned", "orders_contradict", "order_by_cell", "order_by_row", "order_by_heading",
    "order_shown_by_heading", "order_by_choice", "thousands_contradict", "thousands_by_cell", "thousands_by_row",
    "thousands_by_choice",
})  # fmt: skip


def propose(batch: ImportBatch, importer: Import) -> None:
    """Set what the headings say: as somebody of the community said last time, else by their names."""
    header = batch.table["header"]
    known = {one.code for one in importer.fields}
    fields = [HeadingField(one.code, one.headings) for one in importer.fields]
    match = match_headings(header, fields)
    mapping = _remembered(batch.kind, header, known)
    given = set(mapping.values())
    for column, code in match.taken.items():
        if str(column) not in mapping and code not in given:
            mapping[str(column)] = code
    likely = {str(column): code for column, code in match.suggested.items()}
    for code, columns in match.asked.items():
        likely |= {str(column): code for column in columns}
    unnamed = [place for place in match.unknown if str(place) not in mapping]
    for place, code, is_sure in _by_values(batch, importer, unnamed, {*mapping.values(), *likely.values()}):
        (mapping if is_sure else likely)[str(place)] = code
    given = set(mapping.values())
    batch.mapping = mapping
    batch.readings = batch.readings | remembered_words(batch.kind, importer)
    batch.likely = {
        column: code for column, code in likely.items() if column not in mapping and code not in given
    }


def _by_values(
    batch: ImportBatch, importer: Import, columns: list[int], given: set[str]
) -> list[tuple[int, str, bool]]:
    """Columns whose cells are answers of one field, as nothing else would be: (column, field, whether all are).

    Where two columns look like the same field, somebody has to say which it is.
    """
    fields = [one for one in importer.fields if one.labels and one.code not in given]
    found = []
    for column in columns if fields else ():
        cells = [cell for cell in _cells(batch, column, LOOKED_AT) if as_text(cell)]
        known = {one.code: _share(cells, one, importer) for one in fields}
        likely = [code for code, share in known.items() if share >= MOST_OF_THEM]
        if len(cells) >= ENOUGH and len(likely) == 1:
            found.append((column, likely[0], known[likely[0]] == 1))
    codes = [code for _column, code, _is_sure in found]
    return [(column, code, is_sure and codes.count(code) == 1) for column, code, is_sure in found]


def _share(cells: list[Cell], field: ImportField, importer: Import) -> float:
    reading = Reading(importer.today)
    read = sum(isinstance(cell, str) and isinstance(field.read(cell, reading), str | list) for cell in cells)
    return read / len(cells) if cells else 0


def _remembered(kind: str, header: list[str], known: set[str]) -> dict[str, str]:
    """{column: code}, "" for a column that was left out; one heading that stands twice is asked about again."""
    keys = [heading_key(one) for one in header]
    kept = dict(ImportMapping.objects.filter(kind=kind, heading__in=keys).values_list("heading", "column_of"))
    found = {
        str(column): kept[key]
        for column, key in enumerate(keys)
        if key in kept and keys.count(key) == 1 and kept[key] in {*known, ""}
    }
    codes = [code for code in found.values() if code]
    return {column: code for column, code in found.items() if codes.count(code) < 2}


def heading_key(heading: str) -> str:
    return normalized(heading)[:MOST_LETTERS]


def settle(batch: ImportBatch, importer: Import) -> None:
    """Set how days and numbers are read, what has to be asked first, and the notes about it.

    What somebody said (``readings`` with "said") is kept; everything else is what the file says today. Of what the
    file settles there is a question as well, with the answer "taken" and "why", so that it can be answered otherwise.
    """
    told = {column: kept for column, kept in batch.readings.items() if column in SAID or kept.get("said")}
    batch.readings, batch.questions = dict(told), []
    batch.notes = [one for one in batch.notes if not is_about_column(one)]
    fields = {one.code: one for one in importer.fields}
    for column, code in batch.mapping.items():
        if code in fields and fields[code].asks:
            _settle_column(batch, column, fields[code], importer)


def is_open(batch: ImportBatch) -> bool:
    """Whether something is asked that only a person can say."""
    return any("taken" not in one for one in batch.questions)


def is_about_column(note: Any) -> bool:
    return isinstance(note, dict) and note.get("code") in ABOUT_COLUMNS


def _settle_column(batch: ImportBatch, column: str, field: ImportField, importer: Import) -> None:
    asks, cells = field.asks, _different_cells(batch, int(column))
    told = batch.readings.get(column, {}).get(asks)
    settled = _settled(asks, [cell for _row, cell in cells], importer, batch.table["header"][int(column)])
    taken = told or (str(settled.taken) if settled.taken is not None else "")
    year = year_of(batch.readings, field.code)
    question = _question([cell for _row, cell in cells], field.read, asks, Reading(importer.today, year=year))
    why = _why_told(asks, question, taken) if told else _why(settled, question, taken, cells)
    batch.notes += [one for one in why if one not in batch.notes]
    if told:
        return
    if taken:
        batch.readings[column] = {asks: taken}
    if question and (not taken or question["answers"].get(taken) is not None):
        reason = {"taken": taken, "why": why[-1]} if taken else {}
        batch.questions.append({"column": column, "asks": asks, **question, **reason})


def _settled(asks: str, cells: list[Cell], importer: Import, heading: str) -> Settled[Any]:
    return order_of(cells, importer.today, heading) if asks == "order" else thousands_of(cells)


def _why_told(asks: str, question: dict[str, Any] | None, taken: str) -> list[Any]:
    return [_shown(f"{asks}_by_choice", question, taken).as_json()] if _answer(question, taken) else []


def _why(
    settled: Settled[Any], question: dict[str, Any] | None, taken: str, cells: list[tuple[int, Cell]]
) -> list[Any]:
    """What settles a column, by an example that could be read otherwise, where there is one."""
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
    """What the first rows have there."""
    rows = ImportRow.objects.filter(batch=batch).exclude(fate=Fate.SKIPPED).order_by("number")
    return [unpack(one) for one in rows.values_list(f"cells__{column}", flat=True)[:most]]


def _different_cells(batch: ImportBatch, column: int) -> list[tuple[int, Cell]]:
    """What stands in a column, once, with the number of the first row that has it there, in the order of rows."""
    rows = ImportRow.objects.filter(batch=batch).exclude(fate=Fate.SKIPPED).order_by()
    found = rows.values_list(f"cells__{column}").annotate(first=Min("number")).order_by("first")
    return [(number, unpack(one)) for one, number in found]


def _question(cells: list[Cell], read: Any, asks: str, plain: Reading) -> dict[str, Any] | None:
    """The first cell that reads in several ways, and how it would be read in each."""
    options: Mapping[str, Reading] = (
        {one.value: replace(plain, order=one) for one in Order}
        if asks == "order"
        else {one.value: replace(plain, thousands=one) for one in Thousands}
    )
    for cell in cells:
        if not isinstance(read(cell, plain), Ambiguous):
            continue
        read_as = {name: read(cell, reading) for name, reading in options.items()}
        answers = {
            name: _as_json(value) for name, value in read_as.items() if not isinstance(value, Ambiguous)
        }
        if any(one is not None for one in answers.values()):
            return {"example": str(cell), "answers": answers}
    return None


def _as_json(value: Any) -> Any:
    """A day or a number of people that was read; None for anything else."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Remark | Ambiguous) or not hasattr(value, "value"):
        return None
    return value.value


def remember(batch: ImportBatch) -> None:
    """Next time these headings are known."""
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
