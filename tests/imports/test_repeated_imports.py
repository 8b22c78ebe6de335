"""Each row is imported once, whatever is sent or done twice."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.actions import imports as actions
from communities.imports import jobs, storing, work
from communities.imports.checking import Checker
from communities.imports.kinds import Import, kinds
from communities.models import ImportBatch, ImportFile, ImportJob, ImportRow, ImportState
from stakeholders.models import Organization
from tests.base import World, within
from tests.imports.base import ImportClient
from tests.imports.test_rows import names
from tfc.leases import LeaseLostError

CLIENT = "7e57ed00-0000-4000-8000-000000000001"


def listing(rows: int) -> str:
    return "Name,Sector\n" + "".join(f"School {number},schools\n" for number in range(rows))


def get_job(batch: ImportBatch) -> ImportJob:
    return ImportJob.objects.get(batch_id=batch.pk)


def test_a_double_click_starts_one_import_and_commits_once(importer: ImportClient, world: World):
    first, second = (importer.upload(listing(3), client_id=CLIENT) for _ in range(2))
    assert first["Location"] == second["Location"]
    batch = importer.columns(importer.after_work(first))
    importer.act(batch, "commit")
    importer.act(batch, "commit")
    importer.work(batch.pk)
    assert not work.work_on(get_job(batch).pk), "the job is done"
    assert importer.act(batch, "commit").status_code == 302
    assert importer.batch(batch.pk).state == ImportState.COMMITTED
    assert names(world) == ["School 0", "School 1", "School 2"]
    assert importer.columns(importer.bring(listing(3))).counts == {"same": 3}


def test_a_worker_that_takes_over_continues_where_the_dead_one_stopped(
    importer: ImportClient, world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Import, "chunk", 2)
    batch = importer.columns(importer.bring(listing(5)))
    importer.act(batch, "commit")
    stored = storing.store_chunk
    chunks = iter([True, False])

    def dies(checker):
        if not next(chunks):
            raise KeyboardInterrupt
        return stored(checker)

    monkeypatch.setattr(storing, "store_chunk", dies)
    with pytest.raises(KeyboardInterrupt):
        work.work_on(get_job(batch).pk)
    monkeypatch.setattr(storing, "store_chunk", stored)
    assert names(world) == ["School 0", "School 1"]
    assert not work.work_on(get_job(batch).pk), "its lease still runs"
    ImportJob.objects.update(lease_until=ImportJob.NEVER)
    assert work.work_on(get_job(batch).pk)
    assert names(world) == [f"School {number}" for number in range(5)]
    assert importer.batch(batch.pk).counts == {"added": 5}


def test_a_worker_that_lost_its_lease_stores_nothing(importer: ImportClient, world: World):
    batch = importer.columns(importer.bring(listing(2)))
    importer.act(batch, "commit")
    old = ImportJob.objects.claim(get_job(batch).pk)
    assert old
    ImportJob.objects.update(lease_until=ImportJob.NEVER)
    assert ImportJob.objects.claim(get_job(batch).pk)
    with pytest.raises(LeaseLostError), within(world.hill):
        jobs.hold(old)


def test_a_job_that_killed_three_workers_says_so_and_can_go_on(importer: ImportClient, world: World):
    batch = importer.columns(importer.bring(listing(2)))
    importer.act(batch, "commit")
    ImportJob.objects.update(attempts=3)
    assert work.give_up() == 1
    assert "Finished rows are kept." in importer.page(batch)
    assert "Stopped" in importer.client.get(importer.url).content.decode()
    assert importer.act(batch, "discard").status_code == 302
    assert importer.batch(batch.pk).failure, "it may have brought in some: it is not forgotten"
    assert importer.act(batch, "resume").status_code == 302
    assert importer.work(batch.pk).state == ImportState.COMMITTED
    assert len(names(world)) == 2


def test_a_stopped_file_can_be_forgotten_or_left_at_what_is_done(
    importer: ImportClient, world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Import, "chunk", 2)
    batch = importer.columns(importer.bring(listing(3)))
    for chunks, state in ((0, ImportState.PREVIEW), (1, ImportState.COMMITTED)):
        importer.act(batch, "commit")
        assert importer.act(batch, "end").status_code == 302
        assert importer.batch(batch.pk).state == ImportState.COMMITTING, "it did not stop"
        with within(world.hill):
            checker = Checker(batch, kinds()[batch.kind](world.hill, world["hill-leader"]))
            assert [storing.store_chunk(checker) for _one in range(chunks)] == [2] * chunks
        ImportJob.objects.update(attempts=3)
        assert work.give_up() == 1
        assert "Finish here" in importer.page(batch)
        importer.act(batch, "end")
        assert importer.batch(batch.pk).state == state
    assert importer.undo(batch).counts == {"removed": 2, "new": 1}
    read = importer.upload(listing(1))
    other = importer.batch(int(read["Location"].strip("/").rpartition("/")[2]))
    importer.act(other, "discard")
    assert importer.batch(other.pk).state == ImportState.UPLOADED, "somebody is at work on it"
    ImportJob.objects.filter(batch_id=other.pk).update(attempts=3)
    assert work.give_up() == 1
    assert "Delete" in importer.page(other)
    importer.act(other, "discard")
    with within(world.hill):
        assert not ImportBatch.objects.filter(pk=other.pk).exists()
        assert not ImportFile.objects.filter(batch=other.pk).exists()


def test_rows_stored_meanwhile_are_not_created_again(importer: ImportClient, world: World):
    batch = importer.columns(importer.bring(listing(2)))
    with within(world.hill):
        Organization.objects.create(name="SCHOOL 1", sector="schools", created_by=world["hill-leader"])
    assert importer.commit(batch).counts == {"added": 1, "same": 1}


def test_it_deletes_abandoned_imports(importer: ImportClient, world: World):
    result = importer.commit(importer.columns(importer.bring(listing(1))))
    importer.bring(listing(2))
    with within(world.hill):
        assert actions.forget_imports(before=timezone.now() - dt.timedelta(days=1)) == 0
        assert actions.forget_imports(before=timezone.now() + dt.timedelta(days=1)) == 2
        assert [import_row.cells for import_row in ImportRow.objects.all()] == [[]]
    assert ImportJob.objects.count() == 1
    assert "Row 2" in importer.page(result)
    assert importer.undo(result).counts == {"removed": 1}


def test_each_page_asks_as_much_of_the_database_for_many_rows(importer: ImportClient):
    counted = []
    for rows in (2, 30):
        batch = importer.columns(importer.bring(listing(rows)))
        with CaptureQueriesContext(connection) as queries:
            importer.page(batch)
            importer.client.get(importer.url)
        counted.append(len(queries))
    assert counted[0] == counted[1]
    [row] = [row for row in importer.rows(batch) if row.number == 20]
    page = importer.page(batch, f"?outcome=new&after={row.pk}")
    assert "Row 21" in page
    assert "Row 20<" not in page
    assert importer.client.get(f"{importer.url}?template=organizations").content.startswith(
        b"\xef\xbb\xbfName,Sector,"
    )
    assert set(kinds()) == {
        "campaigns",
        "events",
        "headcounts",
        "organizations",
        "outputs",
        "services",
        "members",
    }
