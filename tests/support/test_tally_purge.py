"""Tallies are deleted after twenty-four months, and their tables cannot hold text about a person."""

import datetime as dt
from collections.abc import Iterable

import pytest
from django.db import connections
from django.utils import timezone

from communities.actions.retention import keep_no_longer
from support.models import SupportOffered, SupportTally, SupportTotal, TallyPurge
from tests.base import World
from tests.support.tally_base import numbers, offer, purges, tell
from tfc.periods import HalfYear

OLD, KEPT = HalfYear(2024, 2), HalfYear(2025, 1)


def purge_tallies() -> int:
    deleted = keep_no_longer(now=timezone.now())
    return sum(deletion.outcome.gone for deletion in deleted if deletion.rule.code == "tallies")


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime.fromisoformat(moment))


@pytest.fixture
def record_tallies(world: World) -> None:
    for community in (world.hill, world.moor):
        for half_year in (OLD, KEPT):
            tell(world, community, half_year, need=1)
            tell(world, community, half_year, need=2)
            offer(world, community, half_year)


@pytest.mark.usefixtures("record_tallies")
class TestPurge:
    def test_it_keeps_numbers_for_24_months(self, world: World, monkeypatch: pytest.MonkeyPatch):
        at(monkeypatch, "2026-12-31T20:00Z")
        assert purge_tallies() == 0
        assert len(numbers(world.hill, OLD).people) == 2
        assert purges(world.hill) == []

    def test_it_uses_each_communitys_local_date(self, world: World, monkeypatch: pytest.MonkeyPatch):
        """In London the year is over, in Los Angeles it is still evening."""
        at(monkeypatch, "2027-01-01T02:00Z")
        assert purge_tallies() == 3
        assert (purges(world.moor), purges(world.hill)) == ([(2024, 2, 3)], [])

    def test_it_deletes_people_and_offers_and_notes_it_once(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ):
        at(monkeypatch, "2027-01-02T15:30Z")
        assert purge_tallies() == 6
        assert purge_tallies() == 0
        for community in (world.hill, world.moor):
            assert numbers(community, OLD).version == "|"
            assert numbers(community, KEPT).version == "1=4 2=4|1=18x6"
            assert purges(community) == [(2024, 2, 3)]

    @pytest.mark.thorough
    def test_it_catches_up_on_every_half_year_that_is_too_old(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ):
        tell(world, world.hill, HalfYear(2019, 1))
        at(monkeypatch, "2027-07-01T15:30Z")
        purge_tallies()
        assert purges(world.hill) == [(2019, 1, 1), (2024, 2, 3), (2025, 1, 3)]

    @pytest.mark.thorough
    def test_one_community_that_fails_does_not_keep_the_others(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ):
        at(monkeypatch, "2027-01-02T15:30Z")
        create = TallyPurge.objects.bulk_create
        failed: list[bool] = []

        def fail_once(rows: Iterable[TallyPurge]) -> list[TallyPurge]:
            if not failed:
                failed.append(True)
                raise RuntimeError
            return create(rows)

        monkeypatch.setattr(TallyPurge.objects, "bulk_create", fail_once)
        purge_tallies()
        monkeypatch.undo()
        # Without the entry nothing is deleted.
        assert len(numbers(world.hill, OLD).people) == 2
        assert purges(world.moor) == [(2024, 2, 3)]


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("model", [SupportTally, SupportOffered, TallyPurge, SupportTotal])
def test_it_has_no_column_that_could_hold_a_word(model: type):
    """PostgreSQL's catalog shows only numbers and times: no name, case number, story or file."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = %s",
            [model._meta.db_table],  # type: ignore[attr-defined]
        )
        columns = dict(cursor.fetchall())
    assert len(columns) >= 6
    allowed = {"smallint", "integer", "bigint", "timestamp with time zone"}
    assert {name: kind for name, kind in columns.items() if kind not in allowed} == {}
    # Times are when it was entered, not when people were helped.
    assert {name for name, kind in columns.items() if kind.startswith("timestamp")} <= {"updated_at", "at"}
