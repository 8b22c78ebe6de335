"""Every write of a person who imports a spreadsheet; for the worker's writes see communities/imports/work.py.

Each checks the state of the import: a second delivery finds that the step was done, and changes nothing.
"""

import hashlib
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from communities.imports import columns, jobs, meanings
from communities.imports.kinds import Import, kinds
from communities.models import ImportBatch, ImportFile, ImportRow, ImportState, RowOutcome, User
from communities.models.imports import MENDABLE, NOTHING_STORED, WITHOUT_TRACE, WORKING
from tfc.sent_before import check_same_content
from tfc.spreadsheets.import_rows import FOR_ALL, NON_COLUMN_KEYS, WORDS, YEARS


class PassedError(Exception):
    """The import is already in another step; nothing was written."""


def start_import(
    *, kind: str, file_name: str, content: bytes, language: str, client_id: UUID, by: User
) -> ImportBatch:
    """Store a file until a worker has read it; sending the same form twice returns the existing import.

    SentBeforeError if it was sent with another file.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    if sent := _find_sent(client_id, kind, sha256):
        return sent
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.create(
                kind=kind,
                file_name=file_name[:160],
                sha256=sha256,
                language=language,
                client_id=client_id,
                by=by,
            )
            ImportFile.objects.create(batch=batch, content=content)
            jobs.queue(batch)
            return batch
    except IntegrityError:
        # The other request was faster. Any other IntegrityError is raised.
        if sent := _find_sent(client_id, kind, sha256):
            return sent
        raise


def _find_sent(client_id: UUID, kind: str, sha256: str) -> ImportBatch | None:
    batch = ImportBatch.objects.filter(client_id=client_id).first()
    if batch:
        check_same_content(batch, {"kind": kind, "sha256": sha256})
    return batch


@transaction.atomic
def choose_sheet(*, batch: ImportBatch, sheet: str, by: User) -> None:
    locked = _lock_import(batch, ImportState.SHEETS)
    locked.sheet = sheet
    _queue(locked, ImportState.UPLOADED)


@transaction.atomic
def choose_headings(*, batch: ImportBatch, row: int, by: User) -> None:
    """Have the file read again with its headings in ``row``, 0 for none; only while its bytes are stored."""
    locked = _lock_import(batch, ImportState.COLUMNS)
    if not ImportFile.objects.filter(batch=locked).exists():
        raise PassedError
    locked.table, locked.readings, locked.questions = {"heading_row": row}, {}, []
    _queue(locked, ImportState.UPLOADED)


@transaction.atomic
def map_columns(
    *, batch: ImportBatch, mapping: dict[str, str], readings: dict[str, dict[str, Any]], by: User
) -> None:
    """Store the column mapping, remember it for the next file, and have every row checked.

    ``readings``: {column: {"order" or "thousands": …}}, for the columns in question, and FOR_ALL.
    """
    locked = _lock_import(batch, ImportState.COLUMNS)
    locked.mapping = mapping
    for_all = {FOR_ALL: readings.pop(FOR_ALL, {})}
    answered_readings = {column: reading | {"said": True} for column, reading in readings.items()}
    previous_readings = {
        column: reading
        for column, reading in locked.readings.items()
        if column in NON_COLUMN_KEYS or reading.get("said")
    }
    locked.readings = previous_readings | answered_readings | for_all
    locked.likely, locked.questions = {}, []
    columns.remember(locked)
    _queue(locked, ImportState.CHECKING)


@transaction.atomic
def reopen_columns(*, batch: ImportBatch, by: User) -> None:
    """Return to the column step: answers about date and number columns are requested again."""
    locked = _lock_import(batch, ImportState.PREVIEW)
    locked.state = ImportState.COLUMNS
    locked.readings = {name: reading for name, reading in locked.readings.items() if name in NON_COLUMN_KEYS}
    columns.settle(locked, make_importer(locked, by))
    locked.save()


@transaction.atomic
def say_meanings(
    *, batch: ImportBatch, word_codes: dict[str, dict[str, str]], years: dict[str, str], by: User
) -> None:
    """Store for all rows what the words of a field mean, and the year of its days without one; "" for none.

    {code of a field: …}; words are remembered for the next file. Every row is then checked again; after others were
    imported, each row that still needs fixing.
    """
    locked = lock_open_import(batch)
    readings = locked.readings
    stored_codes = readings.get(WORDS, {})
    readings[WORDS] = stored_codes | {
        code: stored_codes.get(code, {}) | codes for code, codes in word_codes.items()
    }
    readings[YEARS] = readings.get(YEARS, {}) | years
    meanings.remember_words(locked.kind, word_codes)
    _queue(locked, ImportState.CHECKING)


@transaction.atomic
def commit_import(*, batch: ImportBatch, only_good: bool, by: User) -> None:
    """Start the import of the new rows and of confirmed changes; again after further rows were fixed.

    PassedError if rows need fixing and ``only_good`` is not set.
    """
    locked = lock_open_import(batch)
    locked.count_rows()
    ready = locked.counts.get(RowOutcome.NEW) or locked.counts.get(RowOutcome.CHANGE)
    if not ready or (locked.counts.get(RowOutcome.BAD) and not only_good):
        raise PassedError
    locked.committed_by = by
    _queue(locked, ImportState.COMMITTING)


@transaction.atomic
def undo_import(*, batch: ImportBatch, by: User) -> None:
    _queue(_lock_import(batch, ImportState.COMMITTED), ImportState.UNDOING)


@transaction.atomic
def resume_import(*, batch: ImportBatch, by: User) -> None:
    """Resume stopped work: three new attempts at the step where it stopped."""
    locked = _lock_import(batch, *WORKING)
    if locked.failure is None:
        raise PassedError
    locked.failure = None
    _queue(locked, locked.state)


@transaction.atomic
def end_import(*, batch: ImportBatch, by: User) -> None:
    """End an import whose work stopped after it began to write: keep what is done, which can then be undone."""
    locked = _lock_import(batch, ImportState.CHECKING, ImportState.COMMITTING, ImportState.UNDOING)
    if locked.failure is None or locked.is_without_trace:
        raise PassedError
    locked.failure = None
    locked.count_rows()
    is_brought_in = locked.counts.get(RowOutcome.ADDED) or locked.counts.get(RowOutcome.CHANGED)
    if is_brought_in or locked.state == ImportState.CHECKING:
        locked.state, locked.committed_at = ImportState.COMMITTED, locked.committed_at or timezone.now()
    elif locked.state == ImportState.UNDOING:
        locked.state, locked.undone_at = ImportState.UNDONE, timezone.now()
    else:
        locked.state = ImportState.PREVIEW
    locked.save()


@transaction.atomic
def discard_import(*, batch: ImportBatch, by: User) -> None:
    """Delete an import that has written no records; one in progress only if its work stopped."""
    locked = _lock_import(batch, *WITHOUT_TRACE, *NOTHING_STORED)
    if not locked.is_without_trace or (locked.is_working and locked.failure is None):
        raise PassedError
    ImportFile.objects.filter(batch=locked).delete()
    ImportRow.objects.filter(batch=locked).delete()
    jobs.forget(locked)
    locked.delete()


@transaction.atomic
def forget_imports(*, before: Any) -> int:
    """Delete leftovers older than ``before``: abandoned files, and the cells of imported ones.

    The outcome of each row is stored, so that the import can still be undone.
    """
    stopped = Q(state__in=NOTHING_STORED, failure__isnull=False, committed_at=None)
    left = ImportBatch.objects.filter(Q(state__in=WITHOUT_TRACE) | stopped, at__lt=before)
    pks = list(left.values_list("pk", flat=True))
    ImportFile.objects.filter(batch__in=pks).delete()
    ImportRow.objects.filter(batch__in=pks).delete()
    for batch in left:
        jobs.forget(batch)
    left.delete()
    old = ImportBatch.objects.filter(
        at__lt=before, emptied_at=None, state__in=(ImportState.COMMITTED, ImportState.UNDONE)
    )
    done = list(old.values_list("pk", flat=True))
    ImportRow.objects.filter(batch__in=done).update(cells=[], reasons=[], doubts=[])
    for batch in old:
        batch.table, batch.emptied_at = batch.table | {"beginning": []}, timezone.now()
        batch.save(update_fields=["table", "emptied_at"])
    return len(pks) + len(done)


def _queue(batch: ImportBatch, state: str) -> None:
    """Let the import wait for a worker in ``state``."""
    batch.state = state
    batch.save()
    jobs.queue(batch)


def _lock_import(batch: ImportBatch, *states: ImportState) -> ImportBatch:
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state not in states:
        raise PassedError
    return locked


def make_importer(batch: ImportBatch, by: User) -> Import:
    return kinds()[batch.kind](batch.community or batch.office, by)


def lock_open_import(batch: ImportBatch) -> ImportBatch:
    """Return the locked import if its rows may still be fixed and imported; not after their cells were deleted."""
    locked = _lock_import(batch, *MENDABLE)
    if locked.emptied_at:
        raise PassedError
    return locked
