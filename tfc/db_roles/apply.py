"""Grants the database logins of pages their rights: to offices what the policies say of offices, to the others what
`tfc.db_roles.table` lists.

The grants are applied after each migration. tests/security/grants.txt records the result for every table and login.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.core.management import CommandError
from django.db import connections, transaction
from psycopg2 import sql

from tfc.auditing import OWN_ACCOUNT
from tfc.db_roles.table import (
    ACCOUNTS_MAY,
    LINKS_MAY,
    NARROWED,
    OFFICES_ALSO,
    PUBLIC_MAY,
    SEES,
    SHOWN,
    SHOWN_BY,
    Privileges,
)
from tfc.tenancy import ACCOUNTS, APP, BACKUP, FIGURES, GLOBAL_TABLES, LINKS, OFFICE, PUBLIC

# The logins that answer pages, apart from the default one.
PAGES = (OFFICE, PUBLIC, ACCOUNTS, LINKS)
WIDE: Privileges = dict.fromkeys(NARROWED, ("SELECT", "INSERT", "UPDATE", "DELETE"))

# Stories are exported with the number of communities that adopted them, so data links read this shared table.
COUNTED_BY_LINK = "library_adoption"

# Name of the policy by which the login that writes a record may also write its audit entry (tfc/auditing.py).
BY_WHOEVER_WRITES = "by_whoever_writes"

# Matches a condition that can be true on a page of a community, whether it calls a function or contains the setting.
OF_EVERYBODY = re.compile(r"tfc_(community|home_office)\(|'tfc\.community'")

VERBS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}

POLICIES = """
    SELECT c.relname, p.polname, p.polcmd::text, NOT p.polpermissive,
           concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)),
           array(SELECT rolname::text FROM pg_roles WHERE oid = ANY (p.polroles) ORDER BY rolname)
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
    WHERE c.relnamespace = 'public'::regnamespace AND %s::regrole = ANY (p.polroles)
    ORDER BY c.relname, p.polname
"""
HELD = """
    SELECT c.relname, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.grantee = %s::regrole
"""
# Foreign keys of each table to tables with row-level security.
POINTED_AT = """
    SELECT p.conrelid::regclass::text, t.relname::text FROM pg_constraint p JOIN pg_class t ON t.oid = p.confrelid
    WHERE p.contype = 'f' AND t.relrowsecurity AND p.connamespace = 'public'::regnamespace
"""
# Matches a grant on all columns except these, including columns that are added later.
ALL_BUT = re.compile(r"\(all but ([\w, ]+)\)")
COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attname) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ALL (%s)
"""
OWNED = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relowner = current_user::regrole
    ORDER BY relname
