"""A small list that Pasadena brought in, so that the page of imports shows what comes of one."""

import hashlib
from pathlib import Path

from django.utils import timezone

from communities.imports import columns, reading, storing
from communities.imports.checking import Checker, counts_of, save
from communities.imports.kinds import kinds
from communities.models import Community, ImportBatch, ImportRow, ImportState, User
from tfc.tenancy import community_scope

TOWN, COORDINATOR = "pasadena", "coordinator@pasadena.example"
NAME = "Partners 2019.csv"
LIST = """Partners of the old working group;;;
Organisation;Sector;Telephone;Tie
Arroyo Tenants' Circle;Faith/NGO;(626) 555-0181;existing
Foothill Night Market;Local businesses;626 555 0182;existing
Raymond Hill Gazette;press;;existing
Linda Vista Motel Owners;lodging;626 555 0183;existing
Arroyo Tenants' Circle;Faith/NGO;(626) 555-0181;existing
Total;;4;
"""


def store_imports() -> None:
    """Through the steps of a worker, at once; nothing where it is there already."""
    community = Community.objects.select_related("office").filter(slug=TOWN).first()
    if community is None:
        return
    by = User.objects.get(email=COORDINATOR)
    with community_scope(community.pk, community.office_id, coordinator=True):
        if not ImportBatch.objects.exists():
            _bring_in(community, by)


def _bring_in(community: Community, by: User) -> None:
    content = LIST.encode()
    batch = ImportBatch.objects.create(
        kind="organizations",
        file_name=NAME,
        sha256=hashlib.sha256(content).hexdigest(),
        language="en",
        by=by,
        committed_by=by,
    )
    importer = kinds()[batch.kind](community, by)
    with reading.scratch() as folder:
        tables = reading.tables_of(content, batch, importer, Path(folder))
        reading.store(batch, list(tables[0].rows))
    batch.sheet, batch.table = tables[0].title, reading.about(tables[0])
    batch.notes = reading.notes_of(tables[0], tables)
    columns.propose(batch, importer)
    checker = Checker(batch, importer)
    rows = list(ImportRow.objects.filter(batch=batch).to_add().order_by("number"))
    checker.check(rows)
    save(rows)
    while storing.store_chunk(checker):
        pass
    batch.state, batch.committed_at, batch.counts = ImportState.COMMITTED, timezone.now(), counts_of(batch)
    batch.save()
