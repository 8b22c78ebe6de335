"""Every write of this app: keyword-only, atomic, by a person; ValidationError says which rule forbids it."""

from communities.actions.invitations import (
    InvitationError,
    accept_invitation,
    invite,
    invite_staff,
    resend_invitation,
    withdraw_invitation,
)
from communities.actions.places import change_stage, create_community, invite_coordinator
from communities.actions.settings import declare_cadence, replace_profile, set_required_languages
from communities.actions.team import (
    change_role,
    confirm_roster,
    remove_member,
    remove_staff,
    start_membership,
    start_staff_membership,
)

__all__ = [
    "InvitationError",
    "accept_invitation",
    "change_role",
    "change_stage",
    "confirm_roster",
    "create_community",
    "declare_cadence",
    "invite",
    "invite_coordinator",
    "invite_staff",
    "remove_member",
    "remove_staff",
    "replace_profile",
    "resend_invitation",
    "set_required_languages",
    "start_membership",
    "start_staff_membership",
    "withdraw_invitation",
]
