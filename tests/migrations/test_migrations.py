"""Migrations while people work: they retry for a lock, and long locks are found."""

import io
import threading
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from tests.base import COMMITTED
from tests.migrations.lint import complaints, is_atomic, names, newer
from tests.migrations.renew import APPS

HOLD = "LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE"


class Held(io.StringIO):
    """Holds a table until another session waits for it, which is recorded here."""

    def __init__(self) -> None:
        super().__init__()
        self.holds, self.let_go = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self.hold)
        self.thread.start()
        assert self.holds.wait(30)

    def hold(self) -> None:
        other = connections["owner"].copy()
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(HOLD)
            self.holds.set()
            self.let_go.wait(60)
        other.close()

    def write(self, text: str) -> int:
        self.let_go.set()
        return super().write(text)


@pytest.mark.real_clock
@COMMITTED
def test_it_asks_again_for_a_lock_that_does_not_come():
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    holder = Held()
    with pytest.raises(CommandError, match="Nothing is half done"):
        call_command("migrate_patiently", tries=2, pause=0.01, verbosity=0, stderr=io.StringIO())
    call_command("migrate_patiently", pause=0.2, verbosity=0, stderr=holder)
    holder.thread.join()
    connections["owner"].close()
    assert "A lock did not come; trying again in 0.2 s" in holder.getvalue()


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ('CREATE INDEX "x" ON "events_event" ("place");', "require-concurrent-index-creation"),
        ('ALTER TABLE "events_event" ADD COLUMN "x" text NOT NULL;', "adding-required-field"),
        ('ALTER TABLE "events_event" DROP COLUMN "place";', "ban-drop-column"),
        ('ALTER TABLE "events_event" ADD COLUMN "x" text NULL;', ""),
    ],
)
def test_it_finds_what_locks_for_long_or_breaks_the_release_before(sql: str, rule: str):
    result = complaints("events 9999_x", sql)
    assert rule in result
    assert bool(result) == bool(rule)


def test_it_checks_all_migrations_after_the_base():
    every = names()
    assert "events 0001_initial" in every
    assert newer([*every, "events 9999_x"])[-1] == "events 9999_x"
    assert "events 0001_initial" not in newer(every)


def test_it_allows_a_concurrent_index_outside_a_transaction(monkeypatch: pytest.MonkeyPatch):
    sql = "".join(f'CREATE INDEX CONCURRENTLY "{name}" ON "events_event" ("place");\n' for name in "xy")
    assert "ban-concurrent-index-creation-in-transaction" in complaints("events 9999_x", sql)
    assert complaints("events 9999_x", sql, atomic=False) == ""
    assert is_atomic("events 0001_initial")
    monkeypatch.setattr("events.migrations.0001_initial.Migration.atomic", False)
    assert not is_atomic("events 0001_initial")


# Not part of an extension.
LEFT = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname ~ %s
    UNION ALL SELECT proname FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
"""


@pytest.fixture
def new_database() -> Iterator[None]:
    owner = connections["owner"]
    name = owner.settings_dict["NAME"]
    other = f"{name}_back"
    with owner.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{other}" TEMPLATE template0')
    owner.close()
    owner.settings_dict["NAME"] = other
    yield
    owner.close()
    owner.settings_dict["NAME"] = name
    with owner.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{other}"')


@pytest.mark.thorough
@COMMITTED
def test_going_back_to_nothing_leaves_nothing(new_database: None):
    options = {"database": "owner", "verbosity": 0, "interactive": False}
    call_command("migrate", **options)
    for app in (*reversed(APPS[1:]), "usersessions", "mfa", "account", APPS[0]):
        call_command("migrate", app, "zero", **options)
    with connections["owner"].cursor() as cursor:
        cursor.execute(LEFT, ["^(" + "|".join(APPS) + ")_"])
        assert cursor.fetchall() == []
