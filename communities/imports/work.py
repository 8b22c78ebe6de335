"""The worker's part of an import: claim its job and do the current step, chunk by chunk."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils import timezone, translation

from communities.imports import columns, jobs, reading, storing
from communities.imports.checking import Checker, check_chunk
from communities.imports.kinds import Import, kinds
from communities.models import ImportBatch, ImportFile, ImportJob, ImportRow, ImportState, RowOutcome
from tfc.current_actor import acting_as
from tfc.leases import LeaseLostError, keep_alive
from tfc.spreadsheets.remarks import UnreadableError
from tfc.spreadsheets.tables import Table
from tfc.tenancy import community_scope, office_scope

logger = logging.getLogger(__name__)

# Reading is the first third of the progress bar, checking the columns the rest.
STOPPED = {"code": "stopped"}
UNEXPECTED = {"code": "unexpected"}


def get_job_scope(job: ImportJob) -> AbstractContextManager[None]:
    if job.community_id is None:
        return office_scope(job.office_id)
    return community_scope(job.community_id, job.office_id)


@contextmanager
def _chunk(job: ImportJob, progress: int | None = None) -> Iterator[None]:
    """Open a transaction that stores a chunk of the work, by the holder of the lease."""
    jobs.renew(job, progress)
    with get_job_scope(job):
        jobs.hold(job)
        yield


def work_on(job_id: int) -> bool:
    """Do the job if it is due; return True if this call finished its step.

    If the database fails the job stays as it is: its lease expires, and the periodic sweep assigns it to another
    worker.
    """
    job = ImportJob.objects.claim(job_id)
    if job is None:
        return False
    try:
        with get_job_scope(job):
            batch = ImportBatch.objects.select_related("by").get(pk=job.batch_id)
        with (
            acting_as(batch.by_id, "import"),
            translation.override(batch.language),
            keep_alive(job),
        ):
            STEPS[batch.state](job, batch)
    except LeaseLostError:
        logger.info("Import job %s was given to another worker", job_id)
        return False
    except (OperationalError, InterfaceError):
        logger.exception("The database was not there for import job %s", job_id)
        return False
    except Exception:
        logger.exception("Import job %s failed in attempt %s", job_id, job.attempts)
        _stop(job, UNEXPECTED)
    return True


def give_up() -> int:
    """End the jobs whose worker died in every attempt; return how many."""
    ended = 0
    for job_id in ImportJob.objects.given_up().values_list("pk", flat=True):
        if job := jobs.take_over(job_id):
            _stop(job, STOPPED)
            ended += 1
    return ended


def _stop(job: ImportJob, why: dict[str, Any]) -> None:
    """Stop the job: the import stays in its step with the failure stored, and can be resumed manually."""
    with get_job_scope(job):
        jobs.end(job)
        ImportBatch.objects.filter(pk=job.batch_id).update(failure=why)


def _importer(job: ImportJob, batch: ImportBatch) -> Import:
    return kinds()[batch.kind](job.community or job.office, batch.by)


def _read(job: ImportJob, batch: ImportBatch) -> None:
    with _chunk(job):
        # Rows that a dead worker had stored.
        ImportRow.objects.filter(batch=batch).delete()
        content = bytes(ImportFile.objects.get(batch=batch).content)
        importer = _importer(job, batch)
    try:
        with TemporaryDirectory(prefix="import-") as folder:
            tables = reading.read_batch_tables(content, batch, importer, Path(folder))
            table = reading.choose_table(tables, batch.sheet)
            if table is None:
                _ask_for_sheet(job, batch, [table.title for table in tables])
                return
            _store(job, batch, table)
    except UnreadableError as error:
        _refuse(job, batch, error.remark.as_json())
        return
    with _chunk(job):
        batch.sheet = table.title[:160]
        batch.table = reading.describe_table(table)
        batch.notes = reading.get_table_notes(table, tables)
        columns.propose(batch, importer)
        columns.settle(batch, importer)
        _finish(job, batch, ImportState.COLUMNS)


def _store(job: ImportJob, batch: ImportBatch, table: Table) -> None:
    rows, stored, most = table.rows, 0, kinds()[batch.kind].most_rows
    while chunk := list(islice(rows, reading.CHUNK)):
        stored += len(chunk)
        if stored > most:
            raise UnreadableError("too_many_rows", most=f"{most:,}")
        with _chunk(job):
            reading.store(batch, chunk)


def _ask_for_sheet(job: ImportJob, batch: ImportBatch, titles: list[str]) -> None:
    with get_job_scope(job):
        _finish(job, batch, ImportState.SHEETS, sheets=titles, sheet="")


def _refuse(job: ImportJob, batch: ImportBatch, why: dict[str, Any]) -> None:
    with get_job_scope(job):
        ImportRow.objects.filter(batch=batch).delete()
        ImportFile.objects.filter(batch=batch).delete()
        _finish(job, batch, ImportState.FAILED, failure=why)


def _check(job: ImportJob, batch: ImportBatch) -> None:
    if batch.committed_at:
        bad = batch.counts.get(RowOutcome.BAD, 0)
        _work_through(job, batch, check_chunk, ImportState.COMMITTED, total=bad)
        return
    with _chunk(job, 0):
        columns.settle(batch, _importer(job, batch))
        if columns.is_open(batch):
            _finish(job, batch, ImportState.COLUMNS)
            return
        # The headings can no longer be changed.
        ImportFile.objects.filter(batch=batch).delete()
        batch.table = batch.table_without_first_rows
    _work_through(job, batch, check_chunk, ImportState.PREVIEW)


def _commit(job: ImportJob, batch: ImportBatch) -> None:
    _work_through(job, batch, storing.store_chunk, ImportState.COMMITTED, "committed_at")


def _undo(job: ImportJob, batch: ImportBatch) -> None:
    _work_through(job, batch, storing.undo_chunk, ImportState.UNDONE, "undone_at")


def _work_through(
    job: ImportJob,
    batch: ImportBatch,
    do: Callable[[Checker], int],
    state: ImportState,
    moment: str = "",
    total: int | None = None,
) -> None:
    """Process all chunks with one importer, so that its look-ups are cached. ``moment``: the field of the time at
    which this ended. ``total``: the number of rows to process, if not all.
    """
    with get_job_scope(job):
        checker = Checker(batch, _importer(job, batch))
    done, row_count = 0, 1
    expected = (sum(batch.counts.values()) if total is None else total) or 1
    while row_count:
        with _chunk(job, min(99, done * 100 // expected)):
            row_count = do(checker)
        done += row_count
    with get_job_scope(job):
        _finish(job, batch, state, **({moment: timezone.now()} if moment else {}))


def _finish(job: ImportJob, batch: ImportBatch, state: ImportState, **fields: Any) -> None:
    """End the job, and let the import wait for a person in ``state``."""
    jobs.end(job)
    batch.count_rows()
    for name, value in fields.items():
        setattr(batch, name, value)
    batch.state = state
    batch.save()


STEPS: dict[str, Callable[[ImportJob, ImportBatch], None]] = {
    ImportState.UPLOADED: _read,
    ImportState.CHECKING: _check,
    ImportState.COMMITTING: _commit,
    ImportState.UNDOING: _undo,
}
