"""A spreadsheet that waits to be brought in, with a row to be mended, in each town."""

from typing import Any

from communities.models import Community, ImportBatch, ImportFile, ImportJob, ImportMapping, ImportRow, User


def canaries(slug: str) -> set[str]:
    """In the cells and reasons, which are no text columns."""
    return {f"Canary-{slug}-importrow-cells", f"Canary-{slug}-importrow-reasons"}


def of_community(community: Community, by: User) -> dict[str, Any]:
    batch = ImportBatch.objects.create(
        kind="organizations",
        state="preview",
        file_name="x",
        sha256="0" * 64,
        language="en",
        by=by,
        table={"header": ["Name", "Sector"], "letters": ["A", "B"], "header_row": 1, "serials": True},
        mapping={"0": "name", "1": "sector"},
        counts={"bad": 1},
    )
    # By the town's number, so that no other town's row has it.
    number = 100 + community.pk
    cell, reason = sorted(canaries(community.slug))
    cells, reasons = [cell, ""], [{"field": "sector", "text": reason}]
    ImportRow.objects.create(batch=batch, number=number, cells=cells, fate="bad", reasons=reasons)
    ImportFile.objects.create(batch=batch, content=b"x")
    ImportMapping.objects.create(kind="organizations", heading="x", column_of="name")
    ImportJob.objects.create(batch_id=batch.pk, community=community, is_done=True)
    return {"batch_id": batch.pk, "number": number}
