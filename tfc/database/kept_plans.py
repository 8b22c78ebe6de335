"""Questions whose plan PostgreSQL keeps, for as long as a connection lives.

To plan a question of a page behind row-level security takes longer than to answer it, since each policy is part of it.
psycopg2 sends every question as new text; a `Question` (tfc/prepared.py writes them) is told to the server once a
connection by PREPARE, and then only asked by EXECUTE. Nothing above the driver notices: what is logged, counted and
refused is the question itself.

A pooler that gives each transaction another connection to the server has no place for this. It is known by the number
of the server's process, which it cannot have told us, and every question then goes as it always did.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from psycopg2 import errors, extensions

# What a value is where the question alone would not say. Of others PostgreSQL takes what stands beside them for a hint.
TYPES: dict[type, str] = {
    bool: "::boolean",
    int: "::bigint",
    Decimal: "::numeric",
    dt.datetime: "::timestamptz",
    dt.date: "::date",
    dt.timedelta: "::interval",
    UUID: "::uuid",
}
# Of a bigint, its sign in them.
BITS = 64
# More than these a server's process is not asked to hold.
MOST = 500
_numbers = count(1)
Types = tuple[str, ...]


def type_of(value: Any) -> str:
    kind = TYPES.get(type(value), "")
    # An address may hold any number, which is then no row's.
    return "::numeric" if kind == "::bigint" and value.bit_length() >= BITS else kind


class Question(str):
    """SQL as Django writes it; ``places``: which of its parameters differ from one time to the next. The others are
    part of what is planned."""

    number: int
    places: tuple[int, ...]

    def __new__(cls, sql: str, places: Sequence[int]) -> "Question":
        made = super().__new__(cls, sql)
        made.number, made.places = next(_numbers), tuple(places)
        return made


class KeepingConnection(extensions.connection):
    """``names``: what this connection's server has been told, by question and types; None behind a pooler."""

    names: dict[tuple[int, Types], str] | None = None

    def begin(self) -> None:
        """Before anything else is asked, outside of any transaction.

        One plan for all values: else the first five times are planned for themselves, and a thread that is asked
        now and then would plan most of what it asks. Scopes are settings, which no plan knows the values of anyway.
        """
        with self.cursor(cursor_factory=extensions.cursor) as asking:
            asking.execute("SELECT pg_backend_pid()")
            if asking.fetchone() == (self.info.backend_pid,):
                asking.execute("SET plan_cache_mode = force_generic_plan")
                self.names = {}


class KeepingCursor(extensions.cursor):
    """Of a KeepingConnection."""

    connection: KeepingConnection
    _asked: tuple[Question, Any] | None = None

    @property
    def query(self) -> bytes | None:
        """What was asked last, for whoever writes it down."""
        return self.mogrify(*self._asked) if self._asked else super().query

    def execute(self, query: Any, vars: Any = None) -> None:  # noqa: A002 (as psycopg2 calls it)
        self._asked = None
        if not isinstance(query, Question) or (names := self.connection.names) is None:
            return super().execute(query, vars)
        self._asked, vars = (query, vars), vars or ()  # noqa: A001
        values = [vars[at] for at in query.places]
        types = tuple(map(type_of, values))
        name = names.get((query.number, types)) or self._told(query, vars, types, names)
        asked = f"EXECUTE {name}" + (f" ({', '.join(['%s'] * len(values))})" if values else "")
        try:
            return super().execute(asked, values or None)
        except errors.FeatureNotSupported:
            # A column has another type since. The next time it is planned anew.
            del names[query.number, types]
            raise

    def _told(self, query: Question, vars: Sequence[Any], types: Types, names: dict[Any, str]) -> str:  # noqa: A002
        if len(names) >= MOST:
            super().execute("DEALLOCATE ALL")
            names.clear()
        asked = dict(zip(query.places, types, strict=True))
        numbers = {at: place for place, at in enumerate(query.places, start=1)}
        words = [
            f"${numbers[at]}{asked[at]}" if at in asked else self.mogrify("%s", (value,)).decode()
            for at, value in enumerate(vars)
        ]
        name = f"kept_{query.number}_{next(_numbers)}"
        super().execute(f"PREPARE {name} AS {query % tuple(words)}")
        names[query.number, types] = name
        return name
