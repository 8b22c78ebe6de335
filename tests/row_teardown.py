"""What a test committed is taken away after it: of all tables that have rows, and without what Django does beside.

Django's own way truncates every table, which makes new files for each of them and its indexes, and stores the rights
of each model anew. A function of the database keeps its plans: one call takes ten milliseconds.
"""

from collections.abc import Callable
from typing import Any

from django.db import connections

from tests.row_sets import tables

# Whoever still writes, such as a thread of the live server, is waited for. As on a replica no trigger and no foreign
# key looks at what goes.
TAKE_AWAY = """
    CREATE SCHEMA emptying;
    CREATE FUNCTION emptying.take_away() RETURNS void LANGUAGE plpgsql
        SET session_replication_role = replica
        AS $$ BEGIN LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE; {deletes} END $$
"""


def only_what_it_filled(stays: set[str]) -> Callable[[Any], None]:
    """In the place of ``TransactionTestCase._fixture_teardown``. ``stays``: tables that had rows before any test."""
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
