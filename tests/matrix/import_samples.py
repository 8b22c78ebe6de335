"""A spreadsheet to import with a row that needs fixing, in each community and office."""

from typing import Any

from communities.models import (
    Community,
    ImportBatch,
    ImportFile,
    ImportJob,
    ImportMapping,
    ImportRow,
    Office,
    User,
)
from tests.matrix.json_samples import canary


def of_place(place: Community | Office, by: User) -> dict[str, Any]:
    heading, before, cell, reason = (
        "x" if isinstance(place, Office) else canary(place.slug, f"communities.Import{column}")
        for column in ("Batch.table", "Row.before", "Row.cells", "Row.reasons")
    )
    batch = ImportBatch.objects.create(
        kind="campaigns" if isinstance(place, Office) else "organizations",
        state="preview",
        file_name="x",
        sha256="0" * 64,
        language="en",
        by=by,
        table={
            "header": ["Name", "Sector", heading],
            "letters": ["A", "B", "C"],
            "header_row": 1,
            "serials": True,
        },
        mapping={"0": "title"} if isinstance(place, Office) else {"0": "name", "1": "sector"},
        counts={"bad": 1},
    )
    # From the id, so that it is unique.
    number = 100 + place.pk + (1000 if isinstance(place, Office) else 0)
    cells, reasons = [cell, "", ""], [{"field": "", "text": reason}]
    ImportRow.objects.create(
        batch=batch, number=number, cells=cells, outcome="bad", reasons=reasons, before={"name": before}
    )
    ImportFile.objects.create(batch=batch, content=b"x")
    ImportMapping.objects.create(kind="organizations", heading="x", column_of="name")
    ImportJob.objects.create(
        batch_id=batch.pk, office_id=batch.office_id, community_id=batch.community_id, is_done=True
    )
    return {"batch_id": batch.pk, "number": number}
