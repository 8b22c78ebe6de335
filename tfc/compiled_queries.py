"""Querysets that are compiled to SQL once per process: the few queries that every page runs (session, person,
community or office, notifications), and the largest query of a page that would otherwise exceed its budget
(docs/performance.md).

Django compiles a queryset each time it is evaluated. For one row by index that takes longer than PostgreSQL's answer.
Write the queryset with `parameter` where values differ, and keep its `CompiledQuery` in a module. Use a plain queryset
for everything else.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.models import Value
from django.db.models.query import ModelIterable, get_related_populators

from tfc.logins import serving

Row = TypeVar("Row")


class _Parameter:
    def __init__(self, position: int) -> None:
        self.position = position


def parameter(position: int) -> Any:
    """A placeholder for the value at this position of the call, counted from 0. It is sent to the database as it is:
    do not pass a number as text, or a datetime without time zone.
    """
    return Value(_Parameter(position))


class CompiledQuery(Generic[Row]):
    """Give it a function that returns a queryset, of instances without prefetches or of tuples (`values_list`). Call it
    with the parameters.

    >>> by_slug = CompiledQuery(lambda: Community.objects.filter(slug=parameter(0)))
    >>> by_slug("hill")
    [<Community: Hill>]
    """

    def __init__(self, get_queryset: Callable[[], "models.QuerySet[Any, Row]"]) -> None:
        self._get_queryset = get_queryset
        # One per database login, since deferred columns differ between logins (tfc/logins.py).
        self._compiled: dict[str, _Compiled[Row]] = {}

    def __call__(self, *values: Any) -> list[Row]:
        """Run one query and return its rows."""
        login = serving()
        if login not in self._compiled:
            self._compiled[login] = _Compiled(self._get_queryset())
        return self._compiled[login].run(values)


class _Compiled(Generic[Row]):
    """The SQL of a queryset, and the steps that turn a row of it into an instance, as Django's
    `ModelIterable` does.
    """

    def __init__(self, queryset: Any) -> None:
        self._alias = queryset.db
        compiler = queryset.query.get_compiler(self._alias)
        self._sql, self._parameters = compiler.as_sql()
        # Do not keep the compiler itself: it would hold the connection of a thread that may end.
        self._converters = list(compiler.get_converters([column for column, *_ in compiler.select]).items())
        self._model: Any = None
        if issubclass(queryset._iterable_class, ModelIterable):
            self._read_model(compiler)

    def _read_model(self, compiler: Any) -> None:
        info = compiler.klass_info
        columns = info["select_fields"]
        self._model = info["model"]
        self._columns = slice(columns[0], columns[-1] + 1)
        self._names = [column.target.attname for column, *_ in compiler.select[self._columns]]
        populators: Any = get_related_populators  # its type hints are those of an older version of Django
        self._related = populators(info, compiler.select, self._alias)
        self._annotations = list((compiler.annotation_col_map or {}).items())

    def run(self, values: tuple[Any, ...]) -> list[Row]:
        bound = [
            values[sql_parameter.position] if isinstance(sql_parameter, _Parameter) else sql_parameter
            for sql_parameter in self._parameters
        ]
        connection = connections[self._alias]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, bound)
            rows = cursor.fetchall()
        converted = self._convert(rows, connection) if self._converters else rows
        make: Any = tuple if self._model is None else self._instance
        return [make(row) for row in converted]

    def _convert(self, rows: Iterable[Sequence[Any]], connection: Any) -> Iterable[Sequence[Any]]:
        for row in rows:
            converted = list(row)
            for position, (converters, expression) in self._converters:
                for converter in converters:
                    converted[position] = converter(converted[position], expression, connection)
            yield converted

    def _instance(self, row: Sequence[Any]) -> Any:
        instance = self._model.from_db(self._alias, self._names, row[self._columns])
        for populator in self._related:
            populator.populate(row, instance)
        for name, position in self._annotations:
            setattr(instance, name, row[position])
        return instance
