"""The third step, and the way back: rows become records and say which, chunk by chunk, each in one transaction.

A worker that takes over goes on with the rows that say nothing yet; a row that was brought in says so in the very
transaction that made its record, so nothing is made twice.
"""

from collections.abc import Hashable, Sequence

from communities.imports.checking import Checker, fate_of, save
from communities.imports.kinds import Made, Values
from communities.models import Fate, ImportRow


def store_chunk(checker: Checker) -> int:
    """Bring in the next rows; how many were looked at, 0 at the end. What came in meanwhile is not made again."""
    rows = list(
        ImportRow.objects.filter(batch=checker.batch).to_add().order_by("number")[: checker.importer.chunk]
    )
    good: list[tuple[ImportRow, Hashable, Values]] = []
    for row in rows:
        read, row.reasons = checker.read(row)
        row.fate = Fate.BAD if row.reasons else Fate.NEW
        if not row.reasons:
            good.append((row, checker.importer.key(read), read))
    found = checker.importer.match([(key, values) for _row, key, values in good])
    new: dict[Hashable, tuple[ImportRow, Values]] = {}
    for row, key, values in good:
        if match := found.get(key):
            row.fate, row.reasons = fate_of(match)
        elif key in new:
            row.fate = Fate.SAME
        else:
            new[key] = (row, values)
    _add(checker, list(new.values()))
    save(rows)
    return len(rows)


def _add(checker: Checker, new: Sequence[tuple[ImportRow, Values]]) -> None:
    made = checker.importer.add([values for _row, values in new])
    rows = [row for row, _values in new]
    for row, one in zip(rows, made, strict=True):
        row.fate, row.made_id, row.made_revision, row.before = Fate.ADDED, one.id, one.revision, one.before
    more = ["before"] if any(row.before is not None for row in rows) else []
    ImportRow.objects.bulk_update(rows, ["made_id", *more])
    # What was just made has one revision, as a rule: one statement, which is much less to send.
    for revision in {row.made_revision for row in rows}:
        same = [row.pk for row in rows if row.made_revision == revision]
        ImportRow.objects.filter(pk__in=same).update(made_revision=revision)


def undo_chunk(checker: Checker) -> int:
    """Take back the next rows, the last one first; how many were looked at, 0 at the end."""
    rows = list(
        ImportRow.objects.filter(batch=checker.batch).to_undo().order_by("-number")[: checker.importer.chunk]
    )
    made = [Made(one.made_id or 0, one.made_revision or 0, one.before) for one in rows]
    gone = checker.importer.undo(made) if made else set()
    for row in rows:
        row.fate = Fate.REMOVED if row.made_id in gone else Fate.KEPT
    save(rows)
    return len(rows)
