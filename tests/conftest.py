import gc
import os
import time
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.db import connection, connections
from django.test import Client, TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from tests.base import LOGINS, World, sign_in
from tests.matrix.samples import Samples
from tests.row_set_sources import store_rows
from tests.row_sets import ROW_SETS, RowSets
from tests.row_sets import filled as filled_tables
from tests.row_teardown import keep_usable_connections, only_what_it_filled
from tfc.translations import compile_stale

pytest_plugins = [
    "tests.scheduling",
    "tests.local_day_check",
    "tests.template_database",
    "tests.assertion_rewriting",
    "tests.security.control_tally",
    "tests.thorough",
]


def pytest_configure() -> None:
    # Tests of Spanish and Chinese pages need the compiled catalogs, which are not committed.
    compile_stale()
    # A busy machine may be slow.
    patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("suite", patient, max_examples=20)
    settings.register_profile("thorough", patient, max_examples=100)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_collection_finish() -> None:
    """Exclude what is loaded from garbage collection, which would scan it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def default_language() -> None:
    """Reset the language that the previous test's request activated in this thread."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Clear rate limits and cached fragments: the next test's rows have the same keys and revisions."""
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def sampled(stored_rows: RowSets, db: None) -> tuple[World, Samples]:
    """A world with one of everything in each town and office."""
    return stored_rows.restore("sampled")


@pytest.fixture
def world(request: pytest.FixtureRequest, stored_rows: RowSets, db: None) -> World:
    """Two communities of one office and a third abroad; with ``samples`` or ``filled``, the world that holds them."""
    if "samples" in request.fixturenames:
        return request.getfixturevalue("sampled")[0]
    return stored_rows.restore("filled" if "filled" in request.fixturenames else "world")


@pytest.fixture
def filled(world: World) -> World:
    """Two communities with figures of three half-years, as tests/reports/report_samples.py makes them."""
    return world


@pytest.fixture
def samples(sampled: tuple[World, Samples]) -> Samples:
    return sampled[1]


@pytest.fixture
def grown(stored_rows: RowSets, db: None) -> RowSets:
    """``restore("few")`` and ``restore("many")``: one of everything, and a dozen of each."""
    return stored_rows


@pytest.fixture
def signed_in(world: World, client: Client):
    """``signed_in("hill-leader")`` returns the client, logged in as that person."""

    def as_person(name: str) -> Client:
        return sign_in(client, world[name])

    return as_person


@pytest.fixture(scope="session")
def stored_rows() -> RowSets:
    return ROW_SETS


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    prepared: dict[str, bytes] | None,
    stored_rows: RowSets,
    request: pytest.FixtureRequest,
) -> Iterator[None]:
    """Create the owner's database, which pytest-django would skip since the serving login only mirrors it."""
    with django_db_blocker.unblock():
        result = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
        _as_prepared()
        if prepared is not None:
            stored_rows.made = prepared
        else:
            wanted = {name for item in request.session.items for name in getattr(item, "fixturenames", ())}
            store_rows(stored_rows, samples="samples" in wanted, grown="grown" in wanted)
        stored_rows.stays = filled_tables()
        take_away = only_what_it_filled(stored_rows.stays)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", take_away)
        patch.setattr(TransactionTestCase, "_should_reload_connections", keep_usable_connections)
        yield
    with django_db_blocker.unblock():
        for login in set(LOGINS) - {"owner"}:
            connections[login].close()
        # If a session is left, the throwaway server deletes the database when it stops.
        if _is_alone():
            teardown_databases(result, verbosity=0)


def _as_prepared() -> None:
    """Revoke temporary tables, which a copy of a template database allows to everyone."""
    with connections["owner"].cursor() as cursor:
        name = connections["owner"].ops.quote_name(connections["owner"].settings_dict["NAME"])
        cursor.execute(f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC")


def _is_alone() -> bool:
    """Return True if no other session uses the database, after waiting for those that are closing."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone() == (0,):
                return True
        time.sleep(0.2)
    return False


@pytest.fixture(scope="session", autouse=True)
def serving_login(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Run the suite as the serving login, which obeys every policy. A superuser would bypass them."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        if cursor.fetchone() != ("tfc_app", False, False):
            pytest.exit("The tests must run as tfc_app, without SUPERUSER and without BYPASSRLS.", 4)
