"""Digests of records: they show whether a record has the same content as before, whatever its revision.

A revision also increases when a value is changed and changed back, as when two organizations are merged and the merge
is undone. A record that is deleted and entered again has another id.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.apps import apps
from django.db import connections
from psycopg2 import sql

from communities.audit.tables import AUDITED
from evaluation.figure_queries.receipt_changes import RecordKey
from evaluation.models import SubmittedRecords
from tfc.auditing import IGNORED

# Rows that are part of a record, with the column that references the record.
PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "events.event": (
        ("events_constituencypresence", "event_id"),
        ("events_headcount", "event_id"),
        ("events_memberpresence", "event_id"),
        ("events_organizationpresence", "event_id"),
        ("events_output", "event_id"),
    ),
}
# Who entered a record and when is not its content.
ENTRY = ("client_id", "created_at", "created_by_id", "at", "by_id")
IGNORED_OF_TABLE = {table.table: table.ignored for table in AUDITED}
DIGESTS = """
    SELECT record.id, {revision}, {updated_at},
        left(encode(sha256(convert_to((to_jsonb(record) - %(ignored)s::text[])::text || {parts}, 'UTF8')), 'hex'), 16)
    FROM {table} record WHERE record.id = ANY (%(ids)s) AND {kept}
"""
SORTED_PARTS = """
    COALESCE((SELECT string_agg(content, '' ORDER BY content) FROM ({parts}) rows), '')
"""
PART = """
    SELECT {name} || (to_jsonb(part) - %(ignored)s::text[] - {column_name})::text AS content
    FROM {table} part WHERE part.{column} = record.id
"""


class Version(NamedTuple):
    """A record's current version; ``updated_at`` in seconds since 1970, if the table has that column."""

    revision: int
    updated_at: float | None
    digest: str


def get_versions(keys: Iterable[RecordKey], *, using: str) -> dict[RecordKey, Version]:
    """Return the versions of records that are not deleted, one query per table."""
    ids: dict[str, list[int]] = defaultdict(list)
    for table, record_id in keys:
        ids[table].append(record_id)
    versions: dict[RecordKey, Version] = {}
    for table, table_ids in sorted(ids.items()):
        model = apps.get_model(table)
        columns = {field.column for field in model._meta.local_concrete_fields}
        name = model._meta.db_table
        ignored = [*IGNORED, *ENTRY, *IGNORED_OF_TABLE.get(name, ())]
        with connections[using].cursor() as cursor:
            cursor.execute(_get_statement(table, name, columns), {"ids": table_ids, "ignored": ignored})
            for record_id, *version in cursor.fetchall():
                versions[table, record_id] = Version(*version)
    return versions


def _get_statement(table: str, name: str, columns: Collection[str]) -> sql.Composed:
    parts = [
        sql.SQL(PART).format(
            name=sql.Literal(part),
            table=sql.Identifier(part),
            column=sql.Identifier(column),
            column_name=sql.Literal(column),
        )
        for part, column in PARTS.get(table, ())
    ]
    all_parts = sql.SQL(SORTED_PARTS).format(parts=sql.SQL(" UNION ALL ").join(parts))
    return sql.SQL(DIGESTS).format(
        # Receipts give 1 for a table without revisions.
        revision=sql.SQL("record.revision" if "revision" in columns else "1"),
        updated_at=sql.SQL(
            "extract(epoch FROM record.updated_at)::float" if "updated_at" in columns else "NULL"
        ),
        parts=all_parts if parts else sql.Literal(""),
        table=sql.Identifier(name),
        kept=sql.SQL("record.deleted_at IS NULL" if "deleted_at" in columns else "true"),
    )


def find_unchanged(
    keys: Collection[RecordKey], submitted: SubmittedRecords | None, *, using: str
) -> set[RecordKey]:
    """Return the records whose digest is the same as at submission, or that were not saved since, and those that were
    deleted and entered again, with both ids.
    """
    if submitted is None:
        return set()
    moment = submitted.submitted_at.timestamp()
    versions = get_versions(keys, using=using)
    before = {
        (table, record_id): digest
        for table, record_id in keys
        if (digest := submitted.digests.get(table, {}).get(str(record_id)))
    }
    unchanged, added = set(), {}
    for key, version in versions.items():
        not_saved = version.updated_at is not None and version.updated_at < moment
        if version.digest == before.get(key) or (key not in before and not_saved):
            unchanged.add(key)
        elif key not in before:
            added[key] = version.digest
    removed = {key: digest for key, digest in before.items() if key not in versions}
    return unchanged | _find_entered_again(removed, added)


def _find_entered_again(removed: Mapping[RecordKey, str], added: Mapping[RecordKey, str]) -> set[RecordKey]:
    """Return removed and added records of the same table and content, as many of one as of the other."""
    groups = [
        Counter((table, digest) for (table, _id), digest in records.items()) for records in (removed, added)
    ]
    pairs = groups[0] & groups[1]
    again: set[RecordKey] = set()
    for records in (removed, added):
        open_pairs = pairs.copy()
        for key, digest in sorted(records.items()):
            if open_pairs[key[0], digest]:
                open_pairs[key[0], digest] -= 1
                again.add(key)
    return again
