"""Add a record of a community once, change it with a revision check, and move it to the trash."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils import timezone

from communities.models import User
from tfc.sent_before import check_same_content

# A model with created_by, client_id, revision, updated_at and deleted_at: a tenancy.Record, or a shared row.
Row = TypeVar("Row", bound=Model)


class SavedMeanwhileError(Exception):
    """The row was saved or deleted by another request since it was read; nothing was written."""


def add_row(
    model: type[Row],
    by: User,
    client_id: UUID | None,
    fields: dict[str, Any],
    drawn: Mapping[str, Any] = MappingProxyType({}),
) -> Row:
    """Return a new row, or the one that this ``client_id`` already created; SentBeforeError if that one has other
    content.

    ``drawn``: values that are not typed but random, so they differ on each call.
    """
    values = {**fields, **drawn, "created_by": by}
    if client_id is None:
        return model._default_manager.create(**values)
    row, is_new = model._default_manager.get_or_create(client_id=client_id, defaults=values)
    if not is_new:
        check_same_content(row, fields)
    return row


def edit_row(row: Row, revision: int, fields: dict[str, Any]) -> None:
    """Change a row; SavedMeanwhileError for a stale ``revision``."""
    same = type(row)._default_manager.filter(pk=row.pk, revision=revision, deleted_at=None)
    if not same.update(**fields, updated_at=timezone.now()):
        raise SavedMeanwhileError
    row.refresh_from_db()


def mark_row(row: Row, *, deleted: bool) -> None:
    """Delete or restore a row. Deleting it again does not change its time."""
    now = timezone.now()
    others = type(row)._default_manager.filter(pk=row.pk, deleted_at__isnull=deleted)
    others.update(deleted_at=now if deleted else None, updated_at=now)


def trash_unchanged(rows: QuerySet[Row], made: Mapping[int, int], **fields: Any) -> set[int]:
    """Move those rows of {id: revision} to the trash that were not changed since; return their ids. ``fields``: further
    values to set on them.
    """
    stored = rows.filter(pk__in=made, deleted_at=None).select_for_update(of=("self",))
    gone = {pk for pk, revision in stored.values_list("pk", "revision") if revision == made[pk]}
    now = timezone.now()
    rows.model._default_manager.filter(pk__in=gone).update(deleted_at=now, updated_at=now, **fields)
    return gone
