"""Members, their roles and role periods. A community's scope is open, since role periods belong to it."""

from datetime import date, datetime, timedelta
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.actions.sessions import end_sessions
from communities.models import (
    Community,
    Invitation,
    Membership,
    Office,
    Role,
    RolePeriod,
    RosterConfirmation,
    StaffMembership,
    User,
)
from tfc.periods import HalfYear
from tfc.registry import get_extensions

LAST_COORDINATOR = _("First make another person coordinator.")
GONE = _("This person has left the team.")
TOO_LATE = _("This can no longer be undone. You can invite the person again.")
# Long enough to notice a mistake, too short to serve as a second way in.
UNDO = timedelta(minutes=15)

AnyMembership = TypeVar("AnyMembership", Membership, StaffMembership)


@transaction.atomic
def start_membership(
    *, community: Community, user: User, role: Role, at: datetime | None = None
) -> Membership:
    """Add a person, from now or from ``at``; an existing member keeps the current role."""
    at = at or timezone.now()
    membership, is_new = Membership.objects.get_or_create(
        community=community, user=user, ended_at=None, defaults={"role": role, "started_at": at}
    )
    if is_new:
        _begin_period(membership, at.astimezone(community.zone).date())
        end_sessions(user=user, by=None)
    return membership


@transaction.atomic
def change_role(*, membership: Membership, role: Role, by: User, was: Role | None = None) -> Membership:
    """End the period of the old role today and begin that of the new one.

    ``was`` is the role that ``by`` saw; ValidationError with code "changed" if it has changed since.
    """
    locked = _lock_membership(membership)
    if was is not None and locked.role != was:
        raise ValidationError(_("Another person changed this. Check it, then save again."), code="changed")
    if locked.role == role:
        return locked
    if locked.role == Role.COORDINATOR:
        _check_another_coordinator(locked)
        _withdraw_sent(Q(community=locked.community), sender=locked.user, by=by)
    today = timezone.localdate(timezone=locked.community.zone)
    _end_period(locked, today)
    locked.role = role
    locked.save(update_fields=["role"])
    _begin_period(locked, today)
    end_sessions(user=locked.user, by=by)
    return locked


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> Membership:
    """End a membership; a person who removes their own leaves. The access decorator refuses the next request, and
    every session ends.
    """
    locked = _lock_membership(membership)
    if locked.role == Role.COORDINATOR:
        _check_another_coordinator(locked)
    locked.ended_at = timezone.now()
    locked.ended_by = by
    locked.save(update_fields=["ended_at", "ended_by"])
    _withdraw_sent(Q(community=locked.community), sender=locked.user, by=by)
    _end_period(locked, timezone.localdate(timezone=locked.community.zone))
    end_sessions(user=locked.user, by=by)
    return locked


@transaction.atomic
def restore_member(*, membership: Membership, by: User) -> Membership:
    """Undo the removal of a member within a quarter of an hour; the role continues without a gap.

    Sessions stay ended, and invitations withdrawn. ValidationError if it is too late, or no longer possible.
    """
    memberships = Membership.objects.select_related("community", "user")
    restored = _begun_again(memberships, membership.pk, by)
    _go_on(restored, membership.ended_at)
    return restored


def _begun_again(memberships: QuerySet[AnyMembership], pk: int, by: User) -> AnyMembership:
    """Reopen and return the membership of another person that ``by`` ended recently, unless they rejoined in another
    way.
    """
    lately = memberships.filter(pk=pk, ended_by=by, ended_at__gte=timezone.now() - UNDO, user__closed_at=None)
    row = lately.exclude(user=by).select_for_update(of=("self",)).first()
    if row is None:
        raise ValidationError(TOO_LATE)
    row.ended_at = row.ended_by = None
    try:
        with transaction.atomic():
            row.save(update_fields=["ended_at", "ended_by"])
    except IntegrityError as error:
        raise ValidationError(TOO_LATE) from error
    return row


