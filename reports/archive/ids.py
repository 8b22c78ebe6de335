"""Putting rows into the database under the numbers that they had, where nobody has these by now, else under new ones.

Only numbers that the database has given out before are taken again: so no archive can use up those to come. Whether one
is free is seen by trying, since the wall hides the rows of others from whoever asks.
"""

from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from communities.models import Community
from reports.archive import tables
from reports.archive.reading import Line
from reports.archive.rows import row_error

LinedRow = tuple[Line, Any]


class IdMap:
    """Ids in the archive → ids here, by table, of all rows that were put back so far."""

    def __init__(self, community: Community, *, of_here: bool) -> None:
        self.community, self.of_here = community, of_here
        self.given: dict[str, dict[int, int]] = {}
        self.ceilings: dict[tables.Model, int] = {}

    def get_new_id(self, label: str, pk: int) -> int | None:
        return self.given.get(label, {}).get(pk)

    def count_changed(self) -> int:
        """How many rows have another number than in the archive."""
        return sum(there != here for table in self.given.values() for there, here in table.items())

    def put(self, model: tables.Model, rows: Sequence[LinedRow]) -> None:
        """Put the rows in, and give each its number of here. ArchiveError for one that the database refuses."""
        id_map = self.given.setdefault(tables.label(model), {})
        ceiling, archive_ids = self._ceiling(model), set(id_map)
        for line, row in rows:
            if row.pk in archive_ids:
                raise row_error(model, line, _("Another row has this number as well."))
            archive_ids.add(row.pk)
        wanted = [lined_row for lined_row in rows if lined_row[1].pk <= ceiling]
        taken = _try(model, wanted, keep=True)
        free = {row.pk for _line, row in wanted} - taken
        present = self._present(model, taken)
        anew = [lined_row for lined_row in rows if lined_row[1].pk not in free | present]
        id_map |= {pk: pk for pk in free | present}
        for (_line, row), number in zip(anew, _new_numbers(model, len(anew)), strict=True):
            id_map[row.pk] = row.pk = number
        _try(model, anew, keep=False)

    def _present(self, model: tables.Model, taken: set[int]) -> set[int]:
        """Rows that this community has under their number: what it began with, when it gets its own archive back."""
        if not taken or not self.of_here:
            return set()
        rows = model._default_manager.filter(community=self.community, pk__in=taken)
        return set(rows.values_list("pk", flat=True))

    def _ceiling(self, model: tables.Model) -> int:
        if model not in self.ceilings:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass), 0)",
                    [model._meta.db_table],
                )
                self.ceilings[model] = cursor.fetchone()[0]
        return self.ceilings[model]


def _new_numbers(model: tables.Model, many: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, many],
        )
        return [number for (number,) in cursor.fetchall()]


def _try(model: tables.Model, rows: Sequence[LinedRow], *, keep: bool) -> set[int]:
    """Insert all at once; where the database refuses, one by one until the row is known. Returns the taken ids."""
    try:
        with transaction.atomic():
            return _insert(model, [row for _line, row in rows], keep=keep)
    except DatabaseError as error:
        if len(rows) == 1:
            # What the database says of a failure quotes the row: only the name of the rule goes on.
            raise row_error(model, rows[0][0], _rule(error)) from None
    half = len(rows) // 2
    return _try(model, rows[:half], keep=keep) | _try(model, rows[half:], keep=keep)


def _rule(error: DatabaseError) -> str:
    diag = getattr(error.__cause__, "diag", None)
    rule = getattr(diag, "constraint_name", None) or getattr(diag, "sqlstate", None) or "?"
    return _("It breaks a rule of the database (%(rule)s).") % {"rule": rule}


def _insert(model: tables.Model, rows: Sequence[Any], *, keep: bool) -> set[int]:
    if not rows:
        return set()
    columns = tables.stored_columns(model)
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.column or "") for column in columns)
    places = ", ".join(_place(column) for column in columns)
    values = ", ".join(f"({places})" for _row in rows)
    taken = "ON CONFLICT (id) DO NOTHING" if keep else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES {values} {taken} RETURNING id",  # noqa: S608
            [
                column.get_db_prep_save(getattr(row, column.attname), connection)
                for row in rows
                for column in columns
            ],
        )
        put = {pk for (pk,) in cursor.fetchall()}
    return {row.pk for row in rows} - put


def _place(column: tables.Column) -> str:
    """An array says of what: an empty one would not tell."""
    kind = column.db_type(connection) or ""
    return f"%s::{kind}" if kind.endswith("[]") else "%s"
