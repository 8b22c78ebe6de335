"""What a test committed is taken away after it: of the tables that have rows, and without what Django does beside.

Django's own way truncates every table, which makes new files for each of them and its indexes, and stores the rights
of each model anew.
"""

from typing import Any

from django.db import connections, transaction

from tests.kept import filled, tables


def only_what_it_filled(stays: set[str]) -> Any:
    """In the place of ``TransactionTestCase._fixture_teardown``. ``stays``: tables that had rows before any test."""

    def take_away(case: Any) -> None:
        if "owner" not in case.databases:
            return
        with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
            # Whoever still writes, such as a thread of the live server, is waited for.
            cursor.execute(f"LOCK TABLE {', '.join(tables())} IN SHARE ROW EXCLUSIVE MODE")
            # As on a replica: no trigger and no foreign key looks at what goes.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in filled() - stays:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608  # a name from the catalogue

    return take_away
