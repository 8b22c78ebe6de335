"""Thousands of rows in one statement: they travel as one JSON text, which the database unfolds by a table's columns.

COPY is refused under row-level security. Django's bulk_create adapts each value by itself, and its bulk_update writes a
condition for each row.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import DatabaseDefault
from psycopg2 import sql

# What is the same in all rows travels once.
INSERT = sql.SQL(
    "INSERT INTO {table} ({columns}) SELECT {values} FROM json_populate_recordset(NULL::{table}, %s) AS new,"
    " json_populate_record(NULL::{table}, %s) AS same RETURNING {returned}"
)
UPDATE = sql.SQL(
    "UPDATE {table} SET {changes} FROM json_populate_recordset(NULL::{table}, %s) AS new,"
    " json_populate_record(NULL::{table}, %s) AS same WHERE {table}.id = new.id"
)


def insert(rows: Sequence[models.Model], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Store new rows of one model; each is told what the database made of it: its number, its community and so on.

    For columns of numbers, texts, moments and JSON. No signal is sent.
    """
    if not rows:
        return
    fields = [field for field in rows[0]._meta.local_concrete_fields if _is_given(rows[0], field)]
    returned = _returned(rows[0])
    row_values = [[field.pre_save(row, True) for field in fields] for row in rows]
    made = _insert(type(rows[0]), [_column(field) for field in fields], row_values, {}, returned, using)
    for row, values in zip(rows, made, strict=True):
        for field, value in zip(returned, values, strict=True):
            setattr(row, field.attname, value)
        row._state.adding, row._state.db = False, using


def insert_values(
    like: models.Model, names: Sequence[str], rows: Sequence[Sequence[Any]], *, using: str = DEFAULT_DB_ALIAS
) -> list[int]:
    """Store new rows that are ``like`` one another but for the columns ``names``, and give their numbers in order.

    For thousands of which nobody needs the objects: to make them costs more than to store them.
    """
    if not rows:
        return []
    fields = [field for field in like._meta.local_concrete_fields if _is_given(like, field)]
    same = {_column(field): field.pre_save(like, True) for field in fields if _column(field) not in names}
    made = _insert(type(like), names, rows, same, _returned(like)[:1], using)
    return [number for (number,) in made]


def _insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    same: Mapping[str, Any],
    returned: "Sequence[models.Field[Any, Any]]",
    using: str,
) -> list[tuple[Any, ...]]:
    values = [sql.Identifier("new", name) for name in names] + [
        sql.Identifier("same", column) for column in same
    ]
    table = model._meta.db_table
    statement = INSERT.format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, [*names, *same])),
        values=sql.SQL(", ").join(values),
        returned=sql.SQL(", ").join(sql.Identifier(table, _column(field)) for field in returned),
    )
    records = [dict(zip(names, row, strict=True)) for row in rows]
    with connections[using].cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection), [_json(records), _json(same)])
        # Numbers are drawn in the order of the text.
        return sorted(cursor.fetchall())


def update(rows: Sequence[models.Model], names: Sequence[str], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Store the fields ``names`` of rows of one model that are there already."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = {_column(field): field.attname for field in meta.local_concrete_fields if field.name in names}
    same = {
        column: first
        for column, name in fields.items()
        for first in [getattr(rows[0], name)]
        if (not first or isinstance(first, str | int)) and all(getattr(row, name) == first for row in rows)
    }
    changes = [
        sql.SQL("{} = {}").format(
            sql.Identifier(column), sql.Identifier("same" if column in same else "new", column)
        )
        for column in fields
    ]
    statement = UPDATE.format(table=sql.Identifier(meta.db_table), changes=sql.SQL(", ").join(changes))
    differing = {column: name for column, name in fields.items() if column not in same}
    records = [
        {"id": row.pk, **{column: getattr(row, name) for column, name in differing.items()}} for row in rows
    ]
    with connections[using].cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection), [_json(records), _json(same)])


def _returned(row: models.Model) -> "list[models.Field[Any, Any]]":
    """What the database makes of a row, its number first."""
    return sorted(row._meta.db_returning_fields, key=lambda field: not field.primary_key)


def _is_given(row: models.Model, field: "models.Field[Any, Any]") -> bool:
    """Whether the database does not fill it in by itself; alike for all rows of one insert."""
    if field.primary_key or field.generated:
        return False
    return not isinstance(getattr(row, field.attname), DatabaseDefault)


def _column(field: "models.Field[Any, Any]") -> str:
    return str(field.column)


def _json(rows: Sequence[Mapping[str, Any]] | Mapping[str, Any]) -> str:
    return json.dumps(rows, default=_as_text, ensure_ascii=False, separators=(",", ":"))


def _as_text(value: Any) -> str:
    """What JSON has no form for."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form here")
