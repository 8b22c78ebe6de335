"""Several small lists of a page in one question to the database, which else answers a page's questions one by one."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import QuerySet

Convert = Callable[[Any], Any]
# What a list says as text, as the driver would have given it. The order matters: a moment is a date as well.
DRIVER: tuple[tuple[type[models.Field], Convert], ...] = (
    (models.DateTimeField, dt.datetime.fromisoformat),
    (models.DateField, dt.date.fromisoformat),
    (models.TimeField, dt.time.fromisoformat),
    (models.UUIDField, UUID),
    (models.DecimalField, lambda value: Decimal(str(value))),
    (models.FloatField, float),
    # A number with a point came as a Decimal, which JSON has not.
    (models.JSONField, json.JSONEncoder(default=float).encode),
    (models.BinaryField, lambda value: memoryview(bytes.fromhex(value.removeprefix("\\x")))),
)


def at_once(*querysets: QuerySet[Any, Any]) -> None:
    """Evaluate them: afterwards each holds its rows, as if it had been asked alone. What has rows keeps them.

    Meant for lists that a page shows whole or by the page: a row costs more here than alone.
    """
    pending = [_Asked(queryset) for queryset in querysets if queryset._result_cache is None]
    answers = iter(_answers([query for query in pending if query.sql]))
    for query in pending:
        query.hold(next(answers) if query.sql else [])


def counts_at_once(querysets: Mapping[str, QuerySet[Any, Any]]) -> dict[str, int]:
    """How many rows each has."""
    using = next((queryset.db for queryset in querysets.values()), "default")
    worded: dict[str, tuple[str, Sequence[Any]]] = {}
    for name, queryset in querysets.items():
        try:
            worded[name] = queryset.order_by().values("pk").query.get_compiler(using).as_sql()
        except EmptyResultSet:
            continue
    if not worded:
        return dict.fromkeys(querysets, 0)
    parts = ", ".join(f"(SELECT count(*) FROM ({sql}) one)" for sql, _ in worded.values())  # noqa: S608
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT {parts}", [parameter for _, parameters in worded.values() for parameter in parameters]
        )
        return dict.fromkeys(querysets, 0) | dict(zip(worded, cursor.fetchone(), strict=True))


class _Asked:
    """``sql``: empty where Django knows that there is nothing to find."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        self.queryset: Any = queryset
        self.compiler: Any = queryset.query.get_compiler(queryset.db)
        try:
            self.sql, self.given = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.given = "", ()

    @property
    def part(self) -> str:
        """Columns go by their place, since those of two tables may have one name."""
        columns = ", ".join(f"c{place}" for place in range(self.compiler.col_count))
        return f"(SELECT json_agg(one) FROM ({self.sql}) one ({columns}))"  # noqa: S608

    def hold(self, records: list[dict[str, Any]]) -> None:
        """Django makes of the rows what it makes of those that it fetched."""
        convert = [_converter(column.output_field) for column, *_ in self.compiler.select] if records else []
        rows = [
            tuple(
                None if value is None else converter(value)
                for value, converter in zip(row.values(), convert, strict=True)
            )
            for row in records
        ]
        answered = self.queryset._chain()
        answered.query.get_compiler = lambda *_, **__: self.compiler
        self.compiler.execute_sql = lambda *_, **__: [rows]
        self.queryset._result_cache = list(answered) if self.sql else []
        self.queryset._prefetch_done = True


def _answers(pending: Sequence[_Asked]) -> Sequence[list[dict[str, Any]]]:
    if not pending:
        return []
    with connections[pending[0].queryset.db].cursor() as cursor:
        # As text, since a number of many digits would lose some as it comes.
        sql = f"SELECT {', '.join(f'{query.part}::text' for query in pending)}"
        cursor.execute(sql, [parameter for query in pending for parameter in query.given])
        return [json.loads(text, parse_float=Decimal) if text else [] for text in cursor.fetchone()]


def _converter(field: models.Field) -> Convert:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.DurationField):
        raise TypeError(f"{field} cannot be asked at once with others")
    if isinstance(field, ArrayField):
        inner = _converter(field.base_field)
        return lambda values: [None if item is None else inner(item) for item in values]
    return next((convert for kind, convert in DRIVER if isinstance(field, kind)), lambda value: value)
