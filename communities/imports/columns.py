"""Which column is which field, and in which order its dates are: what the file settles, and what has to be asked."""

from collections.abc import Mapping
from typing import Any

from communities.imports.cells import unpack
from communities.imports.fields import Reading
from communities.imports.kinds import Importer
from communities.imports.rows import FOR_ALL
from communities.models import Fate, ImportBatch, ImportMapping, ImportRow
from tfc.sheets.headings import HeadingField, match_headings
from tfc.sheets.plain import normalized
from tfc.sheets.remarks import Remark
from tfc.sheets.tables import Cell
from tfc.sheets.values import Ambiguous, Order, Thousands, order_of, thousands_of

# Of a heading, as it is remembered.
MOST_LETTERS = 200


def propose(batch: ImportBatch, importer: Importer) -> None:
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
    given = set(mapping.values())
    likely = {str(column): code for column, code in match.suggested.items()}
    for code, columns in match.asked.items():
        likely |= {str(column): code for column in columns}
    batch.mapping = mapping
    batch.likely = {
        column: code for column, code in likely.items() if column not in mapping and code not in given
    }


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


def settle(batch: ImportBatch, importer: Importer) -> list[str]:
    """Set how days and numbers are read, and what has to be asked first; remarks about what settled it, as JSON.

    What somebody said (``readings`` with "said") is kept; everything else is what the file says today.
    """
    told = {column: kept for column, kept in batch.readings.items() if column == FOR_ALL or kept.get("said")}
    batch.readings, batch.questions = dict(told), []
    why: list[Any] = []
    fields = {one.code: one for one in importer.fields}
    for column, code in batch.mapping.items():
        asks = fields[code].asks if code in fields else ""
        if not asks or column in told:
            continue
        cells = _cells(batch, int(column))
        heading = batch.table["header"][int(column)]
        settled = order_of(cells, importer.today, heading) if asks == "order" else thousands_of(cells)
        if settled.why is not None and settled.why.as_json() not in why:
            why.append(settled.why.as_json())
        if settled.taken is not None:
            batch.readings[column] = {asks: str(settled.taken)}
        elif question := _question(cells, fields[code].read, asks, importer):
            batch.questions.append({"column": column, "asks": asks, **question})
    return why


def _cells(batch: ImportBatch, column: int) -> list[Cell]:
    rows = ImportRow.objects.filter(batch=batch).exclude(fate=Fate.SKIPPED).order_by("number")
    return [unpack(one) for one in rows.values_list(f"cells__{column}", flat=True)]


def _question(cells: list[Cell], read: Any, asks: str, importer: Importer) -> dict[str, Any] | None:
    """The first cell that reads in several ways, and how it would be read in each."""
    plain = Reading(importer.today)
    for cell in cells:
        found = read(cell, plain)
        if not isinstance(found, Ambiguous):
            continue
        options: Mapping[str, Reading] = (
            {one.value: Reading(importer.today, order=one) for one in Order}
            if asks == "order"
            else {one.value: Reading(importer.today, thousands=one) for one in Thousands}
        )
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
