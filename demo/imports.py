"""A small list that Pasadena imported, so that the page of imports shows what comes of one."""

import hashlib
from pathlib import Path

from django.utils import timezone

from communities.imports import columns, reading, storing
from communities.imports.checking import Checker, count_outcomes, save
from communities.imports.kinds import kinds
from communities.models import Community, ImportBatch, ImportRow, ImportState, User
from demo.sources import DATA
from tfc.tenancy import community_scope

CSV_NAME = "Partners 2019.csv"


def store_import(community: Community, by: User) -> None:
    """By a worker's own steps; nothing where it is there already."""
    with community_scope(community.pk, community.office_id, coordinator=True):
        if not ImportBatch.objects.exists():
            _run_import(community, by)


def _run_import(community: Community, by: User) -> None:
    content = (DATA / "partners_2019.csv").read_bytes()
    batch = ImportBatch.objects.create(
        kind="organizations",
        file_name=CSV_NAME,
        sha256=hashlib.sha256(content).hexdigest(),
        language="en",
        by=by,
        committed_by=by,
    )
    importer = kinds()[batch.kind](community, by)
    with reading.scratch() as folder:
        tables = reading.read_batch_tables(content, batch, importer, Path(folder))
        reading.store(batch, list(tables[0].rows))
    batch.sheet, batch.table = tables[0].title, reading.describe_table(tables[0])
    batch.notes = reading.get_table_notes(tables[0], tables)
    columns.propose(batch, importer)
    checker = Checker(batch, importer)
    rows = list(ImportRow.objects.filter(batch=batch).to_add().order_by("number"))
    checker.check(rows)
    save(rows)
    while storing.store_chunk(checker):
        pass
    batch.state, batch.committed_at, batch.counts = (
        ImportState.COMMITTED,
        timezone.now(),
        count_outcomes(batch),
    )
    batch.save()
