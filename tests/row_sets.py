"""The rows that most tests start with: created once per session, and copied back by the database for each test.

A world takes a hundred statements and the samples six hundred more; a copy takes one. The copy runs as the tables'
owner, since the serving login never sees two tenants at once.
"""

import io
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from graphlib import TopologicalSorter
from typing import Any, Literal

from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from demo.load import is_loaded, load
from demo.plan import make_plan
from tests.base import World

# Immediate foreign keys: copy a table after those that it refers to. Deferred ones wait for the commit.
AT_ONCE = """
    SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND NOT condeferrable AND conrelid <> confrelid AND connamespace = 'public'::regnamespace
"""

STORED = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""

# The rows were checked when they were created, so triggers and foreign keys are off for the copy.
RESTORE = """
    CREATE FUNCTION rows_{name}.restore() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET session_replication_role = replica AS $$ BEGIN {copies}; END $$;
    CREATE FUNCTION rows_{name}.compute_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        AS $$ BEGIN ANALYZE {tables}; END $$;
    CREATE FUNCTION rows_{name}.date_figures(day timestamptz) RETURNS void LANGUAGE sql SECURITY DEFINER
        AS $$ UPDATE evaluation_refresh SET refreshed_at = day $$;
    GRANT USAGE ON SCHEMA rows_{name} TO tfc_app;
"""


@dataclass
class RowSets:
    """``restore(name)`` copies the rows back, with the same ids, and returns what created them had returned."""

    made: dict[str, bytes] = field(default_factory=dict)
    # Tables that had rows before any test.
    stays: set[str] = field(default_factory=set)

    def store(self, name: str, make: Callable[[], Any]) -> None:
        """Create and commit rows as the serving login, copy them, and empty their tables again."""
        before = filled()
        new = self._store(name, make(), before)
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(new)} CASCADE")

    def store_current(self, name: str, made: Any) -> None:
        """Copy everything that a test has committed so far, and leave it in place."""
        self._store(name, made, self.stays)

    def _store(self, name: str, made: Any, but: set[str]) -> list[str]:
        added = filled() - but
        new = [table for table in _in_order() if table in added]
        copies = "; ".join(_copy(name, table) for table in new)
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA rows_{name}")
            for table in new:
                cursor.execute(f"CREATE TABLE rows_{name}.{table} AS TABLE public.{table}")
            cursor.execute(RESTORE.format(name=name, copies=copies, tables=", ".join(new)))
        self.made[name] = pickle.dumps(made)
        return new

    def restore(self, name: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rows_{name}.restore()")
        return pickle.loads(self.made[name])  # noqa: S301  # our own objects, of this very process

    def compute_statistics(self, name: str) -> None:
        """Compute the planner's statistics of restored rows: with those of another test's few rows, the database
        chooses plans that no installation has, some of them quadratic. It is a statement of its own, since both share
        a limit of time.
        """
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rows_{name}.compute_statistics()")

    def date_figures(self, name: str) -> None:
        """Let the restored figures be of this moment: those stored before a community's midnight are outdated, and its
        pages compute them again.
        """
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rows_{name}.date_figures(%s)", [timezone.now()])


ROW_SETS = RowSets()


def stored_world(name: Literal["world", "filled"] = "world") -> World:
    """Restore the world of tests/base.py; it is committed if the test has no transaction."""
    world: World = ROW_SETS.restore(name)
    return world


def load_demo(*options: str) -> str:
    output = io.StringIO()
    call_command("load_demo", *options, stdout=output)
    return output.getvalue()


class StoppedError(Exception):
    """Raised to interrupt the loading of the demo."""


def load_demo_in_three_goes() -> str:
    """Interrupt the loading twice and return the output of the third. A loading that started over would store
    communities twice."""
    for stop in ("Denver", "the figures"):
        with suppress(StoppedError):
            load(make_plan(timezone.now()), partial(_stop_at, stop))
        if is_loaded():
            raise AssertionError("The loading was not stopped.")
    return load_demo("--force")


def _stop_at(stop: str, line: str) -> None:
    if stop in line:
        raise StoppedError


@contextmanager
def committed(make: Callable[[], Any]) -> Iterator[Any]:
    """Commit the rows of ``make`` so that every login sees them; delete them at the end."""
    before = filled()
    try:
        yield make()
    finally:
        connection.close()
        if new := filled() - before:
            with connections["owner"].cursor() as cursor:
                cursor.execute(f"TRUNCATE {', '.join(new)} CASCADE")


def _copy(name: str, table: str) -> str:
    """Return the statement that copies all columns that are not generated."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(STORED, [table])
        columns = ", ".join(f'"{column}"' for (column,) in cursor.fetchall())
    return f"INSERT INTO public.{table} ({columns}) SELECT {columns} FROM rows_{name}.{table}"  # noqa: S608


def tables() -> list[str]:
    with connections["owner"].cursor() as cursor:
        return connections["owner"].introspection.table_names(cursor)


def filled() -> set[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM {table} LIMIT 1)" for table in tables()))  # noqa: S608
        return {name for (name,) in cursor.fetchall()}


def _in_order() -> Iterable[str]:
    order: TopologicalSorter[str] = TopologicalSorter({table: [] for table in tables()})
    with connections["owner"].cursor() as cursor:
        cursor.execute(AT_ONCE)
        for table, needed in cursor.fetchall():
            order.add(table, needed)
    return order.static_order()
