"""The third step, and its undo: rows become records and store their IDs, chunk by chunk, each in one transaction.

A worker that takes over continues with the rows that have no ID yet; a row stores its ID in the transaction that
creates its record, so nothing is created twice.
"""

from collections.abc import Sequence

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from communities.imports.checking import Checker, save
from communities.imports.kinds import CHANGED_MEANWHILE, ExistingRecord, ImportedRecord, RefusedError, Values
from communities.models import ImportRow, RowOutcome
from tfc.spreadsheets.import_rows import WAS, build_reason, get_differences
from tfc.spreadsheets.remarks import Remark

# How many records are changed in one transaction: each by the action of its own page.
CHANGES = 50


def store_chunk(checker: Checker) -> int:
    """Import the next rows; return how many were examined, 0 at the end. Records added in the meantime are not created
    again.
    """
    pending_rows = ImportRow.objects.filter(batch=checker.batch).to_add()
    rows = list(pending_rows.order_by("number")[: checker.importer.chunk])
    if not rows:
        return _change_chunk(checker)
    _add(checker, checker.sort(rows))
    save(rows)
    return len(rows)


def _add(checker: Checker, new: Sequence[tuple[ImportRow, Values]]) -> None:
    made = checker.importer.add([values for _row, values in new])
    rows = [row for row, _values in new]
    for row, record in zip(rows, made, strict=True):
        row.outcome, row.made_id, row.made_revision, row.before = (
            RowOutcome.ADDED,
            record.id,
            record.revision,
            record.before,
        )


def _change_chunk(checker: Checker) -> int:
    rows = list(ImportRow.objects.filter(batch=checker.batch).to_change().order_by("number")[:CHANGES])
    good: list[tuple[ImportRow, Values]] = []
    for row in rows:
        read, row.reasons = checker.read(row)
        if row.reasons:
            row.outcome = RowOutcome.BAD
        else:
            good.append((row, read))
    keys = [checker.importer.key(values) for _row, values in good]
    existing_records = checker.importer.match(
        [(key, values) for key, (_row, values) in zip(keys, good, strict=True)]
    )
    for key, (row, values) in zip(keys, good, strict=True):
        _change(checker, row, values, existing_records.get(key))
    save(rows)
    return len(rows)


def _change(checker: Checker, row: ImportRow, values: Values, existing_record: ExistingRecord | None) -> None:
    """Change the record, unless it was changed since the row was compared with it."""
    if existing_record is None:
        row.outcome = RowOutcome.BAD
        row.reasons = [build_reason("", Remark("no_longer_here"))]
        return
    if existing_record.problem or (existing_record.id, existing_record.revision) != (
        row.made_id,
        row.made_revision,
    ):
        checker.judge(row, existing_record, CHANGED_MEANWHILE)
        return
    try:
        with transaction.atomic():
            made = checker.importer.change(existing_record, values)
    except RefusedError as error:
        checker.judge(row, existing_record, error.why)
        return
    row.outcome, row.made_id, row.made_revision = RowOutcome.CHANGED, made.id, made.revision
    row.before = {**(made.before or {}), "revision": existing_record.revision}
    row.reasons = get_differences(WAS, existing_record.differs)


def undo_chunk(checker: Checker) -> int:
    """Undo the next rows, the last one first; return how many were examined, 0 at the end. Changes come first, so that
    a record that the same file created and changed is back in its created state.
    """
    if changed := _undo_changes(checker):
        return changed
    rows = list(
        ImportRow.objects.filter(batch=checker.batch).to_undo().order_by("-number")[: checker.importer.chunk]
    )
    made = [ImportedRecord(row.made_id or 0, row.made_revision or 0, row.before) for row in rows]
    gone = checker.importer.undo(made) if made else set()
    for row in rows:
        row.outcome = RowOutcome.REMOVED if row.made_id in gone else RowOutcome.KEPT
    save(rows)
    return len(rows)


def _undo_changes(checker: Checker) -> int:
    of_batch = ImportRow.objects.filter(batch=checker.batch)
    rows = list(of_batch.to_change_back().order_by("-number")[:CHANGES])
    for row in rows:
        before = row.before or {}
        made = ImportedRecord(row.made_id or 0, row.made_revision or 0, before)
        try:
            revision = checker.importer.change_back(made)
        except ObjectDoesNotExist:
            # Permanently deleted since.
            revision = None
        row.outcome = RowOutcome.KEPT if revision is None else RowOutcome.REMOVED
        if revision is not None:
            of_batch.filter(made_id=row.made_id, made_revision=before["revision"]).update(
                made_revision=revision
            )
    save(rows)
    return len(rows)
