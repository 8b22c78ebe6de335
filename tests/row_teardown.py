"""Delete the rows that a test committed.

Django truncates every table, which creates new files for each, and stores the permissions again. One call of a database
function takes ten milliseconds.
"""

from collections.abc import Callable
from typing import Any

from django.db import connections

from tests.row_sets import tables

# The lock waits for other writers, such as the live server's threads. Triggers and foreign keys are off.
TAKE_AWAY = """
    CREATE SCHEMA emptying;
    CREATE FUNCTION emptying.take_away() RETURNS void LANGUAGE plpgsql
        SET session_replication_role = replica
        AS $$ BEGIN LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE; {deletes} END $$
"""


def only_what_it_filled(stays: set[str]) -> Callable[[Any], None]:
    """Return a replacement for ``TransactionTestCase._fixture_teardown``. ``stays``: tables that had rows before any
    test."""
    with connections["owner"].cursor() as cursor:
        all_of_them = tables()
        deletes = "".join(f"DELETE FROM {table};" for table in all_of_them if table not in stays)  # noqa: S608
        cursor.execute(TAKE_AWAY.format(tables=", ".join(all_of_them), deletes=deletes))

    def take_away(case: Any) -> None:
        if "owner" in case.databases:
            empty()

    return take_away


def empty() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT emptying.take_away()")


def keep_usable_connections(_case: Any) -> bool:
    """Replace ``TransactionTestCase._should_reload_connections``, which closes every connection: a new one would plan
    the functions that restore and delete rows again, and read the catalog again."""
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None and (connection.in_atomic_block or not connection.is_usable()):
            connection.close()
    return False
