"""A worker is killed during an import of 5,000 rows, and another one continues. Not part of the suite:

make test ARGS="-n0 -s tests/imports/drill_kill.py"
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import Count

from communities.models import ImportBatch, ImportJob, ImportRow, ImportState, RowOutcome
from stakeholders.models import Organization
from tests.base import COMMITTED, World, sign_in, within
from tests.imports.base import ImportClient
from tests.row_sets import stored_world
from tests.worker_processes import LEASE_SECONDS, Plant
from tfc.celery import app

pytestmark = COMMITTED

ROWS = 5000
LIST = "Name,Sector\n" + "".join(f"Partner {number} of the town,media\n" for number in range(ROWS))


@pytest.fixture
def world(transactional_db: None) -> World:
    """The committed world, so that the workers see it."""
    return stored_world()


@pytest.fixture
def plant(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plant]:
    plant = Plant(tmp_path)
    plant.start_broker()
    monkeypatch.setitem(app.conf, "broker_url", plant.valkey.url)
    yield plant
    plant.stop()


def reached(world: World, batch: ImportBatch, added: int, seconds: float = 120) -> int:
    """Wait until so many rows are imported and return the number."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with within(world.hill):
            count = ImportRow.objects.filter(batch=batch, outcome=RowOutcome.ADDED).count()
        if count >= added:
            return count
        time.sleep(0.002)
    raise AssertionError(f"{count} rows after {seconds} s")


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(plant: Plant, world: World, client):
    importer = ImportClient(sign_in(client, world["hill-leader"]), world.hill)
    batch = importer.columns(importer.bring(LIST))
    assert batch.counts == {"new": ROWS}
    plant.start_worker()
    assert importer.act(batch, "commit").status_code == 302
    reached(world, batch, 1)
    plant.kill_worker()
    begin = time.monotonic()
    left = reached(world, batch, 1)
    job = ImportJob.objects.get(batch_id=batch.pk)
    assert 0 < left < ROWS, "it was killed too late to prove anything"
    assert (job.is_done, job.attempts) == (False, 1)
    plant.start_worker()
    reached(world, batch, ROWS)
    while not ImportJob.objects.get(pk=job.pk).is_done:
        time.sleep(0.05)
    took = time.monotonic() - begin
    job.refresh_from_db()
    batch = importer.batch(batch.pk)
    assert (batch.state, batch.counts, job.attempts) == (ImportState.COMMITTED, {"added": ROWS}, 2)
    with within(world.hill):
        organizations = Organization.objects.not_deleted()
        twins = organizations.values("name").annotate(times=Count("id")).filter(times__gt=1).count()
        made = set(ImportRow.objects.filter(batch=batch).values_list("made_id", flat=True))
        assert (organizations.count(), twins, made == set(organizations.values_list("pk", flat=True))) == (
            ROWS,
            0,
            True,
        )
    print(  # noqa: T201
        f"\nkilled after {left} of {ROWS} rows; the rest came in {took:.1f} s later"
        f" (lease {LEASE_SECONDS} s); {job.attempts} attempts, {twins} doubled, 0 lost"
    )
