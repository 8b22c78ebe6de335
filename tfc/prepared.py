"""A query that nearly every page asks, compiled once.

Django turns a queryset into SQL anew each time that it is asked, which takes longer than PostgreSQL's answer where
that is one row by index. Write the queryset with `given` in the place of what differs, and keep the `Prepared` of it
in a module: what it gives is what the queryset would give.
"""

from collections.abc import Callable
from copy import copy
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.models import Lookup, Value

from tfc.database.kept_plans import Question
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
        self._compiled: dict[str, tuple[Any, Any, str, tuple[Any, ...], Any]] = {}

    def __call__(self, *values: Any) -> list[Row]:
        """The rows for these values; one query."""
        login = serving()
        if login not in self._compiled:
            self._compiled[login] = self._compile()
        queryset, compiler, sql, parameters, converters = self._compiled[login]
        bound = tuple(values[one.at] if isinstance(one, _Given) else one for one in parameters)
        asked = copy(compiler)
        asked.connection = connections[queryset.db]
        asked.as_sql = lambda *_arguments, **_options: (sql, bound)
        asked.get_converters = lambda _columns: converters
        asked.has_composite_fields = lambda _columns: False
        query = copy(queryset.query)
        query.get_compiler = lambda *_arguments, **_options: asked
        stand_in = SimpleNamespace(
            db=queryset.db,
            model=queryset.model,
            query=query,
            _fields=queryset._fields,
            _known_related_objects={},
        )
        return list(queryset._iterable_class(stand_in))

    def _compile(self) -> tuple[Any, Any, str, tuple[Any, ...], Any]:
        queryset: Any = self._write()
        compiler = queryset.query.get_compiler(queryset.db)
        sql, parameters = compiler.as_sql()
        sql = Question(sql, [at for at, one in enumerate(parameters) if isinstance(one, _Given)])
        # What makes of a column what Django gives depends on the column alone.
        converters = compiler.get_converters([one for one, *_rest in compiler.select[: compiler.col_count]])
        return queryset, compiler, sql, parameters, converters
