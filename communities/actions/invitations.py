"""Invitations to a community with a role, or to the staff of an office."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.actions.team import start_membership, start_staff_membership
from communities.mail import post_to_staff_on_commit, send_invitation
from communities.models import Community, Invitation, Membership, Office, Role, StaffMembership, User
from tfc.rate_limit import exceeds_limit, is_limit_reached
from tfc.registry import get_extensions, reverse_page
from tfc.tenancy import community_scope, set_actor
from tfc.text.punctuation import join_title
from tfc.tokens import hash_token, new_token

# Sending again within this time is a second click.
A_MOMENT = timedelta(minutes=1)


# Per inviting account; as many as a spreadsheet of people has rows.
INVITATIONS_A_DAY = 200
TOO_MANY = _("You sent 200 invitations in 24 hours. Try again tomorrow.")


class InvitationError(ValidationError):
    """The invitation cannot be accepted; ``code`` is unknown, expired, used, withdrawn or someone-else."""


WHY = {
    "unknown": _("This invitation is no longer valid."),
    "expired": _("This invitation is no longer valid."),
    "used": _("This invitation was already used."),
    "withdrawn": _("This invitation is no longer valid."),
    "someone-else": _("This invitation is for another email address."),
}


def invite(*, community: Community, email: str, role: Role, by: User) -> Invitation:
    """Invite to a community. The same request sent twice returns the waiting invitation, and sends
    no second email.
    """
    if community.office.is_sample:
        raise ValidationError({"email": _("You cannot invite people to a sample town.")})
    _check_not_in_team(community, email)
    return _invite(email, by, community=community, role=role)


def invite_all(*, community: Community, emails: Sequence[str], role: Role, by: User) -> list[Invitation]:
    """Invite several people with the same role. Nobody is invited if an address is refused.

    An email cannot be taken back: if the mail server stops within the list, the people before stay invited. The same
    request sent again invites the others.

    Raises ValidationError with a sentence for each refused address.
    """
    refused: list[str] = []
    for email in emails:
        try:
            _check_addressee(community, email, role)
        except ValidationError as error:
            refused.extend(join_title(email, sentence) for sentence in error.messages)
    if refused:
        raise ValidationError({"email": refused})
    if not may_invite(by, people=len(emails)):
        raise ValidationError(TOO_MANY)
    return [invite(community=community, email=email, role=role, by=by) for email in emails]


def _check_addressee(community: Community, email: str, role: Role) -> None:
    """Raise ValidationError if the address cannot be invited, before anything is written, sent or counted."""
    _check_not_in_team(community, email)
    if Invitation.objects.waiting().filter(community=community, email__iexact=email).exists():
        _waiting(email, community=community, role=role)


def _check_not_in_team(community: Community, email: str) -> None:
    if _holds(Membership.objects.current().filter(community=community), email):
        raise ValidationError({"email": _("This person is already in the team.")})


def invite_staff(*, office: Office, email: str, by: User) -> Invitation:
    if _holds(StaffMembership.objects.current().filter(office=office), email):
        raise ValidationError({"email": _("This person is already in the team.")})
    return _invite(email, by, office=office)


def _holds(memberships: Any, email: str) -> bool:
    users = EmailAddress.objects.filter(email__iexact=email, verified=True).values("user")
    return memberships.filter(user__in=users).exists()


@transaction.atomic
def _invite(email: str, by: User, **to: Any) -> Invitation:
    token = new_token()
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email.strip().lower(),
                token_hash=hash_token(token),
                invited_by=by,
                expires_at=timezone.now() + Invitation.LIFETIME,
                **to,
            )
    except IntegrityError:
        return _waiting(email, **to)
    _count_invitation(by)
    send_invitation(invitation, token)
    return invitation


def _count_invitation(by: User) -> None:
    if exceeds_limit(_limit_name(by), INVITATIONS_A_DAY):
        raise ValidationError(TOO_MANY)


def may_invite(by: User, *, people: int = 1) -> bool:
    """Return True if this account can still send so many invitations today."""
    return not is_limit_reached(_limit_name(by), INVITATIONS_A_DAY - people + 1)


def _limit_name(by: User) -> str:
    return f"invitations:{by.pk}"


def _waiting(email: str, **to: Any) -> Invitation:
    """Return the waiting invitation that conflicts with a new one, if it has the same content."""
    place = {name: to[name] for name in ("community", "office") if name in to}
    invitation = Invitation.objects.waiting().filter(email__iexact=email.strip(), **place).first()
    if invitation and invitation.role == to.get("role") and not invitation.has_expired:
        return invitation
    raise ValidationError(
        {"email": _("This address is already invited. Send that invitation again or withdraw it.")}
    )


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Send a new link, valid for 72 hours; the previous link becomes invalid. Within a minute of the last one nothing
    is sent.
    """
    locked = _lock_waiting_invitation(invitation)
    if locked.expires_at - Invitation.LIFETIME > timezone.now() - A_MOMENT:
        return locked
    token = new_token()
    locked.token_hash = hash_token(token)
    locked.expires_at = timezone.now() + Invitation.LIFETIME
    locked.invited_by = by
    locked.save(update_fields=["token_hash", "expires_at", "invited_by"])
    _count_invitation(by)
    send_invitation(locked, token)
    return locked


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> Invitation:
    locked = _lock_waiting_invitation(invitation)
    locked.withdrawn_at = timezone.now()
    locked.withdrawn_by = by
    locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return locked


