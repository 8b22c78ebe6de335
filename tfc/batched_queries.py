"""Evaluates several small querysets of a page in one database query instead of one query each."""

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
# Convert JSON values to what the database driver would return. The order matters: DateTimeField is a subclass of
# DateField.
DRIVER: tuple[tuple[type[models.Field], Convert], ...] = (
    (models.DateTimeField, dt.datetime.fromisoformat),
    (models.DateField, dt.date.fromisoformat),
    (models.TimeField, dt.time.fromisoformat),
    (models.UUIDField, UUID),
    (models.DecimalField, lambda value: Decimal(str(value))),
    (models.FloatField, float),
    # Numbers with a decimal point arrive as Decimal, which JSON cannot encode.
    (models.JSONField, json.JSONEncoder(default=float).encode),
    (models.BinaryField, lambda value: memoryview(bytes.fromhex(value.removeprefix("\\x")))),
)


def evaluate_together(*querysets: QuerySet[Any, Any]) -> None:
    """Evaluate the querysets in one query and fill their result caches; a queryset that has its rows keeps them.

    Meant for lists that a page shows in full or page by page: a row costs more here than in a query of its own.
    """
    pending = [_PendingQuery(queryset) for queryset in querysets if queryset._result_cache is None]
    answers = iter(_answers([query for query in pending if query.sql]))
    for query in pending:
        query.hold(next(answers) if query.sql else [])


def count_together(querysets: Mapping[str, QuerySet[Any, Any]]) -> dict[str, int]:
    """Return the number of rows of each queryset, in one query."""
    using = next((queryset.db for queryset in querysets.values()), "default")
    statements: dict[str, tuple[str, Sequence[Any]]] = {}
    for name, queryset in querysets.items():
        try:
            statements[name] = queryset.order_by().values("pk").query.get_compiler(using).as_sql()
        except EmptyResultSet:
            continue
    if not statements:
        return dict.fromkeys(querysets, 0)
    parts = ", ".join(f"(SELECT count(*) FROM ({sql}) one)" for sql, _ in statements.values())  # noqa: S608
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT {parts}",
            [parameter for _, parameters in statements.values() for parameter in parameters],
        )
        return dict.fromkeys(querysets, 0) | dict(zip(statements, cursor.fetchone(), strict=True))


class _PendingQuery:
    """A queryset to be evaluated with others. ``sql`` is empty if Django knows that there are no rows."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        self.queryset: Any = queryset
        self.compiler: Any = queryset.query.get_compiler(queryset.db)
        try:
            self.sql, self.parameters = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.parameters = "", ()

    @property
    def part(self) -> str:
        """Return the subquery. Columns are named by position, since two tables may share a column name."""
        columns = ", ".join(f"c{place}" for place in range(self.compiler.col_count))
        return f"(SELECT json_agg(one) FROM ({self.sql}) one ({columns}))"  # noqa: S608

    def hold(self, records: list[dict[str, Any]]) -> None:
        """Fill the queryset's result cache from the rows, through Django's own compiler."""
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


def _answers(pending: Sequence[_PendingQuery]) -> Sequence[list[dict[str, Any]]]:
    if not pending:
        return []
    with connections[pending[0].queryset.db].cursor() as cursor:
        # As text, since numbers with many digits would lose some when the driver parses JSON.
        sql = f"SELECT {', '.join(f'{query.part}::text' for query in pending)}"
        cursor.execute(sql, [parameter for query in pending for parameter in query.parameters])
        return [json.loads(text, parse_float=Decimal) if text else [] for text in cursor.fetchone()]


def _converter(field: models.Field) -> Convert:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.DurationField):
        raise TypeError(f"{field} cannot be evaluated in one query with others")
    if isinstance(field, ArrayField):
        inner = _converter(field.base_field)
        return lambda values: [None if item is None else inner(item) for item in values]
    return next((convert for kind, convert in DRIVER if isinstance(field, kind)), lambda value: value)
