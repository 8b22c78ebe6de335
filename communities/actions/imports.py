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
from communities.models.imports import WITHOUT_TRACE, WORKING


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
    """Mend a row, {column: text}; what was not touched keeps its type. Whoever saves it has seen what was in doubt."""
    locked = _locked(batch, ImportState.PREVIEW)
    row = ImportRow.objects.select_for_update().get(batch=locked, number=number)
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
    locked = _locked(batch, ImportState.PREVIEW)
    ImportRow.objects.filter(batch=locked, number=number).update(fate=Fate.SKIPPED, reasons=[])
    locked.counts = counts_of(locked)
    locked.save(update_fields=["counts"])


def _look_again(batch: ImportBatch, row: ImportRow, by: User) -> None:
    community = Community.objects.select_related("office").get(pk=batch.community_id)
    Checker(batch, kinds()[batch.kind].importer(community, by)).check([row])
    row.save()
    batch.counts = counts_of(batch)
    batch.save(update_fields=["counts"])


@transaction.atomic
def commit_import(*, batch: ImportBatch, only_good: bool, by: User) -> None:
    """Have the new rows brought in; PassedError where some are to be mended and ``only_good`` was not said."""
    locked = _locked(batch, ImportState.PREVIEW)
    counts = counts_of(locked)
    if not counts.get(Fate.NEW) or (counts.get(Fate.BAD) and not only_good):
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
