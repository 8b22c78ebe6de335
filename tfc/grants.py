"""What the logins of pages may do: offices what the policies say of offices, the public what is listed here.

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

from tfc.isolation import IN_COMMUNITY, IN_OFFICE
from tfc.tenancy import APP, OFFICE, PUBLIC

Privileges = Mapping[str, Iterable[str]]

# Of the tables that stand outside every scope: what an office's pages need of them.
OFFICES_ALSO: Privileges = {
    "account_emailaddress": ["SELECT"],
    "communities_community": ["SELECT", "INSERT", "UPDATE"],
    "communities_invitation": ["SELECT", "INSERT", "UPDATE", "DELETE"],
    "communities_membership": ["SELECT", "UPDATE"],
    "communities_noticesetting": ["SELECT"],
    "communities_office": ["SELECT", "UPDATE"],
    "communities_staffmembership": ["SELECT", "INSERT", "UPDATE"],
    # All but the password (tfc/withheld.py). Whoever leaves the staff is signed out everywhere.
    "communities_user": ["SELECT (all but password)", "UPDATE (sessions_ended)"],
    # A draft that is thrown away takes its job along.
    "evaluation_job": ["SELECT", "INSERT", "UPDATE", "DELETE"],
    "mfa_authenticator": ["SELECT (id, user_id, type)"],
}

# All that pages for everybody and pages behind a link do. What a lock needs is the right to change some column.
PUBLIC_MAY: Privileges = {
    "communities_auditdetails": ["INSERT"],
    "communities_auditentry": ["INSERT"],
    "communities_community": ["SELECT"],
    "communities_membership": ["SELECT (id, community_id, ended_at, user_id)"],
    "communities_office": ["SELECT"],
    "communities_user": ["SELECT (id, is_active)"],
    "evaluation_awarenessanswer": ["SELECT (id, community_id, client_id, source, wave_id)", "INSERT"],
    "evaluation_awarenesswave": ["SELECT", "UPDATE (updated_at)"],
    "evaluation_publictable": ["SELECT"],
    # With a link to it alone, see PUBLIC_SEES.
    "evaluation_report": ["SELECT"],
    "evaluation_reportfile": ["SELECT"],
    "evaluation_reportshare": ["SELECT", "UPDATE (last_seen_on, views)"],
    # By triggers: an answer, a confirmed service or a trust rating changes what is added up (docs/adr/0024).
    "evaluation_stalemark": ["INSERT"],
    "evaluation_turnedaway": ["SELECT", "INSERT", "UPDATE (number)"],
    "events_calendarlink": ["SELECT"],
    # All but the note.
    "events_event": [
        "SELECT (id, cancel_reason, client_id, community_id, created_at, created_by_id, deleted_at, ends_at, hosting,"
        " is_public, joint_key, kind, local_day, moved, people_present, place, revision, series_day, series_id,"
        " sponsored_by_oasis, starts_at, status, time_zone, title, updated_at)"
    ],
    "events_guestcount": ["SELECT", "INSERT", "UPDATE (people)"],
    "events_guestticket": ["SELECT", "INSERT"],
    "events_officetraining": ["SELECT"],
    "events_trainingattendance": ["SELECT"],
    "events_trainingsignup": ["SELECT"],
    "stakeholders_organization": ["SELECT (id, sector)"],
    "stakeholders_trustanswer": ["SELECT (id, community_id)", "INSERT"],
    "stakeholders_trustinvitation": ["SELECT", "UPDATE (answered)"],
    "stakeholders_trustround": ["SELECT"],
    "support_interest": ["INSERT"],
    "support_openinghours": ["SELECT"],
    "support_publicprofile": ["SELECT"],
    # All but the address: what of it is public stands in a column of its own.
    "support_service": [
        "SELECT (id, address_is_public, always_open, client_id, community_id, confirmed_on, coverage, created_at,"
        " created_by_id, deleted_at, description, eligibility, email, ineligibility, intake, is_public, kinds,"
        " languages, name, organization_id, outside_id, phone, provider, public_address, revision, updated_at,"
        " website)",
        "UPDATE (confirmed_on, updated_at)",
    ],
    "support_serviceconfirmation": [
        "SELECT",
        "UPDATE (changes, replied_on, reply, service_revision, settled_at)",
    ],
}

# Where pages for everybody see less than their community's pages do: rows that are public, and those that the link in
# hand is about (`tfc.link`, which the door sets). By table: the name of the policy, and what it says. Another text
# needs another name. Put together out of our own texts alone.
LINK = "SELECT NULLIF(current_setting('tfc.link', true), '')"
BY_LINK = f"token_hash = ({LINK})"
HERE = f"({IN_COMMUNITY} OR {IN_OFFICE})"
SHARED = (
    f"(SELECT report_id FROM evaluation_reportshare WHERE {BY_LINK}"  # noqa: S608
    " AND revoked_at IS NULL AND expires_at > now())"
)
ASKED = f"(SELECT service_id FROM support_serviceconfirmation WHERE {BY_LINK})"  # noqa: S608
PUBLIC_SEES: Mapping[str, tuple[str, str]] = {
    # And the later versions of a report that was corrected.
    "evaluation_report": (
        "shared",
        f"{HERE} AND published_at IS NOT NULL AND EXISTS {SHARED}",
    ),
    "evaluation_reportfile": ("shared", f"{HERE} AND report_id IN {SHARED}"),
    "evaluation_reportshare": ("shared", f"{HERE} AND {BY_LINK}"),
    "support_service": (
        "everybody",
        f"{IN_COMMUNITY} AND (is_public AND deleted_at IS NULL OR ({LINK}) IS NOT NULL AND id IN {ASKED})",
    ),
}

# What triggers write down (tfc/auditing.py) is written by whoever writes the record.
BY_WHOEVER_WRITES = "by_whoever_writes"

# A condition that can hold on a page of a community.
OF_EVERYBODY = re.compile(r"tfc_(community|home_office)\(")

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
ALL_BUT = re.compile(r"\(all but (\w+)\)")
COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attname) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attname <> %s
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
    def of(cls, row: Sequence[Any]) -> "Policy":
        table, name, command, is_restrictive, condition, logins = row
        return cls(table, name, command, is_restrictive, condition, frozenset(logins))

    def is_for(self, login: str) -> bool:
        """A restrictive one holds for whoever writes there. Nobody on pages for everybody is a coordinator."""
        if self.is_restrictive or self.name == BY_WHOEVER_WRITES:
            return True
        if login == OFFICE:
            return "tfc_office(" in self.condition
        if self.table in PUBLIC_SEES:
            return False
        return bool(OF_EVERYBODY.search(self.condition)) and "tfc.coordinator" not in self.condition

    @property
    def verbs(self) -> set[str]:
        return set(VERBS.values()) if self.command == "*" else {VERBS[self.command]}


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
        policies = [Policy.of(row) for row in cursor.fetchall()]
        cursor.execute(OWNED)
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(HELD, [APP])
        of_offices = _offices_may(policies, set(cursor.fetchall()))
        cursor.execute(POINTED_AT)
        # Joined by their pages. No policy holds for the login there, so that they find nothing, whatever the scope.
        joined = {
            there for here, there in cursor.fetchall() if here in of_offices and there not in of_offices
        }
        may = {OFFICE: {**of_offices, **dict.fromkeys(joined, ("SELECT",))}, PUBLIC: PUBLIC_MAY}
        for one in policies:
            _extend(cursor, one, {login for login in may if one.table in may[login] and one.is_for(login)})
        for table, (name, condition) in PUBLIC_SEES.items():
            if table in tables:
                _let_public_see(cursor, table, name, condition)
        with transaction.atomic(using=using):
            for login, privileges in may.items():
                _grant(cursor, login, tables, privileges)
            if "communities_auditentry" in tables:
                # A trigger numbers an entry and its details alike.
                cursor.execute(
                    "GRANT USAGE ON SEQUENCE communities_auditentry_id_seq TO tfc_office, tfc_public"
                )


def _offices_may(policies: Iterable[Policy], held: set[tuple[str, str]]) -> Privileges:
    """Of what the serving login holds, what some policy about offices opens; and what is listed."""
    may: dict[str, set[str]] = {table: set(listed) for table, listed in OFFICES_ALSO.items()}
    for one in policies:
        if not one.is_restrictive and one.is_for(OFFICE):
            may.setdefault(one.table, set()).update(verb for verb in one.verbs if (one.table, verb) in held)
    return may


def _extend(cursor: Any, one: Policy, logins: set[str]) -> None:
    wanted = one.logins - {OFFICE, PUBLIC} | logins
    if wanted != one.logins:
        cursor.execute(
            sql.SQL("ALTER POLICY {} ON {} TO {}").format(
                sql.Identifier(one.name),
                sql.Identifier(one.table),
                sql.SQL(", ").join(map(sql.Identifier, sorted(wanted))),
            )
        )


def _let_public_see(cursor: Any, table: str, name: str, condition: str) -> None:
    cursor.execute("SELECT 1 FROM pg_policy WHERE polrelid = %s::regclass AND polname = %s", [table, name])
    if not cursor.fetchone():
        # The condition is our own text.
        cursor.execute(
            sql.SQL("CREATE POLICY {} ON {} TO {} USING ({})").format(
                sql.Identifier(name), sql.Identifier(table), sql.Identifier(PUBLIC), sql.SQL(condition)
            )
        )


def _grant(cursor: Any, login: str, tables: Iterable[str], may: Privileges) -> None:
    for table in tables:
        place = {"table": sql.Identifier(table), "login": sql.Identifier(login)}
        cursor.execute(sql.SQL("REVOKE ALL ON {table} FROM {login}").format(**place))
        for privilege in sorted(may.get(table, ())):
            # Out of our own lists: a verb, or a verb and its columns.
            told = sql.SQL(_with_columns(cursor, table, privilege))
            cursor.execute(sql.SQL("GRANT {told} ON {table} TO {login}").format(told=told, **place))


def _with_columns(cursor: Any, table: str, privilege: str) -> str:
    found = ALL_BUT.search(privilege)
    if found is None:
        return privilege
    cursor.execute(COLUMNS, [table, found[1]])
    return privilege.replace(found[0], f"({cursor.fetchone()[0]})")


def _refuse_without_logins(cursor: Any) -> None:
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname IN (%s, %s)", [OFFICE, PUBLIC])
    if absent := {OFFICE, PUBLIC} - {name for (name,) in cursor.fetchall()}:
        raise CommandError(f"Make {' and '.join(sorted(absent))} first: docs/deploy/upgrade.md says how.")
