"""People who came to an event before they accepted their invitation to the team."""

from typing import Any

from django.db.models import QuerySet

from communities.models import Invitation, Membership
from events.models import InvitedPresence, MemberPresence


def list_waiting_invitations(event: Any) -> "QuerySet[Invitation, int]":
    """Return the ids of the invitations, not answered yet, of people who came to an event, given by its id."""
    present = InvitedPresence.objects.filter(event=event).values("invitation")
    return Invitation.objects.waiting().filter(pk__in=present).values_list("pk", flat=True)


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
