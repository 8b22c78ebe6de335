"""Every write to the register; all run in the scope of the community that owns it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from communities.models import User
from stakeholders.actions.saving import add_row, edit_row, mark_row, trash_unchanged
from stakeholders.actions.sharing import take_back
from stakeholders.models import (
    Contact,
    Contribution,
    Organization,
    OrganizationMerge,
    SharedEvidence,
    Strategy,
)
from tfc.registry import get_extensions


class JoinedError(Exception):
    """The organization was merged with another one."""


@transaction.atomic
def add_organization(*, by: User, client_id: UUID | None = None, **fields: Any) -> Organization:
    """Add the organization with ``fields``; sending the same ``client_id`` twice returns the existing one."""
    return add_row(Organization, by, client_id, fields)


@transaction.atomic
def add_organizations(*, by: User, rows: Iterable[Mapping[str, Any]]) -> list[Organization]:
    """Add many organizations in one statement; each row has the fields of ``add_organization``."""
    return Organization.objects.bulk_create(Organization(created_by=by, **row) for row in rows)


@transaction.atomic
def take_back_organizations(*, by: User, made: Mapping[int, int]) -> set[int]:
    """Move the organizations of {id: revision} to the trash that were not changed since and have no related records;
    return their ids.
    """
    used = [
        Exists(model.objects.filter(organization=OuterRef("pk")))
        for model in (Contact, Strategy, Contribution)
    ]
    return trash_unchanged(Organization.objects.exclude(used[0] | used[1] | used[2]), made)


@transaction.atomic
def edit_organization(*, organization: Organization, by: User, revision: int, **fields: Any) -> None:
    """Change an organization; SavedMeanwhileError for a stale ``revision``."""
    edit_row(organization, revision, fields)
    note_change(organization)


def note_change(organization: Organization) -> None:
    """Let other apps update what they store about the organization, such as its name."""
    for update in get_extensions("on_organization_change"):
        update(organization)


@transaction.atomic
def delete_organization(*, organization: Organization, by: User) -> None:
    """Move an organization to the trash. Its attendance stays recorded; its evidence is withdrawn from the office."""
    mark_row(organization, deleted=True)
    take_back(SharedEvidence.objects.filter(evidence__strategy__organization=organization))


@transaction.atomic
def restore_organization(*, organization: Organization, by: User) -> None:
    """Restore an organization. JoinedError for a merged one: its records are at the other, and undoing the merge
    restores it.
    """
    if OrganizationMerge.objects.filter(source=organization, undone_at=None).exists():
        raise JoinedError
    # Its evidence is not shared with the office again.
    mark_row(organization, deleted=False)


@transaction.atomic
def add_contact(
    *, organization: Organization, by: User, client_id: UUID | None = None, **fields: Any
) -> Contact:
    """Add a contact at the organization; sending the same ``client_id`` twice returns the existing one."""
    return add_row(Contact, by, client_id, fields | {"organization": organization})


@transaction.atomic
def edit_contact(*, contact: Contact, by: User, revision: int, **fields: Any) -> None:
    """Change a contact; errors as in ``edit_organization``."""
    edit_row(contact, revision, fields)


@transaction.atomic
def delete_contact(*, contact: Contact, by: User) -> None:
    mark_row(contact, deleted=True)


@transaction.atomic
def restore_contact(*, contact: Contact, by: User) -> None:
    mark_row(contact, deleted=False)
