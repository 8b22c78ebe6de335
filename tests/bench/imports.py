"""Importing a spreadsheet of events, compared with COPY of the same events into the same table.

Ours is everything that a worker does: read and check each row, and store the records with attendance, author and the
outcome of each row, so that the import can be undone.
"""

import csv
import datetime as dt
import io
import os
import time
from uuid import uuid4

import psycopg2

from communities.actions.imports import commit_import, map_columns, start_import
from communities.imports import work
from communities.models import ImportBatch, ImportJob, ImportState, User
from tests.bench.clones import fetch_value
from tests.bench.result_rows import ResultRow, ratio_row
from tests.bench.servers import Stage
from tests.bench.visitors import Person
from tfc.tenancy import community_scope

GOAL = 0.5
ROWS = {"full": 50_000, "small": 10_000}
FEW = 2_000
REPETITIONS = 3
KINDS = ("Team meeting", "Awareness and outreach", "Education", "Community-building workshop")
HEADINGS = ("Date", "Kind", "Title", "Starts", "Ends", "Place", "Note", "People present", "Women", "Men")
GIVEN_BY_THE_DATABASE = ("id", "client_id")
COLUMNS = """
    SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
    WHERE table_name = 'events_event' AND is_generated = 'NEVER' AND column_name <> ALL(%s)
"""


def bringing_in(stage: Stage) -> list[ResultRow]:
    count = ROWS.get(stage.size, FEW)
    ours, copied = [], []
    for turn in range(REPETITIONS):
        person = stage.coordinators[turn]
        began = time.perf_counter()
        batch = _bring_in(person, _file(count))
        ours.append(count / (time.perf_counter() - began))
        copied.append(count / _copy(batch))
    return [ratio_row(f"import of {count:,} events", GOAL, ours, copied, unit="rows/s", at_least=True)]


def _file(count: int) -> bytes:
    """Return one row for each event; all of them are of past years and none exists yet."""
    output = io.StringIO()
    lines = csv.writer(output)
    lines.writerow(HEADINGS)
    mark = uuid4().hex[:6]
    for number in range(count):
        day = dt.date(2001, 1, 1) + dt.timedelta(days=number % 3000)
        kind = KINDS[number % len(KINDS)]
        women, men = number % 40, number % 17
        lines.writerow(
            [
                day,
                kind,
                f"{mark} {number}",
                "18:00",
                "19:30",
                "Library",
                "From a list",
                women + men,
                women,
                men,
            ]
        )
    return output.getvalue().encode()


def _bring_in(person: Person, content: bytes) -> ImportBatch:
    """Run the three steps of the import as a person would."""
    by = User.objects.order_by("pk")[0]
    with community_scope(person.community, person.office):
        batch = start_import(
            kind="events", file_name="bench.csv", content=content, language="en", client_id=uuid4(), by=by
        )
    _work(batch, person, ImportState.COLUMNS)
    with community_scope(person.community, person.office):
        map_columns(batch=batch, mapping=batch.mapping | batch.likely, readings={}, by=by)
    _work(batch, person, ImportState.PREVIEW)
    with community_scope(person.community, person.office):
        commit_import(batch=batch, only_good=False, by=by)
    _work(batch, person, ImportState.COMMITTED)
    return batch


def _work(batch: ImportBatch, person: Person, then: str) -> None:
    work.work_on(ImportJob.objects.get(batch_id=batch.pk).pk)
    with community_scope(person.community, person.office):
        batch.refresh_from_db()
    if batch.state != then:
        raise LookupError(
            f"The import is {batch.state} instead of {then}: {batch.failure or batch.questions}"
        )


def _copy(batch: ImportBatch) -> float:
    """Return the seconds of COPY for the import's events, after deleting the import."""
    connection = psycopg2.connect(os.environ["DATABASE_ADMINISTRATOR_URL"])
    with connection, connection.cursor() as cursor:
        columns = fetch_value(cursor, COLUMNS, list(GIVEN_BY_THE_DATABASE))
        of_batch = f"id IN (SELECT made_id FROM communities_importrow WHERE batch_id = {batch.pk})"
        output = io.StringIO()
        cursor.copy_expert(f"COPY (SELECT {columns} FROM events_event WHERE {of_batch}) TO STDOUT", output)
        output.seek(0)
        last = fetch_value(cursor, "SELECT max(id) FROM events_event")
        connection.commit()
        began = time.perf_counter()
        cursor.copy_expert(f"COPY events_event ({columns}) FROM STDIN", output)
        connection.commit()
        seconds = time.perf_counter() - began
        cursor.execute("SET session_replication_role = replica")
        for table in ("events_headcount", "events_eventchange"):
            cursor.execute(f"DELETE FROM {table} WHERE event_{of_batch}")
        cursor.execute("DELETE FROM events_event WHERE id > %s", [last])
        cursor.execute(f"DELETE FROM events_event WHERE {of_batch}")
        cursor.execute("DELETE FROM communities_importrow WHERE batch_id = %s", [batch.pk])
    connection.close()
    return seconds
