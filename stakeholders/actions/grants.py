"""Every write of an office's grants, their deliverables and sub-grants; all run in the office's scope."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import User
from stakeholders.actions.saving import add_row, edit_row, mark_row
from stakeholders.contribution_texts import format_money
from stakeholders.models import Deliverable, Grant, SubGrant


@transaction.atomic
def add_grant(*, by: User, client_id: UUID | None = None, **fields: Any) -> Grant:
    """Add a grant; sending the same ``client_id`` twice returns the existing one."""
    return add_row(Grant, by, client_id, fields)


@transaction.atomic
def edit_grant(*, grant: Grant, by: User, revision: int, **fields: Any) -> None:
    """Change a grant; SavedMeanwhileError for a stale ``revision``. ValidationError if what belongs to it no longer
    fits.
    """
    _lock(grant)
    passed_on = get_passed_on(grant)
    if fields["amount"] < passed_on:
        text = _("%(amount)s are passed on to communities. Enter at least as much.")
        raise ValidationError({"amount": text % {"amount": format_money(passed_on, grant.currency)}})
    if passed_on and fields["currency"] != grant.currency:
        raise ValidationError({"currency": _("Sub-grants are in %(code)s.") % {"code": grant.currency}})
    for deliverable in grant.deliverables.not_deleted().soonest_first():
        if not fields["starts_on"] < deliverable.due_on <= fields["ends_on"]:
            text = _("“%(title)s” is due outside of this period. Change it first.")
            name = "ends_on" if deliverable.due_on > fields["ends_on"] else "starts_on"
            raise ValidationError({name: text % {"title": deliverable.title}})
    for sub_grant in grant.sub_grants.not_deleted().select_related("recipient").newest_first():
        if not fields["starts_on"] <= sub_grant.on <= fields["ends_on"]:
            text = _("The sub-grant to %(community)s of %(day)s is outside of this period. Change it first.")
            name = "ends_on" if sub_grant.on > fields["ends_on"] else "starts_on"
            values = {"community": sub_grant.recipient.name, "day": date_format(sub_grant.on)}
            raise ValidationError({name: text % values})
    edit_row(grant, revision, fields)


@transaction.atomic
def delete_grant(*, grant: Grant, by: User) -> None:
    """Move a grant to the trash, and its sub-grants with it, which the communities then no longer read."""
    mark_row(grant, deleted=True)
    deleted_at = _lock(grant).deleted_at
    grant.sub_grants.not_deleted().update(deleted_at=deleted_at, updated_at=deleted_at)


@transaction.atomic
def restore_grant(*, grant: Grant, by: User) -> None:
    """Restore a grant and the sub-grants that were deleted with it."""
    deleted_at = _lock(grant).deleted_at
    mark_row(grant, deleted=False)
    if deleted_at is not None:
        grant.sub_grants.filter(deleted_at=deleted_at).update(deleted_at=None, updated_at=timezone.now())


@transaction.atomic
def add_deliverable(*, grant: Grant, by: User, client_id: UUID | None = None, **fields: Any) -> Deliverable:
    """Add a deliverable; ValidationError if it is due after the grant's end."""
    _check_due(_lock(grant), fields)
    return add_row(Deliverable, by, client_id, {"grant": grant, **fields})


@transaction.atomic
def edit_deliverable(*, deliverable: Deliverable, by: User, revision: int, **fields: Any) -> None:
    """Change a deliverable; SavedMeanwhileError for a stale ``revision``."""
    _check_due(_lock(deliverable.grant), fields)
    edit_row(deliverable, revision, fields)


def _check_due(grant: Grant, fields: dict[str, Any]) -> None:
    # A plan needs at least a day from its start to its end.
    first = grant.starts_on + dt.timedelta(days=1)
    if not first <= fields["due_on"] <= grant.ends_on:
        raise ValidationError({"due_on": _describe_period(first, grant.ends_on)})


def _describe_period(first: dt.date, last: dt.date) -> str:
    text = _("Enter a date from %(first)s to %(last)s, the end of the grant.")
    return text % {"first": date_format(first), "last": date_format(last)}


@transaction.atomic
def delete_deliverable(*, deliverable: Deliverable, by: User) -> None:
    mark_row(deliverable, deleted=True)


@transaction.atomic
def restore_deliverable(*, deliverable: Deliverable, by: User) -> None:
    """Restore a deliverable; ValidationError if it is meanwhile due outside of the grant's period."""
    _check_due(_lock(deliverable.grant), {"due_on": deliverable.due_on})
    mark_row(deliverable, deleted=False)


@transaction.atomic
def add_sub_grant(*, grant: Grant, by: User, client_id: UUID | None = None, **fields: Any) -> SubGrant:
    """Pass a part of a grant on; ValidationError if that is more than is left, or in another currency."""
    locked = _lock(grant)
    earlier = SubGrant.objects.filter(client_id=client_id).first() if client_id else None
    _check_part(locked, fields, except_id=earlier.pk if earlier else None)
    return add_row(SubGrant, by, client_id, {"grant": grant, **fields})


@transaction.atomic
def edit_sub_grant(*, sub_grant: SubGrant, by: User, revision: int, **fields: Any) -> None:
    """Change a sub-grant; SavedMeanwhileError for a stale ``revision``."""
    _check_part(_lock(sub_grant.grant), fields, except_id=sub_grant.pk)
    edit_row(sub_grant, revision, fields)


@transaction.atomic
def delete_sub_grant(*, sub_grant: SubGrant, by: User) -> None:
    mark_row(sub_grant, deleted=True)


@transaction.atomic
def restore_sub_grant(*, sub_grant: SubGrant, by: User) -> None:
    """Restore a sub-grant; ValidationError if the grant has meanwhile less left."""
    _check_part(
        _lock(sub_grant.grant),
        {name: getattr(sub_grant, name) for name in ("amount", "currency", "on")},
        sub_grant.pk,
    )
    mark_row(sub_grant, deleted=False)


def get_passed_on(grant: Grant, except_id: int | None = None) -> Decimal:
    """Return what is passed on to communities, in the grant's currency."""
    parts = grant.sub_grants.not_deleted()
    if except_id is not None:
        parts = parts.exclude(pk=except_id)
    return parts.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def _lock(grant: Grant) -> Grant:
    """Return the grant as it is stored now; nobody else changes it or what belongs to it meanwhile."""
    return Grant.objects.select_for_update().get(pk=grant.pk)


def _check_part(grant: Grant, fields: dict[str, Any], except_id: int | None) -> None:
    errors: dict[str, Any] = {}
    if fields["currency"] != grant.currency:
        errors["amount"] = _("The grant is in %(code)s now.") % {"code": grant.currency}
    left = grant.amount - get_passed_on(grant, except_id)
    if not errors and fields["amount"] > left:
        text = _("This is more than the grant has left: %(amount)s.")
        errors["amount"] = text % {"amount": format_money(left, grant.currency)}
    if not grant.starts_on <= fields["on"] <= grant.ends_on:
        errors["on"] = _describe_period(grant.starts_on, grant.ends_on)
    if errors:
        raise ValidationError(errors)
