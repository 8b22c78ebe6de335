"""Creates the database's logins and their rights at each start; nothing changes if they are right."""

import psycopg2
from psycopg2 import errorcodes, sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import encrypt_password

from tfc.console import StackError
from tfc.db_roles.urls import (
    LOGINS,
    MAINTENANCE_DATABASE,
    get_database_name,
    get_password,
    login_password,
    login_urls,
)

NOTHING = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"

# tfc_owner migrates: it must see every row (BYPASSRLS), and it creates the test databases.
RIGHTS = {
    "tfc_app": NOTHING,
    "tfc_public": NOTHING,
    "tfc_office": NOTHING,
    "tfc_accounts": NOTHING,
    "tfc_links": NOTHING,
    "tfc_owner": "NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS",
    "tfc_figures": NOTHING,
    "tfc_backup": "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS",
    "tfc_watchdog": NOTHING,
}

# Milliseconds. A migration that waits for a lock makes every request behind it wait, so it gives up early.
SERVES = {"statement_timeout": 15_000, "lock_timeout": 10_000, "idle_in_transaction_session_timeout": 60_000}
# Shorter than the lock timeout of the other logins, so that no public page makes their statements fail.
# tfc/watchdog.py enforces these limits.
SERVES_EVERYBODY = {
    "statement_timeout": 8_000,
    "lock_timeout": 5_000,
    "idle_in_transaction_session_timeout": 8_000,
}
TIME_LIMITS = {
    "tfc_app": SERVES,
    "tfc_public": SERVES_EVERYBODY,
    "tfc_office": SERVES,
    "tfc_accounts": SERVES,
    "tfc_links": SERVES,
    "tfc_owner": {"statement_timeout": 0, "lock_timeout": 3_000},
    "tfc_figures": {"statement_timeout": 300_000, "lock_timeout": 10_000},
    "tfc_backup": {"statement_timeout": 0, "lock_timeout": 60_000},
    "tfc_watchdog": {"statement_timeout": 5_000, "lock_timeout": 1_000},
}

# Functions that PostgreSQL lets every login call and no request needs: reading what other sessions run, ending them,
# and large objects, which are stored outside of any table. Only a superuser can revoke them; on a managed server they
# stay, each login with access only to its own.
NOT_FOR_ALL = (
    "pg_stat_get_activity(integer)",
    "pg_stat_get_backend_activity(integer)",
    "pg_cancel_backend(integer)",
    "pg_terminate_backend(integer, bigint)",
    "lo_create(oid)",
    "lo_creat(integer)",
    "lo_from_bytea(oid, bytea)",
    "lo_open(oid, integer)",
    "lo_put(oid, bigint, bytea)",
    "lo_unlink(oid)",
)
# The watchdog needs two of them, only for the sessions of tfc_public (docs/adr/0037-watchdog.md).
FOR_THE_WATCHDOG = ("pg_stat_get_activity(integer)", "pg_terminate_backend(integer, bigint)")

MISSING_RIGHT = (
    "The login in DATABASE_URL may not {what}. The first start needs an administrative login that may create "
    "databases and roles with BYPASSRLS: log in as a superuser and say ALTER ROLE {login} CREATEROLE "
    "CREATEDB BYPASSRLS; or make the logins yourself and give DATABASE_OWNER_URL as well."
)


def prepare_logins(administrator_url: str) -> dict[str, str]:
    """Create the logins, the database and their rights, and return the URLs for the environment.

    Raise StackError if the server does not answer or the login lacks a right.
    """
    secret = get_password(administrator_url)
    database = get_database_name(administrator_url)
    server = connect(administrator_url, MAINTENANCE_DATABASE)
    try:
        for login, rights in RIGHTS.items():
            _ensure_login(server, login, rights, login_password(secret, login))
        _lead_watchdog_to_public(server)
        _ensure_database(server, database)
    except psycopg2.Error as error:
        raise _explain(error, server) from error
    finally:
        server.close()
    inside = connect(administrator_url, database)
    try:
        _give_schema_to_owner(inside, database)
        if is_superuser(inside):
            _keep_from_all(inside)
    except psycopg2.Error as error:
        raise _explain(error, inside) from error
    finally:
        inside.close()
    return login_urls(administrator_url)


def lend_to_tests(administrator_url: str) -> None:
    """Allow the default login of a throwaway server to switch to the logins of pages, without inheriting their rights.

    A test's rows are visible only to its own connection, which then takes the role of the page's login
    (tfc/logins.py).
    """
    server = connect(administrator_url, MAINTENANCE_DATABASE)
    try:
        with server.cursor() as cursor:
            cursor.execute(
                "GRANT tfc_public, tfc_office, tfc_accounts, tfc_links TO tfc_app WITH INHERIT FALSE, SET TRUE"
            )
            # Needed to copy rows back as a replica does, bypassing triggers and foreign keys (tests/row_sets.py).
            cursor.execute("GRANT SET ON PARAMETER session_replication_role TO tfc_owner")
            # Needed to end connections as a database restart does.
            cursor.execute("GRANT pg_signal_backend TO tfc_owner")
    finally:
        server.close()


