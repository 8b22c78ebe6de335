"""Every write of whoever brings in a spreadsheet; what a worker writes is in communities/imports/work.py.

Each says from which state it goes on: a second delivery finds that this was done, and changes nothing.
"""

import hashlib
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.imports import columns, jobs
from communities.imports.cells import pack, typed, unpacked
from communities.imports.checking import Checker, counts_of
from communities.imports.kinds import kinds
from communities.imports.rows import FOR_ALL
from communities.models import Community, Fate, ImportBatch, ImportFile, ImportRow, ImportState, User
from communities.models.imports import MENDABLE, OPEN, WITHOUT_TRACE, WORKING


class PassedError(Exception):
    """The batch is in another step by now; nothing was written."""


def start_import(
    *, kind: str, file_name: str, content: bytes, language: str, client_id: UUID, by: User
) -> ImportBatch:
    """Keep a file until a worker has read it; sending the same form twice finds the batch that is there."""
    sent = ImportBatch.objects.filter(client_id=client_id)
    if found := sent.first():
        return found
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.create(
                kind=kind,
                file_name=file_name[:160],
                sha256=hashlib.sha256(content).hexdigest(),
                language=language,
                client_id=client_id,
                by=by,
            )
            ImportFile.objects.create(batch=batch, content=content)
            jobs.queue(batch)
            return batch
    except IntegrityError:
        return sent.get()


@transaction.atomic
def choose_sheet(*, batch: ImportBatch, sheet: str, by: User) -> None:
    locked = _locked(batch, ImportState.SHEETS)
    locked.sheet, locked.state = sheet, ImportState.UPLOADED
    locked.save()
    jobs.queue(locked)


@transaction.atomic
def choose_headings(*, batch: ImportBatch, row: int, by: User) -> None:
    """Have the file read anew with its headings in ``row``, 0 for none; while its bytes are still here."""
    locked = _locked(batch, ImportState.COLUMNS)
    if not ImportFile.objects.filter(batch=locked).exists():
        raise PassedError
    locked.table, locked.readings, locked.questions = {"told": row}, {}, []
    locked.state = ImportState.UPLOADED
    locked.save()
    jobs.queue(locked)


@transaction.atomic
def map_columns(
    *, batch: ImportBatch, mapping: dict[str, str], readings: dict[str, dict[str, Any]], by: User
) -> None:
    """Take what somebody said of the columns, remember it for the next file, and have every row looked at.

    ``readings``: {column: {"order" or "thousands": …}}, of the columns that were asked about, and FOR_ALL.
    """
    locked = _locked(batch, ImportState.COLUMNS)
    locked.mapping = mapping
    for_all = {FOR_ALL: readings.pop(FOR_ALL, {})}
    said = {column: kept | {"said": True} for column, kept in readings.items()}
    known = {column: kept for column, kept in locked.readings.items() if kept.get("said")}
    locked.readings = known | said | for_all
    locked.likely, locked.questions, locked.state = {}, [], ImportState.CHECKING
    locked.save()
    columns.remember(locked)
    jobs.queue(locked)


@transaction.atomic
def reopen_columns(*, batch: ImportBatch, by: User) -> None:
    """Back to the columns: what was said of days and numbers is asked anew."""
    locked = _locked(batch, ImportState.PREVIEW)
    locked.state = ImportState.COLUMNS
    locked.readings = {FOR_ALL: locked.readings.get(FOR_ALL, {})}
    locked.notes = [one for one in locked.notes if not isinstance(one, str)]
    importer = kinds()[locked.kind].importer(Community.objects.get(pk=locked.community_id), by)
    columns.settle(locked, importer)
    locked.save()


@transaction.atomic
def fix_row(*, batch: ImportBatch, number: int, typed_cells: dict[int, str], by: User) -> ImportRow:
    """Mend a row, {column: text}; what was not touched keeps its type. Whoever saves it has seen what was in doubt.

    Also after the others were brought in: it can then follow them.
    """
    locked = _locked_open(batch)
    row = ImportRow.objects.select_for_update().get(batch=locked, number=number)
    if row.fate not in OPEN:
        raise PassedError
    cells = unpacked(row.cells)
    for column, text in typed_cells.items():
        cells += [None] * (column + 1 - len(cells))
        if text != typed(cells[column]):
            cells[column] = text or None
    row.cells, row.doubts = [pack(one) for one in cells], []
    _look_again(locked, row, by)
    return row