"""


@dataclass(frozen=True)
class Policy:
    """A policy by which the default login sees rows; ``logins``: all logins that it applies to."""

    table: str
    name: str
    command: str
    is_restrictive: bool
    condition: str
    logins: frozenset[str]

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> "Policy":
        table, name, command, is_restrictive, condition, logins = row
        return cls(table, name, command, is_restrictive, condition, frozenset(logins))

    def is_for(self, login: str) -> bool:
        """Return True if the policy applies to the login. A restrictive one applies to every login that writes there.
        On public pages nobody acts as a coordinator, and programs see no records that others shared with a community.
        """
        if self.is_restrictive or self.name == BY_WHOEVER_WRITES:
            return True
        if login == OFFICE:
            return "tfc_office(" in self.condition and self.name != OWN_ACCOUNT
        if login == ACCOUNTS or self.table in SEES[login] or self.name == OWN_ACCOUNT:
            return False
        if login == LINKS and "audience" in self.condition and self.table != COUNTED_BY_LINK:
            return False
        return bool(OF_EVERYBODY.search(self.condition)) and "tfc.coordinator" not in self.condition

    @property
    def verbs(self) -> set[str]:
        return set(VERBS.values()) if self.command == "*" else {VERBS[self.command]}


def grant_global_tables(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Grant the default login the named global tables after each migration, and nothing else.

    Third-party apps create their tables without our operations, so a migration of ours cannot do this.
    """
    if using != "owner":
        return
    connection = connections[using]
    present = GLOBAL_TABLES & set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}, {FIGURES}")
        cursor.execute(f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {BACKUP}")
        for table in sorted(present):
            verbs = "SELECT" if table == "django_migrations" else "SELECT, INSERT, UPDATE, DELETE"
            name = connection.ops.quote_name(table)
            if table not in NARROWED:
                cursor.execute(f"GRANT {verbs} ON {name} TO {APP}")
            cursor.execute(f"GRANT SELECT ON {name} TO {BACKUP}")
        for table in sorted(present & {"communities_community", "communities_office", "django_migrations"}):
            cursor.execute(f"GRANT SELECT ON {connection.ops.quote_name(table)} TO {FIGURES}")
        if "communities_user" in present:
            # Only workers delete users: the invented people of a sample community. Other users are referenced by their
            # records.
            cursor.execute(f"GRANT SELECT (id, email), DELETE ON communities_user TO {FIGURES}")


def grant_pages(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Grant the logins of pages exactly the rights defined here, after each migration.

    Policies are changed first, each in a statement of its own, which waits for readers of the table; unchanged ones
    are skipped.
    """
    if using != "owner":
        return
    connection = connections[using]
    with connection.cursor() as cursor:
        _refuse_without_logins(cursor)
        cursor.execute(POLICIES, [APP])
        policies = [Policy.from_row(row) for row in cursor.fetchall()]
        cursor.execute(OWNED)
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(HELD, [APP])
        of_offices = _offices_may(policies, set(cursor.fetchall()))
        cursor.execute(POINTED_AT)
        # Offices' pages join these tables. No policy applies to the login there, so they return no rows in any scope.
        joined = {
            there for here, there in cursor.fetchall() if here in of_offices and there not in of_offices
        }
        may = {
            OFFICE: {**of_offices, **dict.fromkeys(joined, ("SELECT",))},
            PUBLIC: PUBLIC_MAY,
            ACCOUNTS: ACCOUNTS_MAY,
            LINKS: LINKS_MAY,
        }
        _give_rows(cursor, policies, tables, may)
        with transaction.atomic(using=using):
            for login, privileges in may.items():
                _grant(cursor, login, tables, privileges)
            if NARROWED.keys() <= set(tables):
                for table in NARROWED:
                    _grant(cursor, APP, [table], NARROWED if is_narrow(cursor, table) else WIDE)
            if "communities_auditentry" in tables:
                # The trigger numbers an entry and its details from the same sequence.
                cursor.execute(
                    "GRANT USAGE ON SEQUENCE communities_auditentry_id_seq"
                    " TO tfc_office, tfc_public, tfc_accounts, tfc_links"
                )


def _give_rows(
    cursor: Any, policies: Iterable[Policy], tables: Iterable[str], may: Mapping[str, Privileges]
) -> None:
    for policy in policies:
        _extend(
            cursor, policy, {login for login in may if policy.table in may[login] and policy.is_for(login)}
        )
    for login, visible_tables in SEES.items():
        for table, (name, condition) in visible_tables.items():
            # On the way back to no migration, a table that the condition reads may be gone already.
            if table in tables and (SHOWN not in condition or SHOWN_BY in tables):
                _let_see(cursor, login, table, name, condition)


def narrow(using: str, *, undo: bool = False) -> None:
    """Revoke the default login's rights on sign-in data and secrets; with ``undo``, grant them again."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        _grant(cursor, APP, NARROWED, WIDE if undo else NARROWED)


def is_narrow(cursor: Any, table: str) -> bool:
    """Return True if the table's rights are narrowed: from the start if there is no account yet, otherwise once the
    previous release no longer serves; decided per table, since that release may know fewer tables.
    """
    cursor.execute(
        "SELECT NOT EXISTS (SELECT FROM communities_user) OR NOT has_table_privilege(%s, %s, 'DELETE')",
        [APP, table],
    )
    return bool(cursor.fetchone()[0])


def _offices_may(policies: Iterable[Policy], held: set[tuple[str, str]]) -> Privileges:
    """Return the default login's rights on tables that a policy about offices opens, and the listed rights."""
    may: dict[str, set[str]] = {table: set(listed) for table, listed in OFFICES_ALSO.items()}
    for policy in policies:
        if not policy.is_restrictive and policy.is_for(OFFICE):
            may.setdefault(policy.table, set()).update(
                verb for verb in policy.verbs if (policy.table, verb) in held
            )
    return may


def _extend(cursor: Any, policy: Policy, logins: set[str]) -> None:
    wanted = policy.logins - set(PAGES) | logins
    if wanted != policy.logins:
        cursor.execute(
            sql.SQL("ALTER POLICY {} ON {} TO {}").format(
                sql.Identifier(policy.name),
                sql.Identifier(policy.table),
                sql.SQL(", ").join(map(sql.Identifier, sorted(wanted))),
            )
        )


def _let_see(cursor: Any, login: str, table: str, name: str, condition: str) -> None:
    cursor.execute("SELECT 1 FROM pg_policy WHERE polrelid = %s::regclass AND polname = %s", [table, name])
    if not cursor.fetchone():
        # The condition comes from our own code.
        cursor.execute(
            sql.SQL("CREATE POLICY {} ON {} TO {} USING ({})").format(
                sql.Identifier(name), sql.Identifier(table), sql.Identifier(login), sql.SQL(condition)
            )
        )


def _grant(cursor: Any, login: str, tables: Iterable[str], may: Privileges) -> None:
    for table in tables:
        place = {"table": sql.Identifier(table), "login": sql.Identifier(login)}
        cursor.execute(sql.SQL("REVOKE ALL ON {table} FROM {login}").format(**place))
        for privilege in sorted(may.get(table, ())):
            # Comes from our own lists: a verb, or a verb with its columns.
            privilege_sql = sql.SQL(_with_columns(cursor, table, privilege))
            cursor.execute(sql.SQL("GRANT {told} ON {table} TO {login}").format(told=privilege_sql, **place))


def _with_columns(cursor: Any, table: str, privilege: str) -> str:
    match = ALL_BUT.search(privilege)
    if match is None:
        return privilege
    cursor.execute(COLUMNS, [table, match[1].split(", ")])
    return privilege.replace(match[0], f"({cursor.fetchone()[0]})")


def _refuse_without_logins(cursor: Any) -> None:
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", [list(PAGES)])
    if absent := set(PAGES) - {name for (name,) in cursor.fetchall()}:
        raise CommandError(f"Make {' and '.join(sorted(absent))} first: docs/deploy/upgrade.md says how.")
