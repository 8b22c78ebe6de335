"""The third step, and the way back: rows become records and say which, chunk by chunk, each in one transaction.

A worker that takes over goes on with the rows that say nothing yet; a row that was brought in says so in the very
transaction that made its record, so nothing is made twice.
"""

from collections.abc import Sequence

from django.db import transaction

from communities.imports.checking import Checker, save
from communities.imports.kinds import CHANGED_MEANWHILE, Found, Made, RefusedError, Values
from communities.imports.rows import WAS, compared, reason
from communities.models import Fate, ImportRow
from tfc.spreadsheets.remarks import Remark

# Records that are changed in one transaction: each by the action of its own page.
CHANGES = 50


def store_chunk(checker: Checker) -> int:
    """Bring in the next rows; how many were looked at, 0 at the end. What came in meanwhile is not made again."""
    found = ImportRow.objects.filter(batch=checker.batch).to_add()
    rows = list(found.order_by("number")[: checker.importer.chunk])
    if not rows:
        return _change_chunk(checker)
    _add(checker, checker.sort(rows))
    save(rows)
    return len(rows)


def _add(checker: Checker, new: Sequence[tuple[ImportRow, Values]]) -> None:
    made = checker.importer.add([values for _row, values in new])
    rows = [row for row, _values in new]
    for row, one in zip(rows, made, strict=True):
        row.fate, row.made_id, row.made_revision, row.before = Fate.ADDED, one.id, one.revision, one.before


def _change_chunk(checker: Checker) -> int:
    rows = list(ImportRow.objects.filter(batch=checker.batch).to_change().order_by("number")[:CHANGES])
    good: list[tuple[ImportRow, Values]] = []
    for row in rows:
        read, row.reasons = checker.read(row)
        if row.reasons:
            row.fate = Fate.BAD
        else:
            good.append((row, read))
    keys = [checker.importer.key(values) for _row, values in good]
    found = checker.importer.match([(key, values) for key, (_row, values) in zip(keys, good, strict=True)])
    for key, (row, values) in zip(keys, good, strict=True):
        _change(checker, row, values, found.get(key))
    save(rows)
    return len(rows)


def _change(checker: Checker, row: ImportRow, values: Values, found: Found | None) -> None:
    """What somebody changed since the row was compared with it is left as it is."""
    if found is None:
        row.fate = Fate.BAD
        row.reasons = [reason("", Remark("no_longer_here"))]
        return
    if found.problem or (found.id, found.revision) != (row.made_id, row.made_revision):
        checker.judge(row, found, CHANGED_MEANWHILE)
        return
    try:
        with transaction.atomic():
            made = checker.importer.change(found, values)
    except RefusedError as error:
        checker.judge(row, found, error.why)
        return
    row.fate, row.made_id, row.made_revision = Fate.CHANGED, made.id, made.revision
    row.before = {**(made.before or {}), "revision": found.revision}
    row.reasons = compared(WAS, found.differs)


def undo_chunk(checker: Checker) -> int:
    """Take back the next rows, the last one first; how many were looked at, 0 at the end. Changes come first: a record
    that the same file brought in and changed is then as it was brought in.
    """
    if changed := _undo_changes(checker):
        return changed
    rows = list(
        ImportRow.objects.filter(batch=checker.batch).to_undo().order_by("-number")[: checker.importer.chunk]
    )
    made = [Made(one.made_id or 0, one.made_revision or 0, one.before) for one in rows]
    gone = checker.importer.undo(made) if made else set()
    for row in rows:
        row.fate = Fate.REMOVED if row.made_id in gone else Fate.KEPT
    save(rows)
    return len(rows)


def _undo_changes(checker: Checker) -> int:
    of_batch = ImportRow.objects.filter(batch=checker.batch)
    rows = list(of_batch.to_change_back().order_by("-number")[:CHANGES])
    for row in rows:
        before = row.before or {}
        revision = checker.importer.change_back(Made(row.made_id or 0, row.made_revision or 0, before))
        row.fate = Fate.KEPT if revision is None else Fate.REMOVED
        if revision is not None:
            of_batch.filter(made_id=row.made_id, made_revision=before["revision"]).update(
                made_revision=revision
            )
    save(rows)
    return len(rows)