@transaction.atomic
def confirm_roster(*, half_year: HalfYear, by: User) -> RosterConfirmation:
    """Confirm that the team list is right for a half-year, of the community whose scope is open. Repeating changes
    nothing.
    """
    confirmation, _is_new = RosterConfirmation.objects.get_or_create(
        half_year=str(half_year), defaults={"by": by}
    )
    return confirmation


@transaction.atomic
def withdraw_roster(*, half_year: HalfYear, by: User) -> None:
    """Withdraw one's own confirmation of the team list; those of others stay."""
    RosterConfirmation.objects.filter(half_year=str(half_year), by=by).delete()


@transaction.atomic
def start_staff_membership(*, office: Office, user: User, at: datetime | None = None) -> StaffMembership:
    membership, is_new = StaffMembership.objects.get_or_create(
        office=office, user=user, ended_at=None, defaults={"started_at": at or timezone.now()}
    )
    if is_new:
        end_sessions(user=user, by=None)
    return membership


@transaction.atomic
def remove_staff(*, membership: StaffMembership, by: User) -> StaffMembership:
    """Remove a person from an office's staff, which keeps at least one."""
    staff = {staff_membership.pk: staff_membership for staff_membership in _lock_staff(membership.office)}
    if membership.pk not in staff:
        raise ValidationError(GONE)
    if len(staff) == 1:
        raise ValidationError(_("First invite another person to the staff."))
    locked = staff[membership.pk]
    locked.ended_at = timezone.now()
    locked.ended_by = by
    locked.save(update_fields=["ended_at", "ended_by"])
    of_office = Q(office=locked.office) | Q(community__office=locked.office)
    _withdraw_sent(of_office, sender=locked.user, by=by)
    end_sessions(user=locked.user, by=by)
    for end_work in get_extensions("on_staff_removal"):
        end_work(locked)
    return locked


@transaction.atomic
def restore_staff(*, membership: StaffMembership, by: User) -> StaffMembership:
    """Same as `restore_member`, in an office."""
    return _begun_again(StaffMembership.objects.select_related("user"), membership.pk, by)


def _lock_staff(office: Office) -> list[StaffMembership]:
    return list(StaffMembership.objects.current().filter(office=office).order_by("pk").select_for_update())


def _lock_membership(membership: Membership) -> Membership:
    """Return the current row. The whole team is locked: otherwise two coordinators could demote each other at once."""
    team = (
        Membership.objects.current()
        .filter(community=membership.community_id)
        .select_related("community", "user")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    locked = next((member for member in team if member.pk == membership.pk), None)
    if locked is None:
        raise ValidationError(GONE)
    return locked


def _withdraw_sent(there: Q, *, sender: User, by: User) -> None:
    """Withdraw the waiting invitations that a removed person sent, so that they cannot return or admit others by one.
    Those of a person who leaves voluntarily stay valid.
    """
    if sender != by:
        sent = Invitation.objects.waiting().filter(there, invited_by=sender)
        sent.update(withdrawn_at=timezone.now(), withdrawn_by=by)


def _check_another_coordinator(membership: Membership) -> None:
    others = Membership.objects.current().filter(community=membership.community_id, role=Role.COORDINATOR)
    if not others.exclude(pk=membership.pk).exists():
        raise ValidationError(LAST_COORDINATOR, code="last-coordinator")


def _begin_period(membership: Membership, day: date) -> None:
    RolePeriod.objects.create(
        membership=membership, user=membership.user, role=membership.role, started_on=day
    )


def _go_on(membership: Membership, ended_at: datetime | None) -> None:
    """Reopen the role period that ended with the membership; a period deleted as a mistake begins again."""
    day = (ended_at or timezone.now()).astimezone(membership.community.zone).date()
    last = RolePeriod.objects.filter(membership=membership).order_by("-started_on", "-pk").first()
    if last is None or last.role != membership.role or last.ended_on != day:
        _begin_period(membership, day)
        return
    last.ended_on = None
    last.save(update_fields=["ended_on"])


def _end_period(membership: Membership, day: date) -> None:
    """End the running role period; one that ends on the day it began was a mistake and is deleted."""
    running = RolePeriod.objects.filter(membership=membership, ended_on=None)
    running.filter(started_on__gte=day).delete()
    running.update(ended_on=day)
