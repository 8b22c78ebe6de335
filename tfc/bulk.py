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

INSERT = sql.SQL(
    "INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s)"
    " RETURNING {returned}"
)
UPDATE = sql.SQL(
    "UPDATE {table} SET {changes} FROM json_populate_recordset(NULL::{table}, %s) AS new WHERE {table}.id = new.id"
)


def insert(rows: Sequence[models.Model], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Store new rows of one model; each is told what the database made of it: its number, its community and so on.

    For columns of numbers, texts, moments and JSON. No signal is sent.
    """
    if not rows:
        return
    meta = rows[0]._meta
    given = [one for one in meta.local_concrete_fields if _is_given(rows[0], one)]
    returned = sorted(meta.db_returning_fields, key=lambda one: not one.primary_key)
    statement = INSERT.format(
        table=sql.Identifier(meta.db_table),
        columns=_listed(given),
        returned=_listed(returned),
    )
    told = [{_column(one): one.pre_save(row, True) for one in given} for row in rows]
    with connections[using].cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection), [_json(told)])
        # Numbers are drawn in the order of the text.
        made = sorted(cursor.fetchall())
    for row, values in zip(rows, made, strict=True):
        for field, value in zip(returned, values, strict=True):
            setattr(row, field.attname, value)
        row._state.adding, row._state.db = False, using


def update(rows: Sequence[models.Model], names: Sequence[str], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Store the fields ``names`` of rows of one model that are there already."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [one for one in meta.local_concrete_fields if one.name in names]
    changes = [sql.SQL("{0} = new.{0}").format(sql.Identifier(_column(one))) for one in fields]
    statement = UPDATE.format(table=sql.Identifier(meta.db_table), changes=sql.SQL(", ").join(changes))
    told = [{"id": row.pk, **{_column(one): getattr(row, one.attname) for one in fields}} for row in rows]
    with connections[using].cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection), [_json(told)])


def _is_given(row: models.Model, field: "models.Field[Any, Any]") -> bool:
    """Whether the database does not fill it in by itself; alike for all rows of one insert."""
    if field.primary_key or field.generated:
        return False
    return not isinstance(getattr(row, field.attname), DatabaseDefault)


def _column(field: "models.Field[Any, Any]") -> str:
    return str(field.column)


def _listed(fields: "Sequence[models.Field[Any, Any]]") -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(_column(one)) for one in fields)


def _json(rows: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(rows, default=_as_text, ensure_ascii=False, separators=(",", ":"))


def _as_text(value: Any) -> str:
    """What JSON has no form for."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form here")
