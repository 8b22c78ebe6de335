"""The worker's part of an import: claim its job and do the current step, chunk by chunk."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communities.imports import columns, jobs, reading, storing
from communities.imports.checking import CHUNK, Checker, count_outcomes, save
from communities.imports.facts import get_facts, keep_facts
from communities.imports.kinds import Import, kinds
from communities.models import ImportBatch, ImportFile, ImportJob, ImportRow, ImportState, RowOutcome
from tfc.current_actor import acting_as
from tfc.leases import LeaseLostError, kept_alive
from tfc.spreadsheets.remarks import UnreadableError
from tfc.spreadsheets.tables import Table
from tfc.tenancy import community_scope

logger = logging.getLogger(__name__)

# Reading is the first third of the progress bar, checking the columns the rest.
STOPPED = {"code": "stopped"}
UNEXPECTED = {"code": "unexpected"}


def get_job_scope(job: ImportJob) -> AbstractContextManager[None]:
    return community_scope(job.community_id, job.community.office_id)


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
            kept_alive(job),
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
    return kinds()[batch.kind](job.community, batch.by)


def _read(job: ImportJob, batch: ImportBatch) -> None:
    with _chunk(job):
        # Rows that a dead worker had stored.
        ImportRow.objects.filter(batch=batch).delete()
        content = bytes(ImportFile.objects.get(batch=batch).content)
        importer = _importer(job, batch)
    try:
        with reading.scratch() as folder:
            tables = reading.read_batch_tables(content, batch, importer, Path(folder))
            table = reading.choose_table(tables, batch.sheet)
            if table is None:
                _ask_for_sheet(job, batch, [table.title for table in tables])
                return
            hidden = _store(job, batch, table)
    except UnreadableError as error:
        _refuse(job, batch, error.remark.as_json())
        return
    except TooManyError as error:
        _refuse(job, batch, {"text": str(error)})
        return
    with _chunk(job):
        batch.sheet = table.title[:160]
        batch.table = reading.describe_table(table)
        batch.notes = [*reading.get_table_notes(table, tables), *reading.hidden_note(hidden)]
        columns.propose(batch, importer)
        columns.settle(batch, importer)
        batch.counts = count_outcomes(batch)
        batch.state = ImportState.COLUMNS
        batch.save()
        jobs.end(job)


class TooManyError(ValueError):
    """The file has more rows than this kind accepts; the message is a sentence."""


def _store(job: ImportJob, batch: ImportBatch, table: Table) -> int:
    """Store the rows; return how many are hidden."""
    most, stored, hidden = kinds()[batch.kind].most_rows, 0, 0
    for chunk in reading.chunks(table.rows):
        stored += len(chunk)
        if stored > most:
            message = _(
                "This file has more than %(most)d rows. Split it, and bring in one part after the other."
            )
            raise TooManyError(message % {"most": most})
        with _chunk(job):
            reading.store(batch, chunk)
        hidden += sum(row.hidden for row in chunk)
    return hidden


def _ask_for_sheet(job: ImportJob, batch: ImportBatch, titles: list[str]) -> None:
    with get_job_scope(job):
        jobs.end(job)
        batch.sheets, batch.sheet, batch.state = titles, "", ImportState.SHEETS
        batch.save()


def _refuse(job: ImportJob, batch: ImportBatch, why: dict[str, Any]) -> None:
    with get_job_scope(job):
        jobs.end(job)
        ImportRow.objects.filter(batch=batch).delete()
        ImportFile.objects.filter(batch=batch).delete()
        batch.failure, batch.state = why, ImportState.FAILED
        batch.save()


def _check(job: ImportJob, batch: ImportBatch) -> None:
    if batch.committed_at:
        _check_again(job, batch)
        return
    with _chunk(job, 0):
        importer = _importer(job, batch)
        columns.settle(batch, importer)
        if columns.is_open(batch):
            jobs.end(job)
            batch.state = ImportState.COLUMNS
            batch.save()
            return
    checker, done, last = Checker(batch, importer), 0, -1
    total = sum(batch.counts.values()) or 1
    while True:
        with _chunk(job, min(99, done * 100 // total)):
            rows = ImportRow.objects.filter(batch=batch, number__gt=last)
            chunk = list(rows.exclude(fate=RowOutcome.SKIPPED).order_by("number")[:CHUNK])
            save(checker.check(chunk))
        if not chunk:
            break
        last, done = chunk[-1].number, done + len(chunk)
    with get_job_scope(job):
        jobs.end(job)
        keep_facts(batch, checker.facts)
        batch.counts = count_outcomes(batch)
        batch.state = ImportState.PREVIEW
        batch.save()
        # The headings can no longer be changed.
        ImportFile.objects.filter(batch=batch).delete()


def _check_again(job: ImportJob, batch: ImportBatch) -> None:
    """Check the rows that need fixing again, after others were imported and a person set the meaning of words."""
    with get_job_scope(job):
        checker = Checker(batch, _importer(job, batch))
    stored_facts, done, last = get_facts(batch) or Counter(), 0, -1
    total = batch.counts.get(RowOutcome.BAD) or 1
    while True:
        with _chunk(job, min(99, done * 100 // total)):
            rows = ImportRow.objects.filter(batch=batch, fate=RowOutcome.BAD, number__gt=last)
            chunk = list(rows.order_by("number")[:CHUNK])
            save(checker.check(chunk))
            # With each chunk: a worker that takes over continues from here.
            keep_facts(batch, stored_facts + checker.facts)
            batch.save(update_fields=["notes"])
        if not chunk:
            break
        last, done = chunk[-1].number, done + len(chunk)
    with get_job_scope(job):
        jobs.end(job)
        ImportBatch.objects.filter(pk=batch.pk).update(
            state=ImportState.COMMITTED, counts=count_outcomes(batch)
        )


def _commit(job: ImportJob, batch: ImportBatch) -> None:
    _by_chunks(job, batch, storing.store_chunk)
    with get_job_scope(job):
        jobs.end(job)
        ImportBatch.objects.filter(pk=batch.pk).update(
            state=ImportState.COMMITTED, committed_at=timezone.now(), counts=count_outcomes(batch)
        )


def _undo(job: ImportJob, batch: ImportBatch) -> None:
    _by_chunks(job, batch, storing.undo_chunk)
    with get_job_scope(job):
        jobs.end(job)
        ImportBatch.objects.filter(pk=batch.pk).update(
            state=ImportState.UNDONE, undone_at=timezone.now(), counts=count_outcomes(batch)
        )


def _by_chunks(job: ImportJob, batch: ImportBatch, do: Callable[[Checker], int]) -> None:
    """Process all chunks with one importer, so that its look-ups are cached."""
    with get_job_scope(job):
        checker = Checker(batch, _importer(job, batch))
    done, total = 0, sum(batch.counts.values()) or 1
    while True:
        with _chunk(job, min(99, done * 100 // total)):
            row_count = do(checker)
        if not row_count:
            return
        done += row_count


STEPS: dict[str, Callable[[ImportJob, ImportBatch], None]] = {
    ImportState.UPLOADED: _read,
    ImportState.CHECKING: _check,
    ImportState.COMMITTING: _commit,
    ImportState.UNDOING: _undo,
}
