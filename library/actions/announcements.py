"""All writes to announcements, in the scope of the community or office that makes them."""

from typing import Any
from uuid import UUID

from django.db import transaction

from communities.models import User
from library.actions.once import get_or_create_once, get_owner_columns
from library.models import Announcement, DismissedAnnouncement
from stakeholders.actions.saving import edit_row, mark_row


@transaction.atomic
def announce(*, by: User, audience: str, client_id: UUID | None = None, **fields: Any) -> Announcement:
    """Store an announcement. Sending the same ``client_id`` twice returns the stored one."""
    return get_or_create_once(Announcement, client_id, fields | {"audience": audience, "created_by": by})[0]


@transaction.atomic
def edit_announcement(*, announcement: Announcement, by: User, revision: int, **fields: Any) -> None:
    """Edit the announcement read as ``revision``; SavedMeanwhileError if the stored one is newer."""
    edit_row(announcement, revision, fields)


@transaction.atomic
def delete_announcement(*, announcement: Announcement, by: User) -> None:
    """Move the announcement to the trash; it is no longer shown to readers."""
    mark_row(announcement, deleted=True)


@transaction.atomic
def restore_announcement(*, announcement: Announcement, by: User) -> None:
    mark_row(announcement, deleted=False)


@transaction.atomic
def dismiss_announcement(*, announcement: Announcement, by: User) -> None:
    """Dismiss the announcement from this person's home page in this community or office. Safe to repeat."""
    DismissedAnnouncement.objects.get_or_create(announcement=announcement, by=by, **get_owner_columns())


@transaction.atomic
def show_again(*, announcement: Announcement, by: User) -> None:
    DismissedAnnouncement.objects.filter(announcement=announcement, by=by).delete()
