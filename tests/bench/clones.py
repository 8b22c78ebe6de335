"""Copies of rows within the database: whole tables at a time, by what the catalogue knows of their columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import cursor as Cursor

# Those in which every row belongs to one community: where it may be an office's too, nothing is copied.
OF_COMMUNITIES = """
    SELECT table_name::text FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'community_id' AND is_nullable = 'NO' ORDER BY table_name
"""

# Columns that the database makes itself are not copied.
COLUMNS = """
    SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
    GROUP BY table_name
"""

# The last column of a foreign key is the one that names the row; those before it name its tenant.
REFERENCES = """
    SELECT conrelid::regclass::text, attname::text, confrelid::regclass::text
    FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[array_upper(conkey, 1)]
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""


@dataclass(frozen=True)
class Catalogue:
    """``columns`` by table; for each table which of its columns name a row of which other table; and the tables
    whose rows all belong to communities."""

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
        """SQL of the columns of ``table`` that change when it and the tables ``cloned`` get numbers ``by`` higher."""
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

    Returns how many were inserted. Everything here is our own SQL: nothing comes from outside the bench.
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
    """Stop keeping the indexes of ``tables`` until :func:`rebuild`: one pass at the end is several times quicker.

    Only a superuser may; the rows must not break what unique indexes hold, which rebuilding then proves.
    """
    cursor.execute(
        "UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = ANY(%s::regclass[])",
        [list(tables)],
    )


def rebuild(cursor: Cursor, tables: Iterable[str]) -> None:
    """Build the indexes of ``tables`` anew, number new rows above the old ones, and count for the planner."""
    for table in tables:
        cursor.execute(
            "UPDATE pg_index SET indisready = true, indisvalid = true WHERE indrelid = %s::regclass", [table]
        )
        cursor.execute(f"REINDEX TABLE {table}")
        if sequence := one(cursor, "SELECT pg_get_serial_sequence(%s, 'id')", table):
            cursor.execute(f"SELECT setval('{sequence}', max(id)) FROM {table}")
        cursor.execute(f"VACUUM (ANALYZE) {table}")


def one(cursor: Cursor, query: str, *values: object) -> Any:
    """The single value that ``query`` finds; LookupError where it finds no row."""
    cursor.execute(query, values)
    found = cursor.fetchone()
    if found is None:
        raise LookupError(f"The scale set has no row for: {query}")
    return found[0]