def connect(url: str, database: str) -> Connection:
    """Open a connection in autocommit mode; raise StackError if the server refuses."""
    try:
        opened = psycopg2.connect(url, dbname=database, connect_timeout=10)
    except psycopg2.OperationalError as error:
        reason = " ".join(str(error).split())
        raise StackError(f"The database server in DATABASE_URL cannot be used: {reason}") from None
    opened.autocommit = True
    return opened


def _ensure_login(server: Connection, login: str, rights: str, password: str) -> None:
    name = sql.Identifier(login)
    with server.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login])
        verb = "ALTER" if cursor.fetchone() else "CREATE"
        # Hashed on the client, so that the server's log never contains the password.
        hashed = encrypt_password(password, login, scope=server, algorithm="scram-sha-256")
        statement = "{verb} ROLE {name} LOGIN {rights} PASSWORD {hashed}"
        cursor.execute(
            sql.SQL(statement).format(
                verb=sql.SQL(verb),
                name=name,
                rights=sql.SQL(_grantable(rights, server)),
                hashed=sql.Literal(hashed),
            )
        )
        for setting, milliseconds in TIME_LIMITS[login].items():
            cursor.execute(
                sql.SQL("ALTER ROLE {name} SET {setting} = {value}").format(
                    name=name, setting=sql.Identifier(setting), value=sql.Literal(milliseconds)
                )
            )


def _lead_watchdog_to_public(server: Connection) -> None:
    """Let the watchdog see and end the sessions of tfc_public: only a member of a role may do so."""
    with server.cursor() as cursor:
        cursor.execute("GRANT tfc_public TO tfc_watchdog")


def _grantable(rights: str, server: Connection) -> str:
    """Leave out attributes that only a superuser may set: on a managed server the administrator is not a superuser."""
    if is_superuser(server):
        return rights
    return rights.replace("NOSUPERUSER ", "").replace("NOREPLICATION ", "").replace("NOBYPASSRLS", "")


def is_superuser(server: Connection) -> bool:
    """Return True if the login of this connection is a superuser."""
    with server.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()
    return bool(row and row[0])


def _ensure_database(server: Connection, database: str) -> None:
    owner = sql.Identifier("tfc_owner")
    with server.cursor() as cursor:
        if not is_superuser(server):
            # Only a member of the new owner's role may give a database to it.
            cursor.execute(sql.SQL("GRANT {owner} TO CURRENT_USER").format(owner=owner))
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        if cursor.fetchone() is None:
            cursor.execute(
                sql.SQL("CREATE DATABASE {name} OWNER {owner} ENCODING 'UTF8' TEMPLATE template0").format(
                    name=sql.Identifier(database), owner=owner
                )
            )


def _give_schema_to_owner(inside: Connection, database: str) -> None:
    """Let only the owner create tables. An existing database keeps its owner."""
    name, owner = sql.Identifier(database), sql.Identifier("tfc_owner")
    logins = sql.SQL(", ").join(map(sql.Identifier, LOGINS.values()))
    statements = (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
        "GRANT USAGE ON SCHEMA public TO {logins}",
        "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {name} TO {logins}",
        "GRANT CREATE, TEMPORARY ON DATABASE {name} TO {owner}",
    )
    with inside.cursor() as cursor:
        for statement in statements:
            cursor.execute(sql.SQL(statement).format(name=name, owner=owner, logins=logins))


def _keep_from_all(inside: Connection) -> None:
    """Revoke these functions from all logins but the owner, which needs some to migrate and to drop test databases."""
    owner = sql.Identifier("tfc_owner")
    with inside.cursor() as cursor:
        for function in NOT_FOR_ALL:
            named = sql.SQL("FUNCTION pg_catalog." + function)
            cursor.execute(sql.SQL("REVOKE EXECUTE ON {one} FROM PUBLIC").format(one=named))
            cursor.execute(sql.SQL("GRANT EXECUTE ON {one} TO {owner}").format(one=named, owner=owner))
        for function in FOR_THE_WATCHDOG:
            named = sql.SQL("FUNCTION pg_catalog." + function)
            cursor.execute(sql.SQL("GRANT EXECUTE ON {one} TO tfc_watchdog").format(one=named))


def _explain(error: psycopg2.Error, server: Connection) -> StackError:
    """Turn the database's refusal into one sentence: which right is missing and how to grant it."""
    if error.pgcode != errorcodes.INSUFFICIENT_PRIVILEGE:
        return StackError(f"The database server refused: {' '.join(str(error).split())}")
    reason = " ".join(str(error).split())
    what = "create databases" if "create database" in reason else "create the application's logins"
    return StackError(
        MISSING_RIGHT.format(what=what, login=server.info.user) + f" (The server said: {reason})"
    )
