"""The scale set: communities of one office of the demo, copied until there are thousands, with a longer past.

So each table looks as in the demo, figures and receipts too, and new tables are included. All of it happens inside the
database, with triggers and indexes off.
"""

from collections.abc import Callable
from dataclasses import dataclass

import psycopg2
from psycopg2.extensions import cursor as Cursor

from tests.bench.clones import Catalogue, copy_rows, fetch_value, rebuild, without_indexes

Tell = Callable[[str], object]

OFFICE = "usa"
# Higher than any id in the demo, so that copies never collide; past events get ids above all of them.
STRIDE = 1_000_000
PAST = 1_000_000_000_000

# Without triggers and foreign keys, since the originals were checked.
QUICKLY = """
    SET session_replication_role = replica;
    SET synchronous_commit = off;
    SET maintenance_work_mem = '256MB'
"""

# Belongs to an event and is copied with it.
OF_EVENTS = (
    "events_headcount",
    "events_memberpresence",
    "events_organizationpresence",
    "events_constituencypresence",
    "events_output",
    "events_eventchange",
)
# Shared by two communities, or with files or jobs of its own, so it is not copied.
NOT_COPIED = (
    "communities_importbatch",
    "communities_importfile",
    "communities_importjob",
    "communities_importrow",
    "communities_notice",
    "communities_pairing",
    "reports_archiverun",
    "events_jointshare",
)


@dataclass(frozen=True)
class Size:
    """The approximate number of communities, events and half-years."""

    communities: int
    events: int
    half_years: int


SIZES = {
    "tiny": Size(60, 20_000, 8),
    "small": Size(1_000, 500_000, 10),
    "wide": Size(10_000, 60_000, 10),
    "full": Size(10_000, 10_000_000, 20),
}


def grow(url: str, size: Size, tell: Tell) -> None:
    """Grow the demo in the database at ``url`` (a superuser's) to ``size``."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(QUICKLY)
            Growth(cursor, size, tell).run()
    finally:
        connection.close()


class Growth:
    def __init__(self, cursor: Cursor, size: Size, tell: Tell) -> None:
        self.cursor = cursor
        self.size = size
        self.tell = tell
        self.catalogue = Catalogue.read(cursor)
        self.tables = [
            of_community for of_community in self.catalogue.of_communities if of_community not in NOT_COPIED
        ]

    def run(self) -> None:
        touched = [*self.tables, "communities_user", "communities_community", "evaluation_round"]
        self._drop_foreign_rows()
        without_indexes(self.cursor, touched)
        self._copy_communities()
        self._copy_rounds()
        self._copy_events()
        self.tell("Building the indexes")
        rebuild(self.cursor, touched)

    def _copy_communities(self) -> None:
        """Copy the communities: copy k of a row, and of the rows that it refers to, has its id + k × STRIDE."""
        office = fetch_value(self.cursor, "SELECT id FROM communities_office WHERE slug = %s", OFFICE)
        there = fetch_value(
            self.cursor, "SELECT count(*) FROM communities_community WHERE office_id = %s", office
        )
        copies = round(self.size.communities / there) - 1
        source = f"generate_series(1, {copies}) AS k"
        by = f"k * {STRIDE}"
        cloned = [*self.tables, "communities_community", "communities_user"]
        inside = f"community_id IN (SELECT id FROM communities_community WHERE office_id = {office} AND id < {STRIDE})"
        total = 0
        for table in self.tables:
            changes = self.catalogue.shifted(table, cloned, by)
            total += copy_rows(self.cursor, self.catalogue, table, changes, source, inside)
        towns = self.catalogue.shifted("communities_community", cloned, by) | {
            "slug": "slug || '-' || k",
            "name": "name || ' ' || k",
        }
        copy_rows(
            self.cursor, self.catalogue, "communities_community", towns, source, f"office_id = {office}"
        )
        people = {"id": f"id + {by}", "email": "k || '-' || email"}
        copy_rows(self.cursor, self.catalogue, "communities_user", people, source)
        self.tell(f"{there * (copies + 1):,} communities, {total:,} rows in {len(self.tables)} tables")

    def _copy_rounds(self) -> None:
        """Copy the second half-year to earlier half-years, with data of the past only."""
        self.cursor.execute(
            "SELECT id, half_year FROM evaluation_round WHERE office_id = (SELECT id FROM communities_office "
            "WHERE slug = %s) ORDER BY half_year",
            [OFFICE],
        )
        rounds = self.cursor.fetchall()
        (_, first), (like, named) = rounds[0], rounds[1]
        for back in range(1, self.size.half_years - len(rounds) + 1):
            self._copy_round(like, named, back, earlier(first, back))

    def _copy_round(self, like: int, named: str, back: int, half_year: str) -> None:
        source = f"(SELECT {back * PAST}::bigint AS n) AS past"
        ago = f"interval '{26 * back} weeks'"
        rounds = {"id": "id + n", "half_year": f"'{half_year}'", "due_on": f"due_on - {ago}"}
        copy_rows(
            self.cursor, self.catalogue, "evaluation_round", rounds, source, f"evaluation_round.id = {like}"
        )
        surveys = {"id": "id + n", "round_id": "round_id + n", "submitted_at": f"submitted_at - {ago}"}
        copy_rows(self.cursor, self.catalogue, "evaluation_submission", surveys, source, f"round_id = {like}")
        answers = {"id": "id + n", "submission_id": "submission_id + n"}
        of_round = f"submission_id IN (SELECT id FROM evaluation_submission WHERE round_id = {like})"
        copy_rows(self.cursor, self.catalogue, "evaluation_answer", answers, source, of_round)
        figures = {"id": "id + n", "half_year": f"'{half_year}'"}
        office = f"office_id = (SELECT office_id FROM evaluation_round WHERE id = {like})"
        of_half_year = f"half_year = '{named}' AND {office}"
        for table in ("evaluation_figure", "evaluation_standingrollup"):
            copy_rows(self.cursor, self.catalogue, table, figures, source, of_half_year)

    def _copy_events(self) -> None:
        """Copy the events: copy t is t × 130 weeks earlier, on the same weekday."""
        there = fetch_value(self.cursor, "SELECT count(*) FROM events_event")
        copies = max(0, round(self.size.events / there) - 1)
        source = f"generate_series(1, {copies}) AS t"
        ago = "t * interval '130 weeks'"
        events = {
            "id": f"id + t * {PAST}",
            "starts_at": f"starts_at - {ago}",
            "ends_at": f"ends_at - {ago}",
            "client_id": "NULL",
            "series_id": "NULL",
            "series_day": "NULL",
            "joint_key": "NULL",
        }
        below = f"events_event.id < {PAST}"
        copy_rows(self.cursor, self.catalogue, "events_event", events, source, below)
        details = 0
        for table in OF_EVENTS:
            changes = {"id": f"id + t * {PAST}", "event_id": f"event_id + t * {PAST}"}
            details += copy_rows(self.cursor, self.catalogue, table, changes, source, f"{table}.id < {PAST}")
        self.tell(f"{there * (copies + 1):,} events and {details:,} rows that belong to them")

    def _drop_foreign_rows(self) -> None:
        """Delete rows that are shared with another community, whose references would be broken in a copy."""
        self.cursor.execute("UPDATE events_event SET joint_key = NULL WHERE joint_key IS NOT NULL")


def earlier(half_year: str, back: int) -> str:
    """Return the half-year that is ``back`` half-years before ``half_year`` ("2024-H1")."""
    year, half = int(half_year[:4]), int(half_year[-1])
    number = year * 2 + (half - 1) - back
    return f"{number // 2}-H{number % 2 + 1}"
