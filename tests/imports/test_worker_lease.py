"""A worker that takes long over one chunk keeps its lease, and no other worker stores rows."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import DatabaseError, connection

from communities.imports import jobs, work
from communities.models import ImportBatch, ImportJob
from tests.base import COMMITTED
from tests.row_sets import stored_world
from tfc.tenancy import community_scope

pytestmark = COMMITTED


@pytest.fixture
def job() -> ImportJob:
    """A batch of Hill, claimed by a worker."""
    world = stored_world()
    with community_scope(world.hill.pk, world.hill.office_id):
        batch = ImportBatch.objects.create(
            kind="organizations", file_name="a.csv", by=world["hill-leader"], language="en"
        )
    import_job = ImportJob.objects.create(batch_id=batch.pk, office=world.usa, community=world.hill)
    claimed = ImportJob.objects.claim(import_job.pk)
    assert claimed
    return claimed


def elsewhere(do: Callable[[], object]) -> str:
    """Run on another connection that waits for no lock; return the name of the error."""
    texts: list[str] = []

    def run() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            do()
        except DatabaseError as error:
            texts.append(type(error).__name__)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()
    return "".join(texts)


def test_the_lease_is_renewed_while_a_chunk_is_stored(job: ImportJob):
    def renew() -> None:
        assert ImportJob.objects.held(job).update(progress=7)

    with work.get_job_scope(job):
        jobs.hold(job)
        assert elsewhere(renew) == ""
    job.refresh_from_db()
    assert job.progress == 7


@pytest.mark.real_clock
def test_who_takes_over_waits_for_the_chunk_that_is_being_stored(job: ImportJob):
    def hold() -> None:
        with work.get_job_scope(job):
            jobs.hold(job)

    with work.get_job_scope(job):
        jobs.hold(job)
        assert elsewhere(hold) == "OperationalError"
    assert elsewhere(hold) == ""
