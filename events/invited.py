"""People who came to an event before they accepted their invitation to the team."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.models import Invitation, Membership
from events.models import InvitedPresence, MemberPresence

NOT_INVITED = _("Choose people who are invited to your team.")


def list_waiting_invitations(event: Any) -> "QuerySet[Invitation, int]":
    """Return the ids of the invitations, not answered yet, of people who came to an event, given by its id."""
    present = InvitedPresence.objects.filter(event=event).values("invitation")
    return Invitation.objects.waiting().filter(pk__in=present).values_list("pk", flat=True)


def list_joined(invitations: Iterable[int], community_id: int) -> dict[int, int]:
    """Return, of these invitations, those that were accepted, with the membership of each person who did."""
    accepted = Invitation.objects.filter(pk__in=invitations, community=community_id).exclude(accepted_by=None)
    people = dict(accepted.values_list("accepted_by", "pk"))
    members = Membership.objects.current().filter(community=community_id, user__in=people)
    return {people[user]: pk for pk, user in members.values_list("pk", "user")}


def make_members_present(invitation: Invitation, membership: Membership) -> None:
    """Make a person who has just accepted present, as a member, at the events they had come to; in the community's
    scope.
    """
    came = InvitedPresence.objects.filter(invitation=invitation.pk)
    MemberPresence.objects.bulk_create(
        (
            MemberPresence(event=presence.event, membership=membership)
            for presence in came.select_related("event")
        ),
        ignore_conflicts=True,
    )
    came.delete()
