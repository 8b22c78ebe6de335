"""Approval by a second person of what the public pages show; any leader can hide a service immediately.

A coordinator may approve alone if the team has no other leader. The row and the audit log record that.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communities.models import Membership, Role, User
from stakeholders.actions.saving import SavedMeanwhileError
from support.models import Service
from support.models.approval import DETAILS, TEXTS, has_contact

SERVICE = "service"
# Columns of who entered a value and therefore must not approve it.
AUTHORS = {name: f"{name}_by_id" for name in DETAILS} | dict.fromkeys(TEXTS, "published_by_id")
CLEARED_APPROVAL: dict[str, Any] = {
    "approved_at": None,
    "approved_by": None,
    "approved_alone": False,
    **{f"approved_{name}": "" for name in DETAILS},
}


class OwnEntryError(Exception):
    """Everything that waits was entered by this person, so another person has to approve it."""


def get_approval_fields(stored: Service, fields: Mapping[str, Any], by: User) -> dict[str, Any]:
    """Return the approval fields that change when this person changes ``fields`` of the ``stored`` service.

    A detail that is emptied or withdrawn disappears immediately and needs approval before it is shown again. A number
    or link in a text (possible in an imported file) hides the whole service until it is approved.
    """
    was_public = bool(stored.pk) and stored.is_public
    if not fields.get("is_public", stored.is_public):
        return dict(CLEARED_APPROVAL) if was_public else {}
    changed = Service(
        **{name: fields.get(name, getattr(stored, name)) for name in (*DETAILS, "address_is_public")}
    )
    leads = any(
        fields[name] != getattr(stored, name) and has_contact(fields[name])
        for name in TEXTS
        if name in fields
    )
    if not was_public or leads:
        changes = {name for name in DETAILS if changed.get_detail(name) != stored.get_detail(name)}
        return CLEARED_APPROVAL | get_authors(stored, by, changes=changes)
    approval: dict[str, Any] = {}
    for name in DETAILS:
        now = changed.get_detail(name)
        if now != stored.get_detail(name):
            # The next approval records again if one person approved alone.
            approval |= {AUTHORS[name]: by.pk, "approved_alone": False}
        if not now:
            approval[f"approved_{name}"] = ""
    return approval


def get_authors(stored: Service, by: User, *, changes: Collection[str] = ()) -> dict[str, Any]:
    """Return who published the service and who entered each detail, when ``by`` publishes it with these ``changes``.

    A detail that waits keeps its author, who could approve it otherwise.
    """
    waiting = set(stored.waiting_details) - set(changes)
    return {"published_by_id": by.pk} | {AUTHORS[name]: by.pk for name in DETAILS if name not in waiting}


def get_value_authors(stored: Service, names: Iterable[str]) -> dict[str, int]:
    """Return who entered these values of a service, by name, where this is recorded."""
    authors = {name: getattr(stored, AUTHORS[name]) for name in names if name in AUTHORS}
    return {name: author for name, author in authors.items() if author}


def get_restored_approval(
    stored: Service, fields: Mapping[str, Any], by: User, authors: Mapping[str, int]
) -> dict[str, Any]:
    """Return the approval fields that change when this person restores earlier values by undoing an import.

    ``authors``: who had entered them (`get_value_authors`) and still must not approve them.
    """
    approval = get_approval_fields(stored, fields, by)
    columns = {AUTHORS[name]: author for name, author in authors.items()}
    return approval | {column: columns[column] for column in approval.keys() & columns.keys()}


def may_approve_alone(community_id: int, person: User) -> bool:
    """Return True if this person is the coordinator and the team has no other leader."""
    leaders = Membership.objects.current().filter(
        community=community_id, role__gte=Role.LEADER, user__is_active=True
    )
    return list(leaders.values_list("user_id", "role")[:2]) == [(person.pk, Role.COORDINATOR)]


def get_approvable(service: Service, person: User, *, alone: bool) -> list[str]:
    """Return those of SERVICE and DETAILS that this person may approve.

    These wait and were entered by another person; with ``alone``, by anyone in the team.
    """
    authors = {SERVICE: service.published_by_id} | {name: getattr(service, AUTHORS[name]) for name in DETAILS}
    waiting = ([] if service.approved_at else [SERVICE]) + service.waiting_details
    mine = [name for name in waiting if alone or authors[name] != person.pk]
    return mine if service.is_waiting and (service.approved_at or SERVICE in mine) else []


@transaction.atomic
def approve_service(*, service: Service, revision: int, by: User) -> None:
    """Approve what this person may approve; what they entered themselves waits for another person."""
    stored, approvable = _lock_approvable(service, revision, by)
    by_others = get_approvable(stored, by, alone=False)
    now = timezone.now()
    fields: dict[str, Any] = {
        f"approved_{name}": stored.get_detail(name) for name in approvable if name != SERVICE
    }
    alone = approvable != by_others
    fields |= {"approved_at": now, "approved_by": by, "approved_alone": alone, "updated_at": now}
    Service.objects.filter(pk=stored.pk).update(**fields)


@transaction.atomic
def return_service(*, service: Service, revision: int, reason: str, by: User) -> None:
    """Send back what waits, until it is edited; what is shown now stays."""
    stored, _approvable = _lock_approvable(service, revision, by)
    Service.objects.filter(pk=stored.pk).update(returned_for=reason, updated_at=timezone.now())


def _lock_approvable(service: Service, revision: int, by: User) -> tuple[Service, list[str]]:
    """Return the locked service and what of it this person may approve.

    Raises OwnEntryError if that is nothing, and SavedMeanwhileError if the service has changed since they viewed it.
    """
    stored = (
        Service.objects.not_deleted().select_for_update().filter(pk=service.pk, revision=revision).first()
    )
    if stored is None:
        raise SavedMeanwhileError
    approvable = get_approvable(stored, by, alone=may_approve_alone(stored.community_id, by))
    if not approvable:
        raise OwnEntryError
    return stored, approvable


@transaction.atomic
def hide_service(*, service: Service, by: User) -> None:
    """Remove the service from the public pages and files; needs no approval."""
    Service.objects.filter(pk=service.pk, is_public=True).update(
        is_public=False, updated_at=timezone.now(), **CLEARED_APPROVAL
    )


@transaction.atomic
def hide_detail(*, service: Service, name: str, by: User) -> None:
    """Hide one of DETAILS until another person approves it. An address becomes confidential."""
    fields: dict[str, Any] = {
        f"approved_{name}": "",
        "approved_alone": False,
        "updated_at": timezone.now(),
    }
    stored = Service.objects.select_for_update().get(pk=service.pk)
    if name not in stored.waiting_details:
        # Otherwise the author of the new value stays the one who may not approve it.
        fields[AUTHORS[name]] = by.pk
    shown = ~Q(**{f"approved_{name}": ""})
    if name == "address":
        fields["address_is_public"] = False
        shown |= Q(address_is_public=True)
    Service.objects.filter(shown, pk=service.pk, is_public=True).update(**fields)
