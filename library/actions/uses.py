"""Records, edits and deletes a community's use of a material."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communities.models import User
from library.models import Material, MaterialUse
from stakeholders.actions.saving import SavedMeanwhileError, add_row
from tfc.sent_before import check_same_content


@transaction.atomic
def add_use(*, material: Material, by: User, client_id: UUID | None = None, **fields: Any) -> MaterialUse:
    """Store a use. Sending the same ``client_id`` twice returns the stored one."""
    existing_use = (
        MaterialUse.objects.filter(material=material, client_id=client_id).first() if client_id else None
    )
    if existing_use:
        check_same_content(existing_use, fields)
        return existing_use
    return add_row(MaterialUse, by, client_id, fields | {"material": material, "audience": material.audience})


@transaction.atomic
def edit_use(*, use: MaterialUse, by: User, revision: int, **fields: Any) -> None:
    """Edit the use read as ``revision``; SavedMeanwhileError if the stored one is newer."""
    same = MaterialUse.objects.not_deleted().filter(pk=use.pk, revision=revision)
    if not same.update(**fields):
        raise SavedMeanwhileError


@transaction.atomic
def delete_use(*, use: MaterialUse, by: User) -> None:
    MaterialUse.objects.filter(pk=use.pk, deleted_at=None).update(deleted_at=timezone.now())


@transaction.atomic
def restore_use(*, use: MaterialUse, by: User) -> None:
    MaterialUse.objects.filter(pk=use.pk).update(deleted_at=None)
