"""Removing a person from an import beyond the words that name them."""

from typing import Any

from communities.models import ImportBatch, ImportRow
from communities.models.imports import OPEN
from communities.text_removal import collect_text
from tfc.deletion_log import tell_removal, text_digest


def forget_unused_cells(row: ImportRow) -> None:
    """Empty the cells that no field uses, or all after the import, and drop the copy of the file's first rows.

    A person in the row asked for it: the cells may tell more about them.
    """
    batch, is_open = row.batch, row.outcome in OPEN
    cells = [cell if batch.mapping.get(str(place)) else None for place, cell in enumerate(row.cells)]
    _replace_logged(row, "cells", cells if is_open else [])
    _replace_logged(batch, "table", batch.table_without_first_rows)


def _replace_logged(record: ImportRow | ImportBatch, column: str, after: Any) -> None:
    """Replace a column's value, and log it so that a restore empties the column."""
    before = getattr(record, column)
    if before == after:
        return
    digests = {"before": text_digest(collect_text(before)), "after": text_digest(collect_text(after))}
    tell_removal(record._meta.label_lower, record.pk, column, (), **digests)
    setattr(record, column, after)
    record.save(update_fields=[column])
