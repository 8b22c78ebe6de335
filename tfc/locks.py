"""PostgreSQL advisory locks for things that are no row; they are released at the end of the transaction."""

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS, connections

# The first half of the lock's key says what is locked. Each number is used only here.
FIGURES = 20_130  # of a community: stored or frozen by one process at a time
TOTALS = 20_131  # of an office: totaled by one worker at a time
IMPORT_CHUNKS = 20_132  # of an import job: one chunk after the other, even if another worker takes over


def hold(kind: int, ids: Iterable[int], using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the locks, and wait for those that others hold; in order, so that no deadlock occurs."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, id) FROM unnest(%s::int[]) AS id", [kind, sorted(ids)]
        )
