"""Insert rows under their original ids if these are free, else under new ones.

Only ids up to the sequence's current value are reused, so an archive cannot use up future ids. Whether an id is free
is found by inserting, because row-level security hides the rows of other tenants.
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
    """Maps archive ids to new ids, by table, for all rows restored so far."""

    def __init__(self, community: Community, *, of_here: bool) -> None:
        self.community, self.of_here = community, of_here
        self.given: dict[str, dict[int, int]] = {}
        self.ceilings: dict[tables.Model, int] = {}

    def get_new_id(self, label: str, pk: int) -> int | None:
        return self.given.get(label, {}).get(pk)

    def count_changed(self) -> int:
        """Return how many rows have a different id than in the archive."""
        return sum(there != here for table in self.given.values() for there, here in table.items())

    def put(self, model: tables.Model, rows: Sequence[LinedRow]) -> None:
        """Insert the rows and store their new ids. Raises ArchiveError for a row that the database refuses."""
        id_map = self.given.setdefault(tables.label(model), {})
        ceiling, archive_ids = self._ceiling(model), set(id_map)
        for line, row in rows:
            if row.pk in archive_ids:
                raise row_error(model, line, _("Another row has this number."))
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
        """Return the ids among ``taken`` that are this community's own rows: its initial rows, when it restores its
        own archive.
        """
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
    """Insert all rows at once; if the database refuses, bisect to the failing row. Return the ids that are taken."""
    try:
        with transaction.atomic():
            return _insert(model, [row for _line, row in rows], keep=keep)
    except DatabaseError as error:
        if len(rows) == 1:
            # The database's error message quotes the row, so only the constraint's name is passed on.
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
    columns = tables.get_stored_columns(model)
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
    """Return an SQL placeholder; array columns need a cast, because an empty array has no element type."""
    kind = column.db_type(connection) or ""
    return f"%s::{kind}" if kind.endswith("[]") else "%s"
