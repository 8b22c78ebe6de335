"""The SQL of a page: recorded, and rewritten as without row-level security."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.test import Client

from tests.bench.visitors import Person

# How Django names a table: quoted, with an alias if it appears twice.
NAMED = re.compile(r'(FROM|JOIN) "(\w+)"(?!\.)( [A-Z]\d+)?')


@dataclass(frozen=True)
class Statement:
    sql: str
    values: tuple[Any, ...]


@contextmanager
def caught() -> Iterator[list[Statement]]:
    """Record every statement, whichever login runs it."""
    results: list[Statement] = []

    def note(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]
    ) -> Any:
        results.append(Statement(sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with ExitStack() as all_logins:
        for connection in connections.all():
            all_logins.enter_context(connection.execute_wrapper(note))
        yield results


def asked_by(person: Person, path: str) -> list[Statement]:
    """Return a page's statements on its second visit. LookupError if it fails."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["sessionid"] = person.session
    client.get(path)
    with caught() as queries:
        status = client.get(path).status_code
    if status != 200:
        raise LookupError(f"{path} answered {status}")
    return queries


def reads(queries: Sequence[Statement], tables: Collection[str]) -> list[Statement]:
    """Return those that read one of ``tables`` without a lock."""
    return [
        query
        for query in queries
        if query.sql.startswith("SELECT")
        and " FOR " not in query.sql
        and any(f'"{name}"' in query.sql for name in tables)
    ]


def with_community(sql: str, tables: Collection[str], community: int) -> str:
    """Return ``sql`` with a condition on the community for each of ``tables``."""

    def only(match: re.Match[str]) -> str:
        word, table, alias = match.groups()
        if table not in tables:
            return match[0]
        return f'{word} (SELECT * FROM "{table}" WHERE community_id = {community}) {alias or table}'

    return NAMED.sub(only, sql)
