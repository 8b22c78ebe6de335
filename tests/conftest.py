from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests.base import World, make_world, sign_in
from tfc.translations import compile_stale


def pytest_configure() -> None:
    """Tests of pages in Spanish and Chinese read the compiled files, which are not committed."""
    compile_stale()


@pytest.fixture(autouse=True)
def default_language() -> None:
    """A request leaves its language to the thread, and the next test would speak it."""
    translation.deactivate()


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def signed_in(world: World, client: Client):
    """``signed_in("hill-leader")``: the client, logged in as that person."""

    def as_person(name: str) -> Client:
        return sign_in(client, world[name])

    return as_person


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Always make the owner's database: the serving login only mirrors it, and pytest-django would leave it out."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    yield
    with django_db_blocker.unblock():
        for one in ("default", "figures"):
            connections[one].close()
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def serving_login(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The suite runs as the login that serves, which obeys every policy; a superuser would prove nothing."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        if cursor.fetchone() != ("tfc_app", False, False):
            pytest.exit("The tests must run as tfc_app, without SUPERUSER and without BYPASSRLS.", 4)
