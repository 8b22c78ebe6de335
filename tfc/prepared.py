"""A query that nearly every page asks, compiled once.

Django turns a queryset into SQL anew each time that it is asked, which takes longer than PostgreSQL's answer where
that is one row by index. Write the queryset with `given` in the place of what differs, and keep the `Prepared` of it
in a module: what it gives is what the queryset would give.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.models import Lookup, Value
from django.db.models.query import ModelIterable

from tfc.database.kept_plans import Question
from tfc.filled import Filling
from tfc.logins import serving

Row = TypeVar("Row")


class _Given:
    def __init__(self, at: int) -> None:
        self.at = at


def given(at: int) -> Any:
    """The ``at``-th of the values that come with the question, counted from 0. They go to the database as they are:
    no text for a number, no local time for a moment."""
    return Value(_Given(at))


@models.Field.register_lookup
@models.ForeignKey.register_lookup
class Among(Lookup):
    """``community__among=given(1)``, ``pk__among=given(0)``: a key of a list that comes along, however long."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, of_left = self.process_lhs(compiler, connection)
        right, of_right = self.process_rhs(compiler, connection)
        return f"{left} = ANY ({right})", (*of_left, *of_right)


class Prepared(Generic[Row]):
    """``write`` is called once, at the first question. Its queryset must have no prefetches and no composite key."""

    def __init__(self, write: Callable[[], models.QuerySet[Any, Row]]) -> None:
        self._write = write
        # By login, since not each of them reads every column (tfc/withheld.py).
        self._compiled: dict[str, _Compiled[Row]] = {}

    def __call__(self, *values: Any) -> list[Row]:
        """The rows for these values; one query."""
        login = serving()
        if login not in self._compiled:
            self._compiled[login] = _Compiled(self._write())
        return self._compiled[login].ask(values)


class _Compiled(Generic[Row]):
    """One question for one login."""

    def __init__(self, queryset: Any) -> None:
        self._queryset, self._alias = queryset, queryset.db
        compiler = queryset.query.get_compiler(self._alias)
        sql, self._parameters = compiler.as_sql()
        self._sql = Question(sql, [at for at, one in enumerate(self._parameters) if isinstance(one, _Given)])
        # What makes of a column what Django gives depends on the column alone.
        columns = [one for one, *_rest in compiler.select[: compiler.col_count]]
        self._converters = list(compiler.get_converters(columns).items())
        # DISTINCT may need columns that nobody asked for.
        self._width = compiler.col_count if compiler.has_extra_select else None
        is_model = queryset._iterable_class is ModelIterable
        self._made = Filling(compiler, self._alias).rows if is_model else self._plain

    def ask(self, values: tuple[Any, ...]) -> list[Row]:
        bound = tuple(values[one.at] if isinstance(one, _Given) else one for one in self._parameters)
        connection = connections[self._alias]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, bound)
            rows = cursor.fetchall()
        if self._width:
            rows = [row[: self._width] for row in rows]
        return self._made(self._converted(rows, connection) if self._converters else rows)

    def _converted(self, rows: Iterable[Sequence[Any]], connection: Any) -> list[list[Any]]:
        found = [list(row) for row in rows]
        for at, (converters, expression) in self._converters:
            for row in found:
                for converter in converters:
                    row[at] = converter(row[at], expression, connection)
        return found

    def _plain(self, rows: Iterable[Sequence[Any]]) -> list[Row]:
        """What ``values`` and its like make of a row is left to Django."""
        asked = SimpleNamespace(results_iter=lambda **_options: map(tuple, rows))
        query = copy(self._queryset.query)
        query.get_compiler = lambda *_arguments, **_options: asked
        stand_in = SimpleNamespace(db=self._alias, query=query, _fields=self._queryset._fields)
        return list(self._queryset._iterable_class(stand_in))
