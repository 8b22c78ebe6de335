"""Any statement in Hill's scope as the serving login, against Dale's rows (tests/security/sql_attacks.py)."""

from collections.abc import Iterator

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoDbBlocker

from stakeholders.models import Organization, Sector
from tests.base import World, within
from tests.row_sets import committed, stored_world
from tests.security.sql_attacks import EMPTY, REFUSED, REFUSED_ALONE, TABLE, Attempt
from tests.worker_processes import get_url

DALE = "DALE-SECRET"


@pytest.fixture
def row(world: World) -> Organization:
    with within(world.hill):
        Organization.objects.create(name="Hill Radio", sector=Sector.MEDIA)
    with within(world.dale):
        return Organization.objects.create(name=DALE, note=f"{DALE}-note", sector=Sector.MEDIA)


def run(attempt: Attempt, world: World, row: Organization) -> str:
    with connection.cursor() as cursor:
        cursor.execute(attempt.sql, {"dale": world.dale.pk, "row": row.pk})
        result = repr(cursor.fetchall()) if cursor.description else ""
    return result + repr(connection.connection.notices)


@pytest.mark.parametrize("attempt", REFUSED, ids=lambda attempt: attempt.name)
def test_it_is_refused(world: World, row: Organization, attempt: Attempt):
    with within(world.hill), pytest.raises(DatabaseError) as refusal, transaction.atomic():
        run(attempt, world, row)
    assert DALE not in str(refusal.value)
    assert getattr(refusal.value.__cause__, "pgcode", None) == attempt.because, str(refusal.value)


@pytest.mark.parametrize("attempt", EMPTY, ids=lambda attempt: attempt.name)
def test_it_learns_nothing_of_another(world: World, row: Organization, attempt: Attempt):
    with within(world.hill):
        try:
            with transaction.atomic():
                text = run(attempt, world, row)
        except DatabaseError as error:
            text = str(error)
    assert DALE not in text
    with within(world.dale):
        assert Organization.objects.get(pk=row.pk).name == DALE


# A syntax error or an unknown name would prove nothing.
SLIPS = ("42601", "42P01", "42703", "42883", "42804", "42P05")


def test_the_attempts_are_valid_and_most_work_in_the_own_scope(world: World, row: Organization):
    """Each attempt runs in the other community's own scope."""
    slips, shown = [], []
    for attempt in EMPTY:
        with within(world.dale):
            undo = transaction.savepoint()
            try:
                text = run(attempt, world, row)
            except DatabaseError as error:
                text = str(error)
                if getattr(error.__cause__, "pgcode", None) in SLIPS:
                    slips.append((attempt.name, text))
            transaction.savepoint_rollback(undo)
        shown += [attempt.name] if DALE in text else []
    assert slips == []
    assert len(shown) > len(EMPTY) / 2, shown


@pytest.fixture(scope="class")
def towns(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[int, int]]:
    with django_db_blocker.unblock(), committed(_two_towns) as numbers:
        yield numbers


@pytest.fixture
def session(towns: tuple[int, int]) -> Iterator[psycopg2.extensions.cursor]:
    opened = psycopg2.connect(get_url("default"))
    opened.autocommit = True
    with opened.cursor() as cursor:
        yield cursor
    opened.close()


