"""Every write to announcements, in the scope of the community or office that makes them."""

from typing import Any
from uuid import UUID

from django.db import transaction

from communities.models import User
from library.models import Announcement, PutAside
from stakeholders.actions.saving import edit_row, mark_row
from tfc.tenancy import current_scope


@transaction.atomic
def announce(*, by: User, audience: str, client_id: UUID | None = None, **fields: Any) -> Announcement:
    """Sending the same ``client_id`` twice finds the one that is there."""
    values = fields | {"audience": audience, "created_by": by}
    if client_id is None:
        return Announcement.objects.create(**values)
    return Announcement.objects.get_or_create(client_id=client_id, **_here(), defaults=values)[0]


@transaction.atomic
def edit_announcement(*, announcement: Announcement, by: User, revision: int, **fields: Any) -> None:
    """SavedMeanwhileError when what was read as ``revision`` is no longer the stored one."""
    edit_row(announcement, revision, fields)


@transaction.atomic
def delete_announcement(*, announcement: Announcement, by: User) -> None:
    """Into the bin: nobody reads it any more."""
    mark_row(announcement, deleted=True)


@transaction.atomic
def restore_announcement(*, announcement: Announcement, by: User) -> None:
    mark_row(announcement, deleted=False)


@transaction.atomic
def put_aside(*, announcement: Announcement, by: User) -> None:
    """Off this person's home in this place, and nobody else's. Twice is the same as once."""
    PutAside.objects.get_or_create(announcement=announcement, by=by, **_here())


@transaction.atomic
def show_again(*, announcement: Announcement, by: User) -> None:
    PutAside.objects.filter(announcement=announcement, by=by).delete()


def _here() -> dict[str, Any]:
    scope = current_scope()
    return {"office_id": scope.office_id or scope.home_office_id, "community_id": scope.community_id}
