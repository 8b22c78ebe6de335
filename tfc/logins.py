"""Which login of the database answers a page: each door names one, and that one may do no more than the door's pages.

Pages of a community are served by the default login. Those for everybody, and those of offices, have one of their own
that takes its place for the page: what slips past a door still meets a login that may not. What each may do stands in
tfc/grants.py; see docs/adr/0026-more-logins.md.
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

PRIMARY, PUBLIC, OFFICE = "default", "public", "office"
VARIABLES = {PUBLIC: "DATABASE_PUBLIC_URL", OFFICE: "DATABASE_OFFICE_URL"}
_serving: ContextVar[str] = ContextVar("serving", default=PRIMARY)


@contextmanager
def served_by(alias: str) -> Iterator[None]:
    """Whatever this thread asks of the default connection goes to this login. Call it outside any scope."""
    primary = connections[PRIMARY]
    # Only a test is in a transaction out here. Nobody else sees its rows, so it lends its connection to the login.
    lent = _lent(primary, alias) if primary.in_atomic_block else in_place_of_primary(alias)
    token = _serving.set(alias)
    try:
        with lent:
            yield
    finally:
        _serving.reset(token)


def serving() -> str:
    """Which login answers at this moment: PRIMARY, PUBLIC or OFFICE. On a standby it is the same."""
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
def _lent(connection: BaseDatabaseWrapper, alias: str) -> Iterator[None]:
    """As the login itself: its policies and grants, and none of the lender's. Only the tests' server allows it."""
    login = sql.Identifier(connections.databases[alias]["USER"])
    # Past Django, which counts what a page asks.
    with connection.connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(login))
    try:
        yield
    finally:
        if connection.connection.info.transaction_status != TRANSACTION_STATUS_INERROR:
            with connection.connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE NONE")


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
    return [Error(f"{one} names no login of its own.", hint=hint, id="tfc.E001") for one in missing()]


def refuse_without() -> None:
    """In production no page is served by a login that may do more than it needs: ImproperlyConfigured."""
    if not settings.DEMO and (absent := missing()):
        raise ImproperlyConfigured(
            f"{' and '.join(absent)} must name logins of their own (docs/deploy/upgrade.md)."
        )
