"""A summary of a database for comparison with another one: rows by count and hash, and every rule.

It is read by a login that sees every row. Names are sorted, and nothing depends on the physical storage.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

# Make the output independent of the settings of the server, the login and the user.
WRITTEN = (
    "SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'; SET intervalstyle = 'postgres'; SET bytea_output = 'hex';"
    " SET extra_float_digits = 1; SET client_encoding = 'UTF8'; SET search_path = public; SET row_security = off;"
    " SET statement_timeout = 0"
)
OUR_SCHEMAS = ["public", "information_schema"]
# Ordered by primary key; text in byte order, since collations differ between machines.
TABLES = """
SELECT c.relname, array(
    SELECT a.attname || CASE WHEN a.attcollation <> 0 THEN ' C' ELSE '' END
    FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY key (number, place), pg_attribute a
    WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = key.number ORDER BY key.place)
FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY c.relname
"""
RULES = {
    "policies": """
        SELECT polrelid::regclass || ' ' || polname, concat_ws(' | ', polcmd, polpermissive,
            (SELECT string_agg(CASE WHEN r = 0 THEN 'PUBLIC' ELSE r::regrole::text END, ',' ORDER BY r::regrole::text)
             FROM unnest(polroles) r),
            'using ' || pg_get_expr(polqual, polrelid), 'check ' || pg_get_expr(polwithcheck, polrelid))
        FROM pg_policy WHERE polrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)""",
    "row security": """
        SELECT relname, concat_ws(' ', relrowsecurity, relforcerowsecurity) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'""",
    # Owners are left out: their default rights differ between versions of PostgreSQL.
    "grants": """
        SELECT name, string_agg(concat(who, ' ', may, again), ', ' ORDER BY who, may) FROM (
            SELECT c.relname AS name, CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END AS who,
                g.privilege_type AS may, CASE WHEN g.is_grantable THEN '*' ELSE '' END AS again
            FROM pg_class c, aclexplode(relacl) g
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'v') AND g.grantee <> c.relowner
            UNION ALL
            SELECT c.relname || '.' || a.attname,
                CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END, g.privilege_type,
                CASE WHEN g.is_grantable THEN '*' ELSE '' END
            FROM pg_class c, pg_attribute a, aclexplode(a.attacl) g
            WHERE relnamespace = 'public'::regnamespace AND a.attrelid = c.oid AND g.grantee <> c.relowner
            UNION ALL
            SELECT p.oid::regprocedure::text, CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END,
                g.privilege_type, CASE WHEN g.is_grantable THEN '*' ELSE '' END
            FROM pg_proc p, aclexplode(coalesce(proacl, acldefault('f', proowner))) g
            WHERE pronamespace = 'public'::regnamespace AND g.grantee <> p.proowner
                AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
        ) granted GROUP BY name""",
    "owners": """
        SELECT relname, pg_get_userbyid(relowner) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'v')""",
    "columns": """
        SELECT c.relname || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull,
            a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraints": """
        SELECT conrelid::regclass || ' ' || conname, concat_ws(' ', pg_get_constraintdef(oid), convalidated)
        FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'p', 'u', 'x')""",
    "indexes": """
        SELECT indexrelid::regclass::text, concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid)
        FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relnamespace = 'public'::regnamespace""",
    "triggers": """
        SELECT tgrelid::regclass || ' ' || tgname, concat_ws(' ', pg_get_triggerdef(t.oid), tgenabled)
        FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
        WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace""",
    "functions": """
        SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid) FROM pg_proc p
        WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
            AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')""",
    "migrations": "SELECT app || '.' || name, '' FROM django_migrations",
    # Logins with grants: their other attributes decide whether row-level security applies to them.
    "logins": """
        SELECT rolname, concat_ws(' ', rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin)
        FROM pg_roles WHERE oid IN (
            SELECT g.grantee FROM pg_class c, aclexplode(relacl) g WHERE relnamespace = 'public'::regnamespace)""",
}
SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> ALL (%s)"
EMPTY = "SELECT NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
# Sequence numbers are drawn outside of transactions, so a dump may hold a higher one than was read before it.
SEQUENCES = "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'"


@dataclass(frozen=True)
class Catalogue:
    """Contents of a database. ``tables``: {name: [rows, SHA-256 of all rows]}; ``rules``: {kind: {name: definition}};
    ``sequences``: {name: last number drawn}.
    """

    tables: dict[str, list[Any]] = field(default_factory=dict)
    rules: dict[str, dict[str, str]] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)


def sees_every_row(server: Connection) -> bool:
    """Return True if the login of this connection bypasses row-level security."""
    with server.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return (True,) in cursor.fetchall()


def is_empty(server: Connection) -> bool:
    """Return True if the public schema of the database has no tables."""
    with server.cursor() as cursor:
        cursor.execute(EMPTY)
        return (True,) in cursor.fetchall()


def list_other_schemas(server: Connection) -> list[str]:
    """Return schemas of other applications in the same database, which are not backed up."""
    with server.cursor() as cursor:
        cursor.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> ALL (%s)", [OUR_SCHEMAS]
        )
        return [name for (name,) in cursor.fetchall()]


def read_catalogue(server: Connection) -> Catalogue:
    """Return the catalogue of the database as the connection's transaction sees it."""
    with server.cursor() as cursor:
        cursor.execute(WRITTEN)
        cursor.execute(TABLES)
        tables = {name: _rows(cursor, name, key) for name, key in cursor.fetchall()}
        rules = {}
        for kind, query in RULES.items():
            cursor.execute(query)
            rules[kind] = dict(sorted(cursor.fetchall()))
        cursor.execute(SEQUENCES)
        return Catalogue(tables, rules, dict(sorted(cursor.fetchall())))


class _Counted:
    """A file-like object that counts the lines written to it and hashes them, and stores nothing else."""

    def __init__(self) -> None:
        self.lines, self.hash = 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.lines += data.count(b"\n")
        self.hash.update(data)
        return len(data)


def _rows(cursor: Any, table: str, key: list[str]) -> list[Any]:
    order = [_build_sort(name) for name in key] or [
        sql.SQL('{}::text COLLATE "C"').format(sql.Identifier(table))
    ]
    query = sql.SQL("COPY (SELECT * FROM {table} ORDER BY {order}) TO STDOUT")
    counted = _Counted()
    cursor.copy_expert(query.format(table=sql.Identifier(table), order=sql.SQL(", ").join(order)), counted)
    return [counted.lines, counted.hash.hexdigest()]


def _build_sort(name: str) -> sql.Composable:
    if name.endswith(" C"):
        return sql.SQL('{} COLLATE "C"').format(sql.Identifier(name.removesuffix(" C")))
    return sql.Identifier(name)
