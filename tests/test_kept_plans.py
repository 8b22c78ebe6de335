"""Plans that the server keeps for a connection: told once, asked often, and never behind a pooler."""

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import psycopg2
import pytest
from django.db import connections
from psycopg2 import errors

from tfc.database.kept_plans import KeepingConnection, Question

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
TOLD = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'kept_%%'"


class Pooled(KeepingConnection):
    """Whose server has another number than the one that answered when it was opened."""

    info: Any = SimpleNamespace(backend_pid=-1)


def opened(factory: type[KeepingConnection]) -> Any:
    asked = connections["owner"].get_connection_params() | {"connection_factory": factory}
    made: Any = psycopg2.connect(
        **{name: value for name, value in asked.items() if name != "client_encoding"}
    )
    made.autocommit = True
    made.begin()
    return made


@pytest.fixture
def connection() -> Iterator[Any]:
    made = opened(KeepingConnection)
    yield made
    made.close()


def ask(connection: Any, question: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def test_a_question_is_told_once_and_asked_often(connection: Any):
    question = Question("SELECT %s + n FROM generate_series(1, %s) n WHERE n <> %s", [0, 1])
    assert ask(connection, question, 10, 3, 2) == [(11,), (13,)]
    assert ask(connection, question, 20, 1, 2) == [(21,)]
    assert ask(connection, TOLD) == [(1,)]


def test_what_does_not_differ_is_part_of_the_plan(connection: Any):
    question = Question("SELECT %s || %s, '100%%'", [1])
    assert ask(connection, question, "it's 50% ", "a' OR true --") == [("it's 50% a' OR true --", "100%")]
    told = "SELECT statement FROM pg_prepared_statements WHERE name LIKE 'kept_%%'"
    assert ask(connection, told) == [(f"PREPARE {name_of(connection)} AS SELECT 'it''s 50% ' || $1, '100%'",)]


def name_of(connection: Any) -> str:
    ((name,),) = ask(connection, "SELECT name FROM pg_prepared_statements")
    return str(name)


def test_values_of_another_kind_make_another_plan(connection: Any):
    question = Question("SELECT %s", [0])
    moment = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    for value in (1, True, moment, moment.date(), None, 1 << 40):
        assert ask(connection, question, value) == [(value,)]
    assert ask(connection, TOLD) == [(5,)]


def test_a_number_that_no_column_holds_finds_nothing(connection: Any):
    question = Question("SELECT n FROM (VALUES (1::bigint)) AS t (n) WHERE n = %s", [0])
    for number, found in ((1, [(1,)]), (2**63 - 1, []), (-(2**63), []), (2**63, []), (-(10**40), [])):
        assert ask(connection, question, number) == found


def test_another_connection_is_told_anew(connection: Any):
    question = Question("SELECT 1", [])
    assert ask(connection, question) == [(1,)]
    other = opened(KeepingConnection)
    try:
        assert ask(other, question) == [(1,)]
        assert ask(other, TOLD) == [(1,)]
    finally:
        other.close()


def test_it_is_said_as_it_was_asked(connection: Any):
    with connection.cursor() as cursor:
        cursor.execute(Question("SELECT %s, 2", [0]), [1])
        assert cursor.query == b"SELECT 1, 2"
        cursor.execute("SELECT 3")
        assert cursor.query == b"SELECT 3"


def test_behind_a_pooler_nothing_is_kept():
    pooled = opened(Pooled)
    try:
        assert ask(pooled, Question("SELECT %s", [0]), 1) == [(1,)]
        assert ask(pooled, TOLD) == [(0,)]
    finally:
        pooled.close()


def test_a_column_of_another_type_is_planned_anew(connection: Any):
    question = Question("SELECT kind FROM held", [])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE held AS SELECT 1 AS kind")
        assert ask(connection, question) == [(1,)]
        cursor.execute("ALTER TABLE held ALTER kind TYPE text")
    with pytest.raises(errors.FeatureNotSupported):
        ask(connection, question)
    assert ask(connection, question) == [("1",)]


def test_it_sees_that_the_server_has_hung_up():
    wrapper = connections["default"].copy()
    wrapper.ensure_connection()
    try:
        assert wrapper.is_usable()
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [wrapper.connection.info.backend_pid])
        assert not wrapper.is_usable()
    finally:
        wrapper.close()
    assert not wrapper.is_usable()
