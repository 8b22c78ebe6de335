"""Files that a person fills in and uploads: the template of a kind, and the rows that need fixing."""

from django.utils.translation import gettext as _

from communities.imports.checking import Checker
from communities.imports.kinds import Import
from communities.imports.page import in_sentences
from communities.models import ImportBatch, ImportRow, RowOutcome
from tfc.csv_text import csv_bytes
from tfc.spreadsheets.cells import format_cell, unpack
from tfc.text.punctuation import sentences


def template(importer: Import) -> bytes:
    """Return the headings in the reader's language. No example row: it would be imported as a record."""
    return csv_bytes([[str(field.label) for field in importer.fields]])


def bad_rows(batch: ImportBatch, importer: Import) -> bytes:
    """Return the rows as they were read, with the reason in a last column; after fixing, the file can be imported like
    any other.
    """
    labels = {field.code: str(field.label) for field in importer.fields}
    table, checker = batch.table, Checker(batch, importer)
    header = [heading or table["letters"][place] for place, heading in enumerate(table["header"])]
    lines = [[*header, _("Row"), _("What is to be mended")]]
    rows = ImportRow.objects.filter(batch=batch, fate=RowOutcome.BAD).order_by("number")
    for row in rows.iterator(chunk_size=1000):
        cells = [format_cell(cell) for cell in unpack(row.cells)]
        cells += [""] * (len(header) - len(cells))
        lines.append(
            [*cells[: len(header)], str(row.number), sentences(in_sentences(checker.tell(row)[1], labels))]
        )
    return csv_bytes(lines)
