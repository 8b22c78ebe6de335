"""The cost of row-level security: the statements of a page with and without it.

Without policies the same statements would read every community's rows. So each has a twin with the community as a
condition on each table, run by a login that bypasses policies. The difference is the cost of policies: conditions that
are added, and that must be checked before others. Left out are statements whose twin returns other rows (a policy that
shows shared rows is no plain condition), or that cannot be rewritten.
"""

import time
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

from django.db import connections
from django.db.utils import ProgrammingError

from tests.bench.result_rows import ResultRow, ratio_row
from tests.bench.servers import Stage
from tests.bench.statements import Statement, asked_by, reads, with_community
from tests.bench.visitors import Person
from tfc.tenancy import community_scope

GOAL = 1.35
# The logins that policies apply to, and that bypass them.
BEHIND, PAST = "default", "owner"
PAIRS = 21
VISITORS = 5
# A page's statements are so short that one time says little.
TIMES = 5
PAGES = {
    "event list": "events/",
    "organization list": "organizations/",
    "event detail": "events/{event}/",
    "community home": "",
}
WALLED = """
    SELECT relname::text FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relrowsecurity AND relnamespace = 'public'::regnamespace AND attname = 'community_id'
"""


@dataclass(frozen=True)
class Twin:
    """A statement of a page under policies, and its twin without."""

    behind: Statement
    past: Statement


def at_the_wall(stage: Stage) -> list[ResultRow]:
    tables = _walled()
    return [_row(name, path, stage.coordinators[:VISITORS], tables) for name, path in PAGES.items()]


def _walled() -> frozenset[str]:
    with connections[PAST].cursor() as cursor:
        cursor.execute(WALLED)
        return frozenset(name for (name,) in cursor.fetchall())


def _row(name: str, path: str, people: Sequence[Person], tables: Collection[str]) -> ResultRow:
    twins = {person: _twins(person, path, tables) for person in people}
    behind, past = [], []
    for _ in range(PAIRS):
        both = [
            (
                _milliseconds(BEHIND, who, [pair.behind for pair in of_page]),
                _milliseconds(PAST, who, [pair.past for pair in of_page]),
            )
            for who, of_page in twins.items()
        ]
        behind.append(sum(milliseconds for milliseconds, _ in both))
        past.append(sum(milliseconds for _, milliseconds in both))
    return ratio_row(f"row-level security, {name}", GOAL, behind, past)


def _twins(person: Person, path: str, tables: Collection[str]) -> list[Twin]:
    """Return twins of the statements that can be rewritten."""
    address = f"/c/{person.slug}/" + path.format(event=person.event(0))
    twins = []
    for read in reads(asked_by(person, address), tables):
        twin = Twin(read, Statement(with_community(read.sql, tables, person.community), read.values))
        # GROUP BY a key stands for all columns of a table but not of a sub-select, so such a statement cannot be
        # rewritten.
        with suppress(ProgrammingError):
            if _rows(PAST, person, twin.past) == _rows(BEHIND, person, read):
                twins.append(twin)
    if not twins:
        raise LookupError(f"No statement of {address} can be said without the wall.")
    return twins


def _rows(using: str, person: Person, statement: Statement) -> list[str]:
    with _scope(person, using), connections[using].cursor() as cursor:
        cursor.execute(statement.sql, statement.values)
        return sorted(map(repr, cursor.fetchall()))


def _scope(person: Person, using: str) -> AbstractContextManager[None]:
    return community_scope(person.community, person.office, using=using, coordinator=True)


def _milliseconds(using: str, person: Person, statements: Sequence[Statement]) -> float:
    with _scope(person, using), connections[using].cursor() as cursor:
        began = time.perf_counter()
        for _ in range(TIMES):
            for statement in statements:
                cursor.execute(statement.sql, statement.values)
                cursor.fetchall()
        return (time.perf_counter() - began) * 1000
