"""Who is in, in which role, and since when. A community's scope is open, for the periods of roles are its own."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.actions.sessions import end_sessions
from communities.models import (
    Community,
    Membership,
    Office,
    Role,
    RolePeriod,
    RosterConfirmation,
    StaffMembership,
    User,
)
from tfc.periods import HalfYear

LAST_COORDINATOR = _("The last coordinator must stay. Make somebody else coordinator first.")
GONE = _("This person has left meanwhile.")


@transaction.atomic
def start_membership(
    *, community: Community, user: User, role: Role, at: datetime | None = None
) -> Membership:
    """Let a person in, from now or from ``at``; who is in already stays as he is."""
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

    ``was`` is the role that ``by`` saw; ValidationError with code "changed" when it is another by now.
    """
    locked = _locked(membership)
    if was is not None and locked.role != was:
        raise ValidationError(_("Somebody else changed this role meanwhile."), code="changed")
    if locked.role == role:
        return locked
    if locked.role == Role.COORDINATOR:
        _check_another_coordinator(locked)
    today = timezone.localdate(timezone=locked.community.zone)
    _end_period(locked, today)
    locked.role = role
    locked.save(update_fields=["role"])
    _begin_period(locked, today)
    end_sessions(user=locked.user, by=by)
    return locked


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> Membership:
    """End a membership; whoever removes his own leaves. The door refuses the next request, and every session ends."""
    locked = _locked(membership)
    if locked.role == Role.COORDINATOR:
        _check_another_coordinator(locked)
    locked.ended_at = timezone.now()
    locked.ended_by = by
    locked.save(update_fields=["ended_at", "ended_by"])
    _end_period(locked, timezone.localdate(timezone=locked.community.zone))
    end_sessions(user=locked.user, by=by)
    return locked


@transaction.atomic
def confirm_roster(*, half_year: HalfYear, by: User) -> RosterConfirmation:
    """Sign that the team's list is right for a half-year, of the community whose scope is open. Once is enough."""
    confirmation, _is_new = RosterConfirmation.objects.get_or_create(
        half_year=str(half_year), defaults={"by": by}
    )
    return confirmation


@transaction.atomic
def withdraw_roster(*, half_year: HalfYear, by: User) -> None:
    """Take back one's own signature under the team's list; somebody else's stays."""
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
    """End a person's work for an office, which keeps at least one."""
    staff = {one.pk: one for one in _lock_staff(membership.office)}
    if membership.pk not in staff:
        raise ValidationError(GONE)
    if len(staff) == 1:
        raise ValidationError(_("The last one of an office's staff must stay. Invite somebody else first."))
    locked = staff[membership.pk]
    locked.ended_at = timezone.now()
    locked.ended_by = by
    locked.save(update_fields=["ended_at", "ended_by"])
    end_sessions(user=locked.user, by=by)
    return locked


def _lock_staff(office: Office) -> list[StaffMembership]:
    return list(StaffMembership.objects.current().filter(office=office).order_by("pk").select_for_update())


def _locked(membership: Membership) -> Membership:
    """The row as it is now. The whole team is locked, or two coordinators could demote each other at once."""
    team = (
        Membership.objects.current()
        .filter(community=membership.community_id)
        .select_related("community", "user")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    found = next((one for one in team if one.pk == membership.pk), None)
    if found is None:
        raise ValidationError(GONE)
    return found


def _check_another_coordinator(membership: Membership) -> None:
    others = Membership.objects.current().filter(community=membership.community_id, role=Role.COORDINATOR)
    if not others.exclude(pk=membership.pk).exists():
        raise ValidationError(LAST_COORDINATOR, code="last-coordinator")


def _begin_period(membership: Membership, day: date) -> None:
    RolePeriod.objects.create(
        membership=membership, user=membership.user, role=membership.role, started_on=day
    )


def _end_period(membership: Membership, day: date) -> None:
    """A role that ends on the day it began was a slip, and leaves no trace."""
    running = RolePeriod.objects.filter(membership=membership, ended_on=None)
    running.filter(started_on__gte=day).delete()
    running.update(ended_on=day)
