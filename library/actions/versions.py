"""A version of a material: a file or a link, with what is new in it."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communities.models import User
from library.files import StoredFile
from library.models import Material, MaterialVersion
from tfc.sent_before import check_same_content


@transaction.atomic
def add_version(
    *,
    material: Material,
    by: User,
    note: str = "",
    link: str = "",
    file: StoredFile | None = None,
    client_id: UUID | None = None,
) -> MaterialVersion:
    """Store a version with the next number. Sending the same ``client_id`` twice returns the stored one.

    The file is on disk before the row is written, so every readable version has its file.
    """
    # The lock gives simultaneous versions consecutive numbers.
    stored = Material.objects.select_for_update().get(pk=material.pk)
    existing_version = stored.versions.filter(client_id=client_id).first() if client_id else None
    if existing_version:
        check_same_content(
            existing_version, {"note": note, "link": link} | ({"sha256": file.sha256} if file else {})
        )
        return existing_version
    newest = stored.versions.aggregate(newest=Max("number"))["newest"] or 0
    version = MaterialVersion.objects.create(
        material=stored,
        audience=stored.audience,
        number=newest + 1,
        note=note,
        link=link,
        by=by,
        client_id=client_id,
        **(file.as_fields() if file else {}),
    )
    Material.objects.filter(pk=stored.pk).update(updated_at=timezone.now())
    return version
