"""The database login that answers a page: each access decorator names one, which has only the rights that its pages
need.

The default login serves pages of a community. Public pages, offices' pages, data links and sign-in pages each have a
login that replaces it for the request: a mistake in an access decorator still meets a login without the right.
tfc/db_roles/apply.py grants the rights; see docs/adr/0026-more-logins.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, models
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
# The default connection while another one replaces it.
_set_aside: ContextVar[BaseDatabaseWrapper | None] = ContextVar("set_aside", default=None)


@contextmanager
def use_login(alias: str) -> Iterator[None]:
    """Send all queries of this thread on the default connection to this login. Call it outside of any scope.

    PRIMARY switches back: after reauthentication the request continues behind another access decorator.
    """
    before = serving()
    if alias == before:
        yield
        return
    connection = connections[PRIMARY]
    # Only a test is in a transaction here. No other connection sees its rows, so its connection takes the login's
    # role.
    lent = _lent(connection, alias, before) if connection.in_atomic_block else _in_place(alias)
    token = _serving.set(alias)
    try:
        with lent:
            yield
    finally:
        _serving.reset(token)


def serving() -> str:
    """Return the alias of the login that answers now; the same on a standby."""
    return _serving.get()


class WithheldCharField(models.CharField):
    """A column that is NULL for all logins but that of accounts: pages of a team or an office load the accounts of
    its people, but never need their passwords. An object loaded that way cannot be saved as a whole.
    """

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        return (sql, params) if serving() == ACCOUNTS else ("NULL::varchar", ())

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Return the deconstruction of a plain CharField, which it is in the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


@contextmanager
def in_place_of_primary(alias: str) -> Iterator[None]:
    """Use another connection in place of the default one: for scopes, querysets and plain SQL.

    A database router would not affect code that names the connection, and no scope is open on the other one.
    """
    primary = connections[PRIMARY]
    connections[PRIMARY] = connections[alias]
    try:
        yield
    finally:
        connections[PRIMARY] = primary


@contextmanager
def _in_place(alias: str) -> Iterator[None]:
    """Do the same as `in_place_of_primary`, and also allow PRIMARY to replace another connection."""
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
    """Give a test's connection the login's role: its policies and grants and no others. Only the tests' server allows
    it.
    """
    _become(connection, alias)
    try:
        yield
    finally:
        if connection.connection.info.transaction_status != TRANSACTION_STATUS_INERROR:
            _become(connection, before)


def _become(connection: BaseDatabaseWrapper, alias: str) -> None:
    """Set the role without Django, which counts the queries of a page."""
    role = sql.SQL("NONE") if alias == PRIMARY else sql.Identifier(connections.databases[alias]["USER"])
    with connection.connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(role))


def missing() -> list[str]:
    """Return the environment variables that name no separate login."""
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
    """Raise ImproperlyConfigured if, in production, a page would be served by a login with more
    rights than it needs.
    """
    if not settings.DEMO and (absent := missing()):
        raise ImproperlyConfigured(
            f"{' and '.join(absent)} must name logins of their own (docs/deploy/upgrade.md)."
        )


class DatabaseRouter:
    """Allows migrations only for the owner; all other code names its login or uses the default one."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        return True
