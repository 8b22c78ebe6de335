"""What the logins of pages may do: offices what the policies say of offices, others what `tfc.db_roles.table` lists.

It is made so after each migration. tests/security/grants.txt holds the outcome, for every table and login.
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
from tfc.db_roles.table import ACCOUNTS_MAY, LINKS_MAY, NARROWED, OFFICES_ALSO, PUBLIC_MAY, SEES, Privileges
from tfc.tenancy import ACCOUNTS, APP, BACKUP, FIGURES, GLOBAL_TABLES, LINKS, OFFICE, PUBLIC

# The logins that answer pages beside the serving one.
PAGES = (OFFICE, PUBLIC, ACCOUNTS, LINKS)
WIDE: Privileges = dict.fromkeys(NARROWED, ("SELECT", "INSERT", "UPDATE", "DELETE"))

# How many others try a story is said with the story.
COUNTED_BY_LINK = "library_adoption"

# What triggers write down (tfc/auditing.py) is written by whoever writes the record.
BY_WHOEVER_WRITES = "by_whoever_writes"

# A condition that can hold on a page of a community, whether it asks a function or has the setting written into it.
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
# What a table's rows point at, where the pointed-at rows have policies.
POINTED_AT = """
    SELECT p.conrelid::regclass::text, t.relname::text FROM pg_constraint p JOIN pg_class t ON t.oid = p.confrelid
    WHERE p.contype = 'f' AND t.relrowsecurity AND p.connamespace = 'public'::regnamespace
"""
# Of a table whose other columns may all be read, those that come later as well.
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
    """One of those by which the serving login sees rows; ``logins``: all that it holds for."""

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
        """A restrictive one holds for whoever writes there. Nobody on pages for everybody is a coordinator, and no
        program is handed what others showed a community."""
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
    """After each migration: the serving login may use the named global tables, and nothing that is not named.

    Third-party apps bring their tables without our operations, so this cannot stand in a migration of ours.
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
            # Workers alone delete anybody: who was made up for a sample town. Others are held by what they did.
            cursor.execute(f"GRANT SELECT (id, email), DELETE ON communities_user TO {FIGURES}")


def grant_pages(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After each migration: the logins of pages may do what is said here, and nothing that was said before.

    Policies first, each on its own, since it waits for whoever reads the table; where nothing is new, none does.
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
        # Joined by their pages. No policy holds for the login there, so that they find nothing, whatever the scope.
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
                # A trigger numbers an entry and its details alike.
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
            if table in tables:
                _let_see(cursor, login, table, name, condition)


def narrow(using: str, *, undo: bool = False) -> None:
    """From now on the serving login neither reads nor changes what people sign in with and are known by, or does so
    again."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        _grant(cursor, APP, NARROWED, WIDE if undo else NARROWED)


def is_narrow(cursor: Any, table: str) -> bool:
    """From the beginning where nobody has an account yet; later when the release before no longer serves, table by
    table, since that one may know of fewer."""
    cursor.execute(
        "SELECT NOT EXISTS (SELECT FROM communities_user) OR NOT has_table_privilege(%s, %s, 'DELETE')",
        [APP, table],
    )
    return bool(cursor.fetchone()[0])


def _offices_may(policies: Iterable[Policy], held: set[tuple[str, str]]) -> Privileges:
    """Of what the serving login holds, what some policy about offices opens; and what is listed."""
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
        # The condition is our own text.
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
            # Out of our own lists: a verb, or a verb and its columns.
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