@transaction.atomic
def leave_out_row(*, batch: ImportBatch, number: int, by: User) -> None:
    locked = _locked_open(batch)
    ImportRow.objects.filter(batch=locked, number=number, fate__in=OPEN).update(fate=Fate.SKIPPED, reasons=[])
    _count_again(locked)


@transaction.atomic
def change_rows(*, batch: ImportBatch, by: User, number: int | None = None, change: bool = True) -> int:
    """Say that what is here is to be changed as the rows say that differ, or that it stays; how many rows were meant.

    ``number``: of one row; else all. What somebody changes until they are brought in stays in any case.
    """
    locked = _locked_open(batch)
    rows = ImportRow.objects.filter(batch=locked)
    rows = rows.may_change() if change else rows.to_change()
    if number is not None:
        rows = rows.filter(number=number)
    meant = rows.update(fate=Fate.CHANGE if change else Fate.DIFFERS)
    _count_again(locked)
    return meant


def _count_again(batch: ImportBatch) -> None:
    batch.counts = counts_of(batch)
    batch.save(update_fields=["counts"])


def _look_again(batch: ImportBatch, row: ImportRow, by: User) -> None:
    community = Community.objects.select_related("office").get(pk=batch.community_id)
    Checker(batch, kinds()[batch.kind].importer(community, by)).check([row])
    row.save()
    _count_again(batch)


@transaction.atomic
def commit_import(*, batch: ImportBatch, only_good: bool, by: User) -> None:
    """Have the new rows brought in, and those changed of which somebody said so; again after further ones were mended.

    PassedError where some are to be mended and ``only_good`` was not said.
    """
    locked = _locked_open(batch)
    counts = counts_of(locked)
    ready = counts.get(Fate.NEW) or counts.get(Fate.CHANGE)
    if not ready or (counts.get(Fate.BAD) and not only_good):
        raise PassedError
    locked.committed_by, locked.state, locked.counts = by, ImportState.COMMITTING, counts
    locked.save()
    jobs.queue(locked)


@transaction.atomic
def undo_import(*, batch: ImportBatch, by: User) -> None:
    locked = _locked(batch, ImportState.COMMITTED)
    locked.state = ImportState.UNDOING
    locked.save(update_fields=["state"])
    jobs.queue(locked)


@transaction.atomic
def resume_import(*, batch: ImportBatch, by: User) -> None:
    """After its work stopped: three new attempts at the step where it stopped."""
    locked = _locked(batch, *WORKING)
    if locked.failure is None:
        raise PassedError
    locked.failure = None
    locked.save(update_fields=["failure"])
    jobs.queue(locked)


@transaction.atomic
def discard_import(*, batch: ImportBatch, by: User) -> None:
    """Forget a file of which nothing stands among the records."""
    locked = _locked(batch, *WITHOUT_TRACE)
    ImportFile.objects.filter(batch=locked).delete()
    ImportRow.objects.filter(batch=locked).delete()
    jobs.forget(locked)
    locked.delete()


@transaction.atomic
def forget_imports(*, before: Any) -> int:
    """Delete what lies about since ``before``: files that nobody went on with, and the cells of those brought in.

    What each row became is kept, so that it can still be taken back.
    """
    left = ImportBatch.objects.filter(at__lt=before, state__in=WITHOUT_TRACE)
    pks = list(left.values_list("pk", flat=True))
    ImportFile.objects.filter(batch__in=pks).delete()
    ImportRow.objects.filter(batch__in=pks).delete()
    for batch in left:
        jobs.forget(batch)
    left.delete()
    old = ImportBatch.objects.filter(
        at__lt=before, forgotten_at=None, state__in=(ImportState.COMMITTED, ImportState.UNDONE)
    )
    done = list(old.values_list("pk", flat=True))
    ImportRow.objects.filter(batch__in=done).update(cells=[], reasons=[], doubts=[])
    old.update(forgotten_at=timezone.now())
    return len(pks) + len(done)


def _locked(batch: ImportBatch, *states: ImportState) -> ImportBatch:
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state not in states:
        raise PassedError
    return locked


def _locked_open(batch: ImportBatch) -> ImportBatch:
    """One of which rows may still be mended and brought in; not once their cells were forgotten."""
    locked = _locked(batch, *MENDABLE)
    if locked.forgotten_at:
        raise PassedError
    return locked
