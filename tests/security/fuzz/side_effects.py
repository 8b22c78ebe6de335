"""The side effects of a request: exceptions, log lines, written rows and whose they are."""

import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import DatabaseError, connection, connections

from tests.matrix.routes import undone

Prints = dict[tuple[str, str], str]
# Written by any signed-in request, and when a page shows what only coordinators read.
NOT_KEPT = {"django_session", "usersessions_usersession", "stakeholders_locationreading"}
WRITES = ("INSERT", "UPDATE", "DELETE", "MERGE", "WITH")

TABLE = re.compile(r'(?:INTO|UPDATE|FROM|ONLY)\s+"?(?:public\.)?"?(\w+)', re.IGNORECASE)

# A function of the owner, which sees all rows; the serving login calls it in its own transaction.
PRINTS = """
    CREATE SCHEMA IF NOT EXISTS fuzz;
    CREATE OR REPLACE FUNCTION fuzz.prints(wanted text[]) RETURNS TABLE(name text, place text, print text)
    LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE one text; places text;
    BEGIN
        FOREACH one IN ARRAY wanted LOOP
            SELECT string_agg(format('left(%L, 1) || r.%I', attname, attname), ', ' ORDER BY attname) INTO places
            FROM pg_attribute
            WHERE attrelid = to_regclass('public.' || one) AND attname IN ('community_id', 'office_id');
            places := CASE one WHEN 'communities_community' THEN quote_literal('c') || ' || r.id'
                WHEN 'communities_office' THEN quote_literal('o') || ' || r.id' ELSE places END;
            CONTINUE WHEN to_regclass('public.' || one) IS NULL;
            RETURN QUERY EXECUTE format(
                'SELECT %L::text, COALESCE(%s), md5(string_agg(r::text, ''|'' ORDER BY r::text))'
                ' FROM public.%I r WHERE %s GROUP BY 2', one, COALESCE(places || ', ', '') || quote_literal(''), one,
                -- That somebody read what stands on a page that came back is told whatever was sent.
                CASE one WHEN 'communities_auditentry' THEN 'verb <> ''read''' ELSE 'true' END);
        END LOOP;
    END $$;
    GRANT USAGE ON SCHEMA fuzz TO tfc_app; GRANT EXECUTE ON FUNCTION fuzz.prints(text[]) TO tfc_app;
"""


class Checksums:
    """Each table's checksums before any request."""

    def __init__(self) -> None:
        self._tables: dict[str, Prints] = {}

    def for_tables(self, tables: set[str]) -> Prints:
        for table in tables - self._tables.keys():
            self._tables[table] = prints({table})
        return {key: print_found for table in tables for key, print_found in self._tables[table].items()}


@dataclass
class Effects:
    """``failures``: exceptions of the view with their origin, and logged errors.

    ``changed``: tables with the place ("c7", "o3" or none) whose rows changed.
    """

    failures: list[str] = field(default_factory=list)
    tables: set[str] = field(default_factory=set)
    changed: set[tuple[str, str]] = field(default_factory=set)


def make_prints() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(PRINTS)


def prints(tables: set[str]) -> Prints:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, place, print FROM fuzz.prints(%s)", [sorted(tables)])
        return {(name, place): print_found for name, place, print_found in cursor.fetchall()}


@contextmanager
def watched(prints: Checksums) -> Iterator[Effects]:
    """Undo everything written within; run the deferred constraints first."""
    effects = Effects()

    def note_failure(sender: Any, **_rest: Any) -> None:
        effects.failures.append(traceback.format_exc(limit=-8))

    def note_write(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if str(sql).lstrip()[:6].upper().startswith(WRITES):
            effects.tables.update(TABLE.findall(sql))
        return execute(sql, params, many, context)

    lines = _Lines(effects)
    cache.clear()
    got_request_exception.connect(note_failure)
    logging.getLogger().addHandler(lines)
    try:
        with undone():
            with connection.execute_wrapper(note_write):
                yield effects
            written = effects.tables - NOT_KEPT
            after = _at_the_commit(effects, written) if written and not effects.failures else None
        if after is not None:
            effects.changed = {key for key, _print in prints.for_tables(written).items() ^ after.items()}
    finally:
        logging.getLogger().removeHandler(lines)
        got_request_exception.disconnect(note_failure)


def _at_the_commit(effects: Effects, tables: set[str]) -> Prints | None:
    try:
        connection.check_constraints()
        return prints(tables)
    except DatabaseError as error:
        effects.failures.append(f"at the commit: {error}")
        return None


class _Lines(logging.Handler):
    def __init__(self, effects: Effects) -> None:
        super().__init__(logging.ERROR)
        self.seen = effects

    def emit(self, record: logging.LogRecord) -> None:
        # Django logs what it refuses as forgery or flooding as a security error, and answers 400.
        if not record.name.startswith("django."):
            self.seen.failures.append(f"{record.name}: {record.getMessage()}")
