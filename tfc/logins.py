"""Which login of the database answers a page: each door names one, and that one may do no more than the door's pages.

Pages of a community are served by the default login. Those for everybody, those of offices, lists for programs, and the
pages on which somebody signs in have one of their own that takes its place for the page: what slips past a door still
meets a login that may not. What each may do stands in tfc/db_roles/apply.py; see docs/adr/0026-more-logins.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2 import sql
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

PRIMARY, PUBLIC, OFFICE, ACCOUNTS, LINKS = "default", "public", "office", "accounts", "links"
VARIABLES = {
    PUBLIC: "DATABASE_PUBLIC_URL",
    OFFICE: "DATABASE_OFFICE_URL",
    ACCOUNTS: "DATABASE_ACCOUNTS_URL",
    LINKS: "DATABASE_LINKS_URL",
}
_serving: ContextVar[str] = ContextVar("serving", default=PRIMARY)
# The default connection, while another one stands in its place.
_set_aside: ContextVar[BaseDatabaseWrapper | None] = ContextVar("set_aside", default=None)


@contextmanager
def served_by(alias: str) -> Iterator[None]:
    """Whatever this thread asks of the default connection goes to this login. Call it outside any scope.

    PRIMARY is the way back: whoever proves anew who he is goes on, in the same request, behind a door.
    """
    before = serving()
    if alias == before:
        yield
        return
    connection = connections[PRIMARY]
    # Only a test is in a transaction out here. Nobody else sees its rows, so it lends its connection to the login.
    lent = _lent(connection, alias, before) if connection.in_atomic_block else _in_place(alias)
    token = _serving.set(alias)
    try:
        with lent:
            yield
    finally:
        _serving.reset(token)


def serving() -> str:
    """Which login answers at this moment, by its alias. On a standby it is the same."""
    return _serving.get()


@contextmanager
def in_place_of_primary(alias: str) -> Iterator[None]:
    """Scopes, querysets and plain SQL alike.

    A router would miss whoever names the connection, and would find nothing there, since no scope is open on it.
    """
    primary = connections[PRIMARY]
    connections[PRIMARY] = connections[alias]
    try:
        yield
    finally:
        connections[PRIMARY] = primary


@contextmanager
def _in_place(alias: str) -> Iterator[None]:
    """`in_place_of_primary`, and PRIMARY itself in the place of another."""
    previous = connections[PRIMARY]
    primary = _set_aside.get() or previous
    token = _set_aside.set(primary)
    connections[PRIMARY] = primary if alias == PRIMARY else connections[alias]
    try:
        yield
    finally:
        connections[PRIMARY] = previous
        _set_aside.reset(token)


@contextmanager
def _lent(connection: BaseDatabaseWrapper, alias: str, before: str) -> Iterator[None]:
    """As the login itself: its policies and grants, and none of the lender's. Only the tests' server allows it."""
    _become(connection, alias)
    try:
        yield
    finally:
        if connection.connection.info.transaction_status != TRANSACTION_STATUS_INERROR:
            _become(connection, before)


def _become(connection: BaseDatabaseWrapper, alias: str) -> None:
    """Past Django, which counts what a page asks."""
    role = sql.SQL("NONE") if alias == PRIMARY else sql.Identifier(connections.databases[alias]["USER"])
    with connection.connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(role))


def missing() -> list[str]:
    """Which variables of the environment lead to no login of their own."""
    return [
        variable
        for alias, variable in VARIABLES.items()
        if alias not in connections.databases
        or connections.databases[alias]["USER"] == connections.databases[PRIMARY]["USER"]
    ]


@register(Tags.security, deploy=True)
def check_logins(**_kwargs: object) -> list[CheckMessage]:
    hint = "docs/deploy/upgrade.md says how to make it."
    return [
        Error(f"{variable} names no login of its own.", hint=hint, id="tfc.E001") for variable in missing()
    ]


def refuse_without() -> None:
    """In production no page is served by a login that may do more than it needs: ImproperlyConfigured."""
    if not settings.DEMO and (absent := missing()):
        raise ImproperlyConfigured(
            f"{' and '.join(absent)} must name logins of their own (docs/deploy/upgrade.md)."
        )
