"""Files that a person fills in and brings back: the template of a kind, and the rows that are to be mended."""

from django.utils.translation import gettext as _

from communities.imports.cells import typed, unpacked
from communities.imports.checking import Checker
from communities.imports.kinds import Import
from communities.imports.page import in_sentences
from communities.models import Fate, ImportBatch, ImportRow
from tfc.csv_text import csv_bytes
from tfc.text.punctuation import sentences


def template(importer: Import) -> bytes:
    """The headings in the reader's language. No example row: it would come back as a record."""
    return csv_bytes([[str(one.label) for one in importer.fields]])


def bad_rows(batch: ImportBatch, importer: Import) -> bytes:
    """As they were read, with the reason in a last column; mended, the file can be brought in like any other."""
    labels = {one.code: str(one.label) for one in importer.fields}
    table, checker = batch.table, Checker(batch, importer)
    header = [one or table["letters"][place] for place, one in enumerate(table["header"])]
    lines = [[*header, _("Row"), _("What is to be mended")]]
    rows = ImportRow.objects.filter(batch=batch, fate=Fate.BAD).order_by("number")
    for row in rows.iterator(chunk_size=1000):
        cells = [typed(one) for one in unpacked(row.cells)]
        cells += [""] * (len(header) - len(cells))
        lines.append(
            [*cells[: len(header)], str(row.number), sentences(in_sentences(checker.tell(row)[1], labels))]
        )
    return csv_bytes(lines)
