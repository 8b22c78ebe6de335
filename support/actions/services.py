"""All writes to the services of a directory, inside the scope of the community that owns it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from communities.models import User
from stakeholders.actions.saving import add_row, edit_row, mark_row, trash_unchanged
from support.actions.approvals import (
    CLEARED_APPROVAL,
    get_approval_fields,
    get_authors,
    get_restored_approval,
)
from support.actions.confirming import expire_links
from support.models import OpeningHours, Outcome, Service
from support.opening import Span
from tfc.sent_before import SentBeforeError, check_same_content


@transaction.atomic
def add_service(
    *, by: User, hours: Iterable[Span] = (), client_id: UUID | None = None, **fields: Any
) -> Service:
    """Store a service. Sending the same ``client_id`` twice returns the stored one in its present state."""
    existing_service = Service.objects.filter(client_id=client_id).first() if client_id else None
    if existing_service:
        check_same_content(existing_service, fields)
        stored = existing_service.hours.values_list("weekday", "opens", "closes")
        if {Span(*row) for row in stored} != set(hours):
            raise SentBeforeError
        return existing_service
    fields |= get_approval_fields(Service(), fields, by)
    service = add_row(Service, by, client_id, fields)
    set_hours(service, hours)
    return service


@transaction.atomic
def add_services(*, by: User, rows: Iterable[Mapping[str, Any]]) -> list[Service]:
    """Store many services in one statement: neither public nor confirmed, with confidential addresses."""
    return Service.objects.bulk_create(Service(created_by=by, **row) for row in rows)


@transaction.atomic
def undo_added_services(*, by: User, made: Mapping[int, int]) -> set[int]:
    """Move to the trash those services of {id: revision} that are unchanged since; return their ids.

    Without an outside id, a later file adds the same service again.
    """
    return trash_unchanged(Service.objects.all(), made, outside_id="")


@transaction.atomic
def edit_service(
    *,
    service: Service,
    by: User,
    revision: int,
    hours: Iterable[Span] = (),
    authors: Mapping[str, int] | None = None,
    **fields: Any,
) -> None:
    """Edit the service read as ``revision``; SavedMeanwhileError if the stored one is newer.

    ``authors``: of the values that undoing an import restores (`get_restored_approval`).
    """
    if "email" in fields and Service.objects.filter(pk=service.pk).exclude(email=fields["email"]).exists():
        expire_links([service.pk])
    stored = Service.objects.select_for_update().get(pk=service.pk)
    approval = get_restored_approval(stored, fields, by, authors or {})
    edit_row(service, revision, fields | {"returned_for": ""} | approval)
    set_hours(service, hours)


@transaction.atomic
def delete_service(*, service: Service, by: User) -> None:
    """Move the service to the trash; the public pages and the figures leave it out."""
    mark_row(service, deleted=True)


@transaction.atomic
def restore_service(*, service: Service, by: User) -> None:
    """Restore a service from the trash.

    It needs approval before the public pages show it again. If it was deleted because its provider reported its end,
    that reply waits for the team again.
    """
    mark_row(service, deleted=False)
    authors = get_authors(Service.objects.get(pk=service.pk), by)
    Service.objects.filter(pk=service.pk, is_public=True).update(**CLEARED_APPROVAL, **authors)
    service.confirmations.filter(outcome=Outcome.ENDED).update(settled_at=None, outcome="")


def set_hours(service: Service, hours: Iterable[Span]) -> None:
    """Replace the opening hours."""
    service.hours.all().delete()
    rows = [
        OpeningHours(service=service, weekday=span.weekday, opens=span.opens, closes=span.closes)
        for span in sorted(set(hours))
    ]
    # If a form is submitted twice simultaneously, the second finds the hours of the first.
    OpeningHours.objects.bulk_create(rows, ignore_conflicts=True)
