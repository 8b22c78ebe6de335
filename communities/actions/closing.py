"""A person closes their own account: the roles end, and a former member without name or address remains."""

import uuid
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.actions.team import remove_member, remove_staff
from communities.audit.forgetting import CLOSING
from communities.models import (
    Community,
    Invitation,
    Membership,
    NoticeSetting,
    Office,
    OutgoingMail,
    Role,
    StaffMembership,
    User,
)
from tfc.current_actor import Actor
from tfc.deletion_log import tell_purge
from tfc.logins import ACCOUNTS, use_login
from tfc.retention import forget_person
from tfc.tenancy import community_scope, office_scope, set_actor
from tfc.text.punctuation import listed


def list_places_needing(user: User) -> list[Community | Office]:
    """Return the communities whose last coordinator, and the offices whose last staff member, is this person."""
    led = Membership.objects.current().filter(role=Role.COORDINATOR)
    staff = StaffMembership.objects.current()
    alone = _without_others(led, user, "community").select_related("community__office")
    work = _without_others(staff, user, "office").select_related("office")
    return [
        *(membership.community for membership in alone.order_by("community__name")),
        *(membership.office for membership in work.order_by("office__name")),
    ]


def _without_others(held: Any, user: User, place: str) -> Any:
    """Return the person's memberships in places where no other person has one."""
    others = held.filter(**{place: OuterRef(place)}).exclude(user=user)
    return held.filter(~Exists(others), user=user)


def close_account(*, by: User) -> None:
    """Close the account; call it outside any scope, since each place is left in its own. ValidationError if another
    person must take over first.

    Safe to repeat after a failure: places already left stay left.
    """
    if places := list_places_needing(by):
        names = listed(place.name for place in places)
        raise ValidationError(
            _("You are the only coordinator or staff member of %(places)s. Hand over first.")
            % {"places": names}
        )
    for membership in Membership.objects.current().filter(user=by).select_related("community"):
        community = membership.community
        with community_scope(community.pk, community.office_id, coordinator=True):
            remove_member(membership=membership, by=by)
    for work in StaffMembership.objects.current().filter(user=by).select_related("office"):
        remove_staff(membership=work, by=by)
    _forget_everywhere(by)
    empty_account(user=by)


def _forget_everywhere(user: User) -> None:
    """Delete records in each place that served this person alone, including places left long ago."""
    for community in Community.objects.filter(memberships__user=user).distinct():
        with community_scope(community.pk, community.office_id, coordinator=True):
            forget_person(user.pk)
    for office in Office.objects.filter(staff__user=user).distinct():
        with office_scope(office.pk):
            forget_person(user.pk)


def empty_account(*, user: User) -> bool:
    """Delete name, address, password, factors and sessions; what the person wrote stays, by a former member."""
    with use_login(ACCOUNTS), set_actor(Actor(user.pk, CLOSING)):
        return _empty_account_fields(user)


def _empty_account_fields(user: User) -> bool:
    tell_purge("communities.user", [user.pk])
    sent = Q(email__iexact=user.email) | Q(accepted_by=user)
    Invitation.objects.filter(sent).delete()
    OutgoingMail.objects.to_person(user).delete()
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    for model in (UserSession, Authenticator, EmailAddress, NoticeSetting):
        model.objects.filter(user=user).delete()
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.name, locked.email = "", f"{uuid.uuid4().hex}@closed.invalid"
    locked.phone = locked.language = locked.time_zone = ""
    locked.is_active, locked.last_login, locked.closed_at = False, None, timezone.now()
    locked.set_unusable_password()
    locked.save()
    return True
