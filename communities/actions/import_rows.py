"""A person's decisions about rows of an import: correct them, leave them out, change the record or add another one."""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet

from communities.actions.imports import PassedError, lock_open_import, make_importer
from communities.imports.checking import Checker
from communities.models import ImportBatch, ImportRow, RowOutcome, User
from communities.models.imports import OPEN
from tfc import bulk
from tfc.spreadsheets.cells import format_cell, pack, unpack
from tfc.spreadsheets.import_rows import OTHER_RECORDS, Reason

# How many rows with the same problem are corrected at once.
MOST_ALIKE = 2000


@transaction.atomic
def fix_row(
    *, batch: ImportBatch, number: int, typed_cells: Mapping[int, str], by: User, alike: bool = False
) -> tuple[ImportRow, int]:
    """Correct a row, {column: text}; untouched cells keep their type. Saving it confirms the doubtful values.

    ``alike``: correct the rows with the same problem as well. Return the row, and how many rows no longer need fixing.
    Also possible after the other rows were imported: the rows can then follow.
    """
    locked = lock_open_import(batch)
    row = _lock_row(locked, number, OPEN)
    alike_rows, problems = list(find_alike(row)) if alike else [], row.reasons
    checker = Checker(locked, make_importer(locked, by))
    _enter(row, typed_cells)
    row.doubts = []
    checker.check([row])
    row.save()
    _enter_alike(checker, alike_rows, problems, typed_cells)
    _count_again(locked)
    return row, sum(fixed.outcome != RowOutcome.BAD for fixed in (row, *alike_rows))


def find_alike(row: ImportRow) -> "QuerySet[ImportRow]":
    """Return the other rows of which a field has the same problem."""
    rows = ImportRow.objects.filter(batch=row.batch_id, outcome=RowOutcome.BAD).exclude(pk=row.pk)
    problems = [Q(reasons__contains=[reason]) for reason in row.reasons if reason["field"]]
    if row.outcome != RowOutcome.BAD or not problems:
        return rows.none()
    return rows.filter(Q(*problems, _connector=Q.OR)).order_by("number")[:MOST_ALIKE]


def _enter(row: ImportRow, typed_cells: Mapping[int, str]) -> None:
    cells = unpack(row.cells)
    for column, text in typed_cells.items():
        cells += [None] * (column + 1 - len(cells))
        if text != format_cell(cells[column]):
            cells[column] = text or None
    row.cells = [pack(cell) for cell in cells]


def _enter_alike(
    checker: Checker,
    rows: Sequence[ImportRow],
    problems: Collection[Reason],
    typed_cells: Mapping[int, str],
) -> None:
    """Enter the text of each field that has one of ``problems`` in a row as well."""
    columns = {code: int(column) for column, code in checker.batch.mapping.items()}
    for row in rows:
        fields = {reason["field"] for reason in row.reasons if reason in problems}
        changed = {
            columns[code]: typed_cells[columns[code]] for code in fields if columns.get(code) in typed_cells
        }
        _enter(row, changed)
        row.doubts = [doubt for doubt in row.doubts if doubt["column"] not in changed]
    checker.check(list(rows))
    bulk.update(rows, ["cells", "doubts", "outcome", "reasons", "made_id", "made_revision", "facts"])


@transaction.atomic
def leave_out_row(*, batch: ImportBatch, number: int, by: User, alike: bool = False) -> int:
    """Leave out a row, and with ``alike`` those with the same problem. Return how many."""
    locked = lock_open_import(batch)
    row = _lock_row(locked, number, OPEN)
    rows = [row, *(find_alike(row) if alike else [])]
    for left_out in rows:
        left_out.outcome, left_out.reasons = RowOutcome.SKIPPED, []
    bulk.update(rows, ["outcome", "reasons"])
    _count_again(locked)
    return len(rows)


@transaction.atomic
def change_rows(*, batch: ImportBatch, by: User, number: int | None = None, change: bool = True) -> int:
    """Set that existing records are changed to match the differing rows, or stay as they are; return how many rows.

    ``number``: only this row; None: all. Changes that people make before the import are not overwritten.
    """
    locked = lock_open_import(batch)
    rows = ImportRow.objects.filter(batch=locked)
    rows = rows.may_change() if change else rows.to_change()
    if number is not None:
        rows = rows.filter(number=number)
    meant = rows.update(outcome=RowOutcome.CHANGE if change else RowOutcome.DIFFERS)
    _count_again(locked)
    return meant


@transaction.atomic
def set_other_record(*, batch: ImportBatch, number: int, by: User) -> None:
    """Set that the row is another record than the one that it was compared with."""
    locked = lock_open_import(batch)
    row = _lock_row(locked, number, (RowOutcome.DIFFERS, RowOutcome.CHANGE))
    locked.readings[OTHER_RECORDS] = sorted({*locked.readings.get(OTHER_RECORDS, []), number})
    locked.save(update_fields=["readings"])
    Checker(locked, make_importer(locked, by)).check([row])
    row.save()
    _count_again(locked)


def _lock_row(batch: ImportBatch, number: int, outcomes: Collection[str]) -> ImportRow:
    rows = ImportRow.objects.select_for_update().filter(batch=batch, number=number, outcome__in=outcomes)
    if row := rows.first():
        return row
    raise PassedError


def _count_again(batch: ImportBatch) -> None:
    batch.count_rows()
    batch.save(update_fields=["counts", "facts"])
