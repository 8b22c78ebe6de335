"""All writes of pathways and of the calls that check them, inside the community's scope."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from communities.models import User
from stakeholders.actions.saving import SavedMeanwhileError, add_row, edit_row, mark_row
from support.models import Pathway, PathwayCheck, Service
from tfc.sent_before import check_same_content


def write_pathway(
    *,
    service: Service,
    by: User,
    client_id: UUID | None = None,
    revision: int | None = None,
    **fields: Any,
) -> Pathway:
    """Create or edit the single pathway of a service.

    Without a ``revision`` it is created; SavedMeanwhileError if another person created it first.
    """
    stored = Pathway.objects.filter(service=service).first()
    if stored is None:
        return _first_pathway(service, by, client_id, fields)
    if revision is None:
        if client_id is None or stored.client_id != client_id:
            raise SavedMeanwhileError
        check_same_content(stored, fields)
        return stored
    with transaction.atomic():
        edit_row(stored, revision, fields)
    return stored


def _first_pathway(service: Service, by: User, client_id: UUID | None, fields: dict[str, Any]) -> Pathway:
    try:
        with transaction.atomic():
            pathway = add_row(Pathway, by, client_id, {"service": service} | fields)
    except IntegrityError as error:
        raise SavedMeanwhileError from error
    if pathway.service_id != service.pk:
        raise SavedMeanwhileError
    return pathway


@transaction.atomic
def add_check(*, service: Service, by: User, client_id: UUID | None = None, **fields: Any) -> PathwayCheck:
    """Store a call. Sending the same ``client_id`` twice returns the stored one."""
    return add_row(PathwayCheck, by, client_id, {"service": service} | fields)


@transaction.atomic
def edit_check(*, check: PathwayCheck, by: User, revision: int, **fields: Any) -> None:
    """Edit the call read as ``revision``; SavedMeanwhileError if the stored one is newer."""
    edit_row(check, revision, fields)


@transaction.atomic
def delete_check(*, check: PathwayCheck, by: User) -> None:
    mark_row(check, deleted=True)


@transaction.atomic
def restore_check(*, check: PathwayCheck, by: User) -> None:
    mark_row(check, deleted=False)
