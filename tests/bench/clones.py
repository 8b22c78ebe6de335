"""Copies rows within the database, whole tables at a time, from the catalog's description of their columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import cursor as Cursor

# Tables in which every row belongs to one community; others are not copied.
OF_COMMUNITIES = """
    SELECT table_name::text FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'community_id' AND is_nullable = 'NO' ORDER BY table_name
"""

# Generated columns are not copied.
COLUMNS = """
    SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
    GROUP BY table_name
"""

# The last column of a foreign key names the row; those before it name its tenant.
REFERENCES = """
    SELECT conrelid::regclass::text, attname::text, confrelid::regclass::text
    FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[array_upper(conkey, 1)]
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""


@dataclass(frozen=True)
class Catalogue:
    """``columns`` by table; for each table which columns refer to which tables; and the tables whose rows all belong to
    communities."""

    columns: Mapping[str, list[str]]
    references: Mapping[str, Mapping[str, str]]
    of_communities: Sequence[str]

    @classmethod
    def read(cls, cursor: Cursor) -> "Catalogue":
        cursor.execute(COLUMNS)
        columns = dict(cursor.fetchall())
        references: dict[str, dict[str, str]] = {table: {} for table in columns}
        cursor.execute(REFERENCES)
        for table, column, target in cursor.fetchall():
            references[table][column] = target
        cursor.execute(OF_COMMUNITIES)
        return cls(columns, references, [name for (name,) in cursor.fetchall()])

    def shifted(self, table: str, cloned: Iterable[str], by: str) -> dict[str, str]:
        """Return the SQL of the columns of ``table`` that change when it and the tables ``cloned`` get ids ``by``
        higher."""
        cloned = set(cloned)
        named = [column for column, target in self.references[table].items() if target in cloned]
        return {column: f'"{column}" + {by}' for column in ["id", *named]}


def copy_rows(
    cursor: Cursor,
    catalogue: Catalogue,
    table: str,
    changes: Mapping[str, str],
    source: str,
    where: str = "true",
) -> int:
    """Insert a copy of the rows of ``table`` for each row of ``source``, with ``changes`` (SQL by column).

    Returns the number of inserted rows. All SQL here is our own.
    """
    columns = catalogue.columns[table]
    values = ", ".join(changes.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(
        f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE "
        f"SELECT {values} FROM {table}, {source} WHERE {where}"
    )
    return cursor.rowcount


def without_indexes(cursor: Cursor, tables: Iterable[str]) -> None:
    """Disable the indexes of ``tables`` until :func:`rebuild`: building them at the end is several times faster.

    Only a superuser may; rebuilding checks that unique indexes hold.
    """
    cursor.execute(
        "UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = ANY(%s::regclass[])",
        [list(tables)],
    )


def rebuild(cursor: Cursor, tables: Iterable[str]) -> None:
    """Build the indexes of ``tables``, move their sequences above the new ids, and analyze them."""
    for table in tables:
        cursor.execute(
            "UPDATE pg_index SET indisready = true, indisvalid = true WHERE indrelid = %s::regclass", [table]
        )
        cursor.execute(f"REINDEX TABLE {table}")
        if sequence := fetch_value(cursor, "SELECT pg_get_serial_sequence(%s, 'id')", table):
            cursor.execute(f"SELECT setval('{sequence}', max(id)) FROM {table}")
        cursor.execute(f"VACUUM (ANALYZE) {table}")


def fetch_value(cursor: Cursor, query: str, *values: object) -> Any:
    """Return the single value of ``query``; LookupError without a row."""
    cursor.execute(query, values)
    row = cursor.fetchone()
    if row is None:
        raise LookupError(f"The scale set has no row for: {query}")
    return row[0]
