"""Every write to the register. All run inside the scope of the community whose register it is."""

from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communities.models import User
from stakeholders.models import Contact, Organization

Row = TypeVar("Row", Organization, Contact)


class SavedMeanwhileError(Exception):
    """Somebody else saved or deleted the row since it was read; nothing was written."""


@transaction.atomic
def add_organization(*, by: User, client_id: UUID | None = None, **fields: Any) -> Organization:
    """The organisation with ``fields``; sending the same ``client_id`` twice finds the one that is there."""
    return _add(Organization, by, client_id, fields)


@transaction.atomic
def edit_organization(*, organization: Organization, by: User, revision: int, **fields: Any) -> None:
    """Change what was read as ``revision``; SavedMeanwhileError when that is no longer the stored one."""
    _edit(organization, revision, fields)


@transaction.atomic
def delete_organization(*, organization: Organization, by: User) -> None:
    """Into the bin. Where it was present at events stays recorded."""
    _mark(organization, deleted=True)


@transaction.atomic
def restore_organization(*, organization: Organization, by: User) -> None:
    _mark(organization, deleted=False)


@transaction.atomic
def add_contact(
    *, organization: Organization, by: User, client_id: UUID | None = None, **fields: Any
) -> Contact:
    """A person at work there; sending the same ``client_id`` twice finds the one that is there."""
    return _add(Contact, by, client_id, fields | {"organization": organization})


@transaction.atomic
def edit_contact(*, contact: Contact, by: User, revision: int, **fields: Any) -> None:
    """As ``edit_organization``."""
    _edit(contact, revision, fields)


@transaction.atomic
def delete_contact(*, contact: Contact, by: User) -> None:
    _mark(contact, deleted=True)


@transaction.atomic
def restore_contact(*, contact: Contact, by: User) -> None:
    _mark(contact, deleted=False)


def _add(model: type[Row], by: User, client_id: UUID | None, fields: dict[str, Any]) -> Row:
    values = fields | {"created_by": by}
    if client_id is None:
        return model._default_manager.create(**values)
    return model._default_manager.get_or_create(client_id=client_id, defaults=values)[0]


def _edit(row: Row, revision: int, fields: dict[str, Any]) -> None:
    same = type(row)._default_manager.filter(pk=row.pk, revision=revision, deleted_at=None)
    if not same.update(**fields, updated_at=timezone.now()):
        raise SavedMeanwhileError
    row.refresh_from_db()


def _mark(row: Row, *, deleted: bool) -> None:
    """Twice is the same as once: the first deletion keeps its time."""
    now = timezone.now()
    others = type(row)._default_manager.filter(pk=row.pk, deleted_at__isnull=deleted)
    others.update(deleted_at=now if deleted else None, updated_at=now)