class TestTwoTransactions:
    """Attempts across the end of a scope on one connection, as PgBouncer and Django reuse it."""

    @pytest.mark.parametrize(
        "end",
        [
            "COMMIT",
            "ROLLBACK",
            "COMMIT AND CHAIN",
            "ROLLBACK AND CHAIN",
            "RESET ALL",
            "SET tfc.community TO DEFAULT",
        ],
    )
    def test_the_scope_ends_with_its_transaction(self, session, towns, end: str):
        begin(session, towns[0])
        assert names(session) == ["Hill Radio"]
        session.execute(end)
        assert names(session) == []

    @pytest.mark.parametrize("attempt", REFUSED_ALONE, ids=lambda attempt: attempt.name)
    def test_it_is_refused_outside_of_a_transaction(self, session, attempt: Attempt):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            session.execute(attempt.sql)

    def test_a_rolled_back_savepoint_restores_the_scope(self, session, towns):
        begin(session, towns[0])
        session.execute("SAVEPOINT one; SELECT set_config('tfc.community', %s, true)", [str(towns[1])])
        session.execute("ROLLBACK TO one")
        assert names(session) == ["Hill Radio"]

    def test_what_is_set_for_the_session_does_not_move_the_next_scope(self, session, towns):
        """A scope sets all four settings again."""
        settings = ("community", "office", "home_office", "coordinator")
        for name in settings:
            session.execute(f"SELECT set_config('tfc.{name}', %s, false)", [str(towns[1])])
        begin(session, towns[0])
        assert names(session) == ["Hill Radio"]
        session.execute("SELECT tfc_office(), tfc_home_office(), current_setting('tfc.coordinator')")
        assert session.fetchone() == (None, None, "")
        session.execute("COMMIT")

    def test_a_prepared_question_answers_for_the_scope_in_which_it_is_asked(self, session, towns):
        begin(session, towns[1])
        session.execute(f"PREPARE loot AS SELECT name FROM {TABLE}")
        for _ in range(8):
            session.execute("EXECUTE loot")
        session.execute("COMMIT")
        begin(session, towns[0])
        session.execute("EXECUTE loot")
        assert session.fetchall() == [("Hill Radio",)]

    def test_a_role_or_a_transaction_of_another_kind_opens_nothing(self, session, towns):
        for kind in (
            "READ ONLY DEFERRABLE",
            "ISOLATION LEVEL SERIALIZABLE",
            "ISOLATION LEVEL REPEATABLE READ",
        ):
            begin(session, towns[0], kind)
            assert names(session) == ["Hill Radio"]
            session.execute("ROLLBACK")

    def test_another_communitys_row_is_never_locked(self, session, towns):
        """Locking all rows never waits for another community's, so timing reveals nothing."""
        begin(session, towns[1])
        session.execute(f"SELECT 1 FROM {TABLE} FOR UPDATE")
        other = psycopg2.connect(get_url("default"))
        with other.cursor() as cursor:
            begin(cursor, towns[0])
            cursor.execute(f"SELECT name FROM {TABLE} FOR UPDATE NOWAIT")
            assert cursor.fetchall() == [("Hill Radio",)]
        other.close()

    def test_nobody_reads_or_ends_what_another_runs(self, session, towns):
        other = psycopg2.connect(get_url("default"))
        with other.cursor() as busy:
            begin(busy, towns[1])
            busy.execute(f"SELECT '{DALE}'")
            begin(session, towns[0])
            for question in WATCHING:
                with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                    session.execute(question)
                session.execute("ROLLBACK")
            busy.execute("SELECT 1")
        other.close()


def _two_towns() -> tuple[int, int]:
    world = stored_world()
    for community, name in ((world.hill, "Hill Radio"), (world.dale, DALE)):
        with within(community):
            Organization.objects.create(name=name, sector=Sector.MEDIA)
    return world.hill.pk, world.dale.pk


WATCHING = (
    "SELECT query FROM pg_stat_activity",
    "SELECT query FROM pg_stat_get_activity(NULL)",
    "SELECT pg_stat_get_backend_activity(1)",
    "SELECT pg_cancel_backend(1)",
    "SELECT pg_terminate_backend(1)",
)


def begin(cursor: psycopg2.extensions.cursor, community: int, kind: str = "") -> None:
    """Begin a scope as the application does (tests/test_tenancy.py has the real one)."""
    cursor.execute(f"BEGIN {kind}")
    cursor.execute(
        "SELECT set_config('tfc.community', %s, true), set_config('tfc.office', '', true),"
        " set_config('tfc.home_office', '', true), set_config('tfc.coordinator', '', true)",
        [str(community)],
    )


def names(cursor: psycopg2.extensions.cursor) -> list[str]:
    cursor.execute(f"SELECT name FROM {TABLE} ORDER BY name")
    return [name for (name,) in cursor.fetchall()]
