"""Every write to the register. All run inside the scope of the community whose register it is."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from communities.models import User
from stakeholders.actions.saving import add_row, edit_row, mark_row
from stakeholders.actions.sharing import take_back
from stakeholders.models import (
    Contact,
    Contribution,
    Organization,
    OrganizationMerge,
    SharedEvidence,
    Strategy,
)


class JoinedError(Exception):
    """The organization was joined with another one."""


@transaction.atomic
def add_organization(*, by: User, client_id: UUID | None = None, **fields: Any) -> Organization:
    """The organisation with ``fields``; sending the same ``client_id`` twice finds the one that is there."""
    return add_row(Organization, by, client_id, fields)


@transaction.atomic
def add_organizations(*, by: User, rows: Iterable[Mapping[str, Any]]) -> list[Organization]:
    """Many at once, in one statement; each row as the fields of ``add_organization``."""
    return Organization.objects.bulk_create(Organization(created_by=by, **row) for row in rows)


@transaction.atomic
def take_back_organizations(*, by: User, made: Mapping[int, int]) -> set[int]:
    """Of {id: revision}, those into the bin that nobody changed since and nothing was written about; their ids."""
    used = [
        Exists(model.objects.filter(organization=OuterRef("pk")))
        for model in (Contact, Strategy, Contribution)
    ]
    organizations = (
        Organization.objects.not_deleted().filter(pk__in=made).exclude(used[0] | used[1] | used[2])
    )
    rows = organizations.select_for_update(of=("self",)).values_list("pk", "revision")
    gone = {pk for pk, revision in rows if revision == made[pk]}
    now = timezone.now()
    Organization.objects.filter(pk__in=gone).update(deleted_at=now, updated_at=now)
    return gone


@transaction.atomic
def edit_organization(*, organization: Organization, by: User, revision: int, **fields: Any) -> None:
    """Change what was read as ``revision``; SavedMeanwhileError when that is no longer the stored one."""
    edit_row(organization, revision, fields)


@transaction.atomic
def delete_organization(*, organization: Organization, by: User) -> None:
    """Into the trash. Where it was present at events stays recorded; what the office was shown of it is withdrawn."""
    mark_row(organization, deleted=True)
    take_back(SharedEvidence.objects.filter(evidence__strategy__organization=organization))


@transaction.atomic
def restore_organization(*, organization: Organization, by: User) -> None:
    """JoinedError for one that was joined with another: what it had is there, and taking them apart brings it back."""
    if OrganizationMerge.objects.filter(gone=organization, undone_at=None).exists():
        raise JoinedError
    # Nothing is shown to the office again by itself.
    mark_row(organization, deleted=False)


@transaction.atomic
def add_contact(
    *, organization: Organization, by: User, client_id: UUID | None = None, **fields: Any
) -> Contact:
    """A person at work there; sending the same ``client_id`` twice finds the one that is there."""
    return add_row(Contact, by, client_id, fields | {"organization": organization})


@transaction.atomic
def edit_contact(*, contact: Contact, by: User, revision: int, **fields: Any) -> None:
    """As ``edit_organization``."""
    edit_row(contact, revision, fields)


@transaction.atomic
def delete_contact(*, contact: Contact, by: User) -> None:
    mark_row(contact, deleted=True)


@transaction.atomic
def restore_contact(*, contact: Contact, by: User) -> None:
    mark_row(contact, deleted=False)
