"""Every write to announcements, in the scope of the community or office that makes them."""

from typing import Any
from uuid import UUID

from django.db import transaction

from communities.models import User
from library.actions.once import get_or_create_once, here
from library.models import Announcement, PutAside
from stakeholders.actions.saving import edit_row, mark_row


@transaction.atomic
def announce(*, by: User, audience: str, client_id: UUID | None = None, **fields: Any) -> Announcement:
    """Sending the same ``client_id`` twice finds the one that is there."""
    return get_or_create_once(Announcement, client_id, fields | {"audience": audience, "created_by": by})[0]


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
    PutAside.objects.get_or_create(announcement=announcement, by=by, **here())


@transaction.atomic
def show_again(*, announcement: Announcement, by: User) -> None:
    PutAside.objects.filter(announcement=announcement, by=by).delete()
