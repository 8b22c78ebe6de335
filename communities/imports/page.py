"""The rows of an import as a page shows them, their number by outcome, and the files that a person fills in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.imports.checking import Checker
from communities.imports.kinds import Import, Values
from communities.models import ImportBatch, ImportRow, RowOutcome
from tfc.csv_text import csv_bytes
from tfc.spreadsheets.cells import format_cell, unpack
from tfc.spreadsheets.import_rows import Reason, format_reason, format_reason_briefly, strip_for_colon
from tfc.text.punctuation import join_title, sentences

SEPARATOR = " · "


@dataclass(frozen=True)
class ShownRow:
    number: int
    title: str
    outcome: RowOutcome
    read: list[str]
    reasons: list[str]


def show_rows(rows: Iterable[ImportRow], batch: ImportBatch, importer: Import) -> list[ShownRow]:
    checker = Checker(batch, importer)
    return [_show(row, checker) for row in rows]


def _show(row: ImportRow, checker: Checker) -> ShownRow:
    values, reasons = checker.tell(row)
    importer = checker.importer
    title = _title(row, values, importer)
    read = _read(values, importer, title) if row.cells and row.outcome != RowOutcome.SKIPPED else []
    why = in_sentences(reasons, importer, format_reason_briefly)
    return ShownRow(row.number, title, RowOutcome(row.outcome), read, why)


def _read(values: Values, importer: Import, title: str) -> list[str]:
    """Return the read values, each after the name of its field; without those in its title."""
    title_parts = title.split(SEPARATOR)
    texts = [
        (field.label, importer.words_for(field.code, values[field.code]))
        for field in importer.fields
        if field.code in values
    ]
    return [join_title(strip_for_colon(label), text) for label, text in texts if text not in title_parts]


def get_row_title(row: ImportRow, checker: Checker) -> str:
    return _title(row, checker.read(row)[0], checker.importer)


def _title(row: ImportRow, values: Values, importer: Import) -> str:
    """Return the row's title or, if it cannot be read, its first cells; "" after deletion of the cells."""
    if row.outcome != RowOutcome.SKIPPED and (title := importer.row_title(values)):
        return title
    texts = [str(cell) for cell in row.cells if isinstance(cell, str | int) and cell != ""]
    return SEPARATOR.join(texts[:3])[:120]


def in_sentences(
    reasons: Iterable[Reason], importer: Import, say: Callable[[Any], str] = format_reason
) -> list[str]:
    """Return each reason as a sentence after the name of its field."""
    fields = importer.fields_by_code
    return [
        join_title(strip_for_colon(fields[reason["field"]].label), say(reason))
        if reason["field"] in fields
        else say(reason)
        for reason in reasons
    ]


def build_template(importer: Import) -> bytes:
    """Return the headings in the reader's language. No example row: it would be imported as a record."""
    return csv_bytes([[str(field.label) for field in importer.fields]])


def build_bad_rows_file(batch: ImportBatch, importer: Import) -> bytes:
    """Return the rows as they were read, with the reason in a last column; after fixing, the file can be imported like
    any other.
    """
    table, checker = batch.table, Checker(batch, importer)
    header = [heading or table["letters"][place] for place, heading in enumerate(table["header"])]
    lines = [[*header, _("Row"), _("Needs fixing")]]
    rows = ImportRow.objects.filter(batch=batch, outcome=RowOutcome.BAD).order_by("number")
    for row in rows.iterator(chunk_size=1000):
        cells = [format_cell(cell) for cell in unpack(row.cells)]
        cells += [""] * (len(header) - len(cells))
        why = sentences(in_sentences(checker.tell(row)[1], importer))
        lines.append([*cells[: len(header)], str(row.number), why])
    return csv_bytes(lines)


def get_import_button_label(batch: ImportBatch) -> str:
    """Return the label of the import button; "" if nothing is ready."""
    new, change = batch.counts.get(RowOutcome.NEW, 0), batch.counts.get(RowOutcome.CHANGE, 0)
    count = {"new": new, "change": change}
    if new and change:
        return _("Import %(new)d and change %(change)d") % count
    if change:
        return ngettext("Change %(change)d record", "Change %(change)d records", change) % count
    return ngettext("Import %(new)d row", "Import %(new)d rows", new) % count if new else ""


def list_outcomes(batch: ImportBatch) -> list[dict[str, Any]]:
    """Return outcomes with rows, in the order of RowOutcome."""
    return [
        {"outcome": outcome, "count": batch.counts[outcome.value]}
        for outcome in RowOutcome
        if batch.counts.get(outcome.value)
    ]