def _lock_waiting_invitation(invitation: Invitation) -> Invitation:
    """Return the current row, locked; ValidationError if it was accepted or withdrawn in the meantime."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at:
        raise ValidationError(WHY["used"])
    if locked.withdrawn_at:
        raise ValidationError(WHY["withdrawn"])
    return locked


def accept_invitation(*, token_hash: str, by: User) -> Invitation:
    """Create the membership, only the first time it is called; opens the community's scope, so none may be open.

    Raises InvitationError.
    """
    invitation = Invitation.objects.filter(token_hash=token_hash).select_related("community").first()
    if invitation is None:
        raise InvitationError(WHY["unknown"], code="unknown")
    if invitation.community is None:
        with set_actor():
            return _accept(token_hash, by)
    with community_scope(invitation.community.pk, invitation.community.office_id):
        return _accept(token_hash, by)


def _accept(token_hash: str, by: User) -> Invitation:
    invitation = Invitation.objects.select_for_update().filter(token_hash=token_hash).first()
    check_acceptable(invitation, by)
    assert invitation is not None  # noqa: S101 (checked above; for the type checker)
    if invitation.accepted_at:
        return invitation
    if isinstance(invitation.place, Community):
        role = Role(invitation.role or Role.MEMBER)
        membership = start_membership(community=invitation.place, user=by, role=role)
        for accept in get_extensions("on_acceptance"):
            accept(invitation, membership)
        if role == Role.COORDINATOR:
            _email_staff(invitation.place)
    else:
        start_staff_membership(office=invitation.place, user=by)
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return invitation


def _email_staff(community: Community) -> None:
    """Once it is committed, email the staff of the community's office that a coordinator joined it."""
    path = reverse_page("office-home", community.office.slug)

    def write() -> tuple[str, str]:
        name = {"community": community.name}
        return (
            gettext("A coordinator joined %(community)s") % name,
            gettext("A coordinator accepted your invitation to %(community)s. See what is next:") % name,
        )

    post_to_staff_on_commit(community, path, write)


def check_acceptable(invitation: Invitation | None, by: User | None) -> None:
    """Raise InvitationError if ``by`` (None: not signed in yet) cannot accept it.

    The person who accepted it before may do so again: a double click is no error.
    """
    if invitation is None:
        raise InvitationError(WHY["unknown"], code="unknown")
    if invitation.accepted_at and (by is None or invitation.accepted_by_id != by.pk):
        raise InvitationError(WHY["used"], code="used")
    if invitation.withdrawn_at:
        raise InvitationError(WHY["withdrawn"], code="withdrawn")
    if invitation.has_expired and not invitation.accepted_at:
        raise InvitationError(WHY["expired"], code="expired")
    if by and not _owns(by, invitation.email):
        raise InvitationError(WHY["someone-else"], code="someone-else")


def _owns(user: User, email: str) -> bool:
    return EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()
