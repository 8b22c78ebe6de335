"""Locks of what is no row: one at a time, until the transaction ends (PostgreSQL's advisory locks)."""

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS, connections

# What is held, by the first half of the lock's key. Each is a number of ours alone.
FIGURES = 20_130  # of a community: stored or frozen by one at a time
TOTALS = 20_131  # of an office: added up by one worker at a time
IMPORT_CHUNKS = 20_132  # of an import's job: one chunk after the other, also where another worker takes over


def hold(kind: int, ids: Iterable[int], using: str = DEFAULT_DB_ALIAS) -> None:
    """Waits for whoever holds one of them; in order, so that no two wait for each other."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, id) FROM unnest(%s::int[]) AS id", [kind, sorted(ids)]
        )
