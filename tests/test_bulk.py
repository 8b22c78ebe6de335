"""Bulk writes (tfc/bulk.py) store the same as single ones."""

import datetime as dt

import pytest

from communities.models import ImportBatch, ImportRow, RowOutcome
from events.models import Event
from tests.base import World, within
from tfc import bulk

pytestmark = pytest.mark.django_db

ODD = 'a "quoted" back\\slash\ttab\nline, {brace} 中文 é'
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def test_it_stores_json_and_what_is_not_known(world: World):
    with within(world.hill):
        batch = ImportBatch.objects.create(kind="events", file_name="a", by=world["hill-leader"])
        cells = [ODD, None, {"day": "2026-03-01"}]
        (row_id,) = bulk.insert_values(ImportRow(batch=batch), ("number", "cells"), [(2, cells)])
        row = ImportRow.objects.get(pk=row_id)
        assert row.cells == cells
        row.outcome, row.reasons, row.before, row.made_id = (
            RowOutcome.BAD,
            [{"text": ODD}],
            {"a": [None]},
            2**40,
        )
        bulk.update([row], ["outcome", "reasons", "before", "made_id"])
        stored = ImportRow.objects.get(pk=row.pk)
        assert (stored.cells, stored.outcome, stored.reasons) == (row.cells, "bad", row.reasons)
        assert (stored.before, stored.made_id, stored.made_revision) == ({"a": [None]}, 2**40, None)
        row.before = None
        bulk.update([row], ["before"])
        assert ImportRow.objects.filter(pk=row.pk, before__isnull=True).exists()


def test_it_stores_rows_that_are_like_one_another_without_their_objects(world: World):
    with within(world.hill):
        like = Event(
            kind="awareness", starts_at=NOON, ends_at=NOON, time_zone="UTC", created_by=world["hill-leader"]
        )
        texts = [(f"{ODD} {number}", number or None) for number in range(30)]
        numbers = bulk.insert_values(like, ("title", "people_present"), texts)
        stored = Event.objects.in_bulk(numbers)
        assert [(stored[number].title, stored[number].people_present) for number in numbers] == texts
        for event in stored.values():
            assert (event.community_id, event.revision, event.kind) == (world.hill.pk, 1, "awareness")
            assert (event.created_by_id, event.local_day) == (world["hill-leader"].pk, dt.date(2026, 3, 1))
        assert like.pk is None


def test_it_changes_each_row_to_its_own_also_where_many_are_alike(world: World):
    with within(world.hill):
        batch = ImportBatch.objects.create(kind="events", file_name="a", by=world["hill-leader"])
        rows = ImportRow.objects.bulk_create(
            ImportRow(batch=batch, number=number, cells=[number]) for number in range(3)
        )
        for row in rows:
            row.outcome, row.made_id, row.before, row.reasons = (
                RowOutcome.ADDED,
                row.number,
                {"a": row.number},
                [],
            )
        rows[2].reasons = [{"text": ODD}]
        bulk.update(rows, ["outcome", "made_id", "before", "reasons"])
        stored = [ImportRow.objects.get(pk=row.pk) for row in rows]
        assert [(row.outcome, row.made_id, row.before, row.reasons) for row in stored] == [
            ("added", 0, {"a": 0}, []),
            ("added", 1, {"a": 1}, []),
            ("added", 2, {"a": 2}, [{"text": ODD}]),
        ]


def test_it_does_nothing_with_nothing():
    assert bulk.insert_values(Event(), ("title",), []) == []
    bulk.update([], ["outcome"])
