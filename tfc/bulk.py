"""Inserts or updates thousands of rows in one statement: they are sent as one JSON text, which the database expands.

COPY is refused under row-level security. Django's bulk_create adapts each value separately, and its bulk_update writes
a condition for each row.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault
from psycopg2 import sql

# Values that are the same in all rows are sent only once.
INSERT = sql.SQL(
    "INSERT INTO {table} ({columns}) SELECT {values} FROM json_populate_recordset(NULL::{table}, %s) AS new,"
    " json_populate_record(NULL::{table}, %s) AS same RETURNING {table}.id"
)
UPDATE = sql.SQL(
    "UPDATE {table} SET {changes} FROM json_populate_recordset(NULL::{table}, %s) AS new,"
    " json_populate_record(NULL::{table}, %s) AS same WHERE {table}.id = new.id"
)


def insert_values(like: models.Model, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Insert rows that equal ``like`` except in the columns ``names``, and return their IDs in order.

    For columns of numbers, texts, moments and JSON of thousands of rows, whose objects would cost more than storing
    them. No signal is sent.
    """
    if not rows:
        return []
    fields = [field for field in like._meta.local_concrete_fields if _is_given(like, field)]
    same = {_column(field): field.pre_save(like, True) for field in fields if _column(field) not in names}
    values = [sql.Identifier("new", name) for name in names] + [
        sql.Identifier("same", column) for column in same
    ]
    statement = INSERT.format(
        table=sql.Identifier(like._meta.db_table),
        columns=sql.SQL(", ").join(map(sql.Identifier, [*names, *same])),
        values=sql.SQL(", ").join(values),
    )
    records = [dict(zip(names, row, strict=True)) for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection), [_json(records), _json(same)])
        # IDs are drawn in the order of the JSON text.
        return sorted(number for (number,) in cursor.fetchall())


def update(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Update the fields ``names`` of existing rows of one model."""
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
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection), [_json(records), _json(same)])


def _is_given(row: models.Model, field: "models.Field[Any, Any]") -> bool:
    """Return True if the database does not fill in the field itself; the same for all rows of one insert."""
    if field.primary_key or field.generated:
        return False
    return not isinstance(getattr(row, field.attname), DatabaseDefault)


def _column(field: "models.Field[Any, Any]") -> str:
    return str(field.column)


def _json(rows: Sequence[Mapping[str, Any]] | Mapping[str, Any]) -> str:
    return json.dumps(rows, default=_as_text, ensure_ascii=False, separators=(",", ":"))


def _as_text(value: Any) -> str:
    """Return values that JSON does not support as text."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form here")
