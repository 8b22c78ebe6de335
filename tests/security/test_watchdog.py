"""The watchdog ends a tfc_public session that lifts its limits and holds locks, and no request fails."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import extensions

from stakeholders.models import Organization
from tests.base import COMMITTED, World, within
from tests.row_sets import stored_world
from tests.web_server.base import wait_until
from tests.worker_processes import Plant, get_url, watchdog_url
from tfc import watchdog
from tfc.auditing import DAY_LOCK, FIRST_DAY
from tfc.db_roles.urls import MAINTENANCE_DATABASE

pytestmark = [
    COMMITTED,
    pytest.mark.skipif(not watchdog_url(), reason="the server has no login for the watchdog"),
]

TODAY = f"{DAY_LOCK}, (now() AT TIME ZONE 'UTC')::date - date '{FIRST_DAY}'"


@pytest.fixture
def town(transactional_db: None) -> World:
    return stored_world()


def connect_without_limits(database: str | None = None) -> extensions.connection:
    connection = psycopg2.connect(get_url("public"), dbname=database)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SET {name} = 0")
    return connection


@pytest.fixture
def hostile(town: World) -> Iterator[extensions.connection]:
    """A session without time limits."""
    with closing(connect_without_limits()) as connection:
        yield connection


@pytest.fixture
def short_limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A watchdog in this process with a limit of one second, which leaves the databases of other processes alone."""
    monkeypatch.setattr(watchdog, "SECONDS", 1.0)
    monkeypatch.setattr(watchdog, "SESSIONS", f"{watchdog.SESSIONS} AND a.datname = current_database()")
    is_over = threading.Event()
    thread = threading.Thread(target=watchdog.watch, args=(watchdog_url(), is_over))
    thread.start()
    yield
    is_over.set()
    thread.join()


def idle_in_transaction(connection: extensions.connection) -> None:
    connection.autocommit = False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({TODAY})")


def idle_with_a_lock_of_the_session(connection: extensions.connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_lock({TODAY})")


def busy_in_one_statement(connection: extensions.connection) -> None:
    idle_with_a_lock_of_the_session(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(60)")


def busy_in_many_statements(connection: extensions.connection) -> None:
    """Each statement is short, but the lock stays."""
    idle_with_a_lock_of_the_session(connection)
    end = time.monotonic() + 60
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute("SELECT pg_sleep(0.3)")


def busy_in_one_statement_that_commits(connection: extensions.connection) -> None:
    """Each transaction is short, and the statement goes on."""
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN FOR i IN 1..200 LOOP PERFORM pg_sleep(0.3); COMMIT; END LOOP; END $$")


def is_ended(connection: extensions.connection) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except psycopg2.Error:
        return True
    return False


@pytest.mark.parametrize("hold", [idle_in_transaction, idle_with_a_lock_of_the_session])
def test_it_ends_a_session_that_does_nothing(
    hostile: extensions.connection, short_limit: None, hold: Callable[[extensions.connection], None]
):
    hold(hostile)
    assert wait_until(lambda: bool(hostile.closed) or _is_gone(hostile.info.backend_pid), 5)
    assert is_ended(hostile)


@pytest.mark.parametrize(
    "hold", [busy_in_one_statement, busy_in_many_statements, busy_in_one_statement_that_commits]
)
def test_it_ends_a_session_that_is_always_busy(
    hostile: extensions.connection, short_limit: None, hold: Callable[[extensions.connection], None]
):
    begin = time.monotonic()
    with pytest.raises(psycopg2.Error):
        hold(hostile)
    assert time.monotonic() - begin < 5


def test_sessions_that_hold_a_lock_in_turn_delay_nobody_longer_than_one(
    hostile: extensions.connection, short_limit: None, monkeypatch: pytest.MonkeyPatch
):
    """The second queues before the writer does, and would keep the lock when the first is ended."""
    monkeypatch.setattr(watchdog, "SECONDS", 2.0)

    def hold_to_the_end(connection: extensions.connection) -> None:
        with contextlib.suppress(psycopg2.Error):
            busy_in_many_statements(connection)

    with closing(connect_without_limits()) as second, closing(psycopg2.connect(get_url("default"))) as writer:
        threads = [
            threading.Thread(target=hold_to_the_end, args=(connection,)) for connection in (hostile, second)
        ]
        threads[0].start()
        time.sleep(1.5)
        threads[1].start()
        time.sleep(0.1)
        begin = time.monotonic()
        with writer.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock({TODAY})")
        assert time.monotonic() - begin < 3.3
        for thread in threads:
            thread.join()


def test_it_sees_and_ends_sessions_in_other_databases(town: World):
    """Everyone may connect to the server's own database."""
    with (
        closing(psycopg2.connect(watchdog_url())) as own,
        closing(connect_without_limits(MAINTENANCE_DATABASE)) as elsewhere,
    ):
        with own.cursor() as cursor:
            cursor.execute(watchdog.SESSIONS, [watchdog.WATCHED])
            assert elsewhere.info.backend_pid in [pid for pid, *_rest in cursor.fetchall()]
            cursor.execute("SELECT pg_terminate_backend(%s)", [elsewhere.info.backend_pid])
        assert wait_until(lambda: is_ended(elsewhere), 5)


def test_it_leaves_alone_who_keeps_to_the_limits_and_every_other_login(town: World, short_limit: None):
    """Other logins may take longer; an idle session of tfc_public belongs to the web server."""
    with (
        closing(psycopg2.connect(get_url("public"))) as idle,
        closing(psycopg2.connect(get_url("default"))) as other,
    ):
        idle.autocommit = True
        idle_in_transaction(other)
        time.sleep(2.5)
        assert not is_ended(idle)
        assert not is_ended(other)


def test_its_login_ends_sessions_of_tfc_public_and_no_others(town: World, hostile: extensions.connection):
    with (
        closing(psycopg2.connect(watchdog_url())) as own,
        closing(psycopg2.connect(get_url("default"))) as other,
    ):
        own.autocommit = True
        with own.cursor() as cursor:
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute("SELECT pg_terminate_backend(%s)", [other.info.backend_pid])
            cursor.execute(
                "SELECT query FROM pg_stat_activity WHERE usename IN ('tfc_app', 'tfc_figures') AND query NOT LIKE '<%'"
            )
            assert cursor.fetchall() == []


@pytest.mark.thorough
def test_a_worker_watches_and_nobody_who_writes_fails(
    town: World, hostile: extensions.connection, tmp_path: Path
):
    """With production's limits: a write waits for the audit's lock for less than ten seconds, after which it would
    fail."""
    plant = Plant(tmp_path)
    plant.start_broker()
    try:
        plant.start_worker(schedule=False)
        idle_in_transaction(hostile)
        begin = time.monotonic()
        with within(town.hill):
            Organization.objects.create(name="School", sector="schools", languages=["en"])
        assert 1 < time.monotonic() - begin < 10
        assert is_ended(hostile)
        plant.wait_for_log("exceeded their limits and were ended", times=1)
    finally:
        plant.stop()


def _is_gone(pid: int) -> bool:
    with closing(psycopg2.connect(watchdog_url())) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid])
        return cursor.fetchone() is None
