"""Every write of an office's grants, their deliverables and sub-grants; all run in the office's scope."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import User
from stakeholders.actions.saving import add_row, edit_row, mark_row
from stakeholders.contribution_texts import format_money
from stakeholders.models import Deliverable, Grant, SubGrant

WITHIN_PERIOD = gettext_lazy("Enter a date within the period of the grant.")


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
            raise ValidationError({"ends_on": text % {"title": deliverable.title}})
    edit_row(grant, revision, fields)


@transaction.atomic
def delete_grant(*, grant: Grant, by: User) -> None:
    mark_row(grant, deleted=True)


@transaction.atomic
def restore_grant(*, grant: Grant, by: User) -> None:
    mark_row(grant, deleted=False)


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
    if not grant.starts_on < fields["due_on"] <= grant.ends_on:
        raise ValidationError({"due_on": WITHIN_PERIOD})


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
        errors["currency"] = _("Choose %(code)s, the currency of the grant.") % {"code": grant.currency}
    left = grant.amount - get_passed_on(grant, except_id)
    if fields["amount"] > left:
        text = _("This is more than the grant has left: %(amount)s.")
        errors["amount"] = text % {"amount": format_money(left, grant.currency)}
    if not grant.starts_on <= fields["on"] <= grant.ends_on:
        errors["on"] = WITHIN_PERIOD
    if errors:
        raise ValidationError(errors)
