"""Create, replace and revoke the secret address of a member's calendar."""

from django.db import transaction
from django.utils import timezone

from communities.models import Community, Membership, User
from events.models import CalendarLink
from tfc.tokens import hash_token, new_token


@transaction.atomic
def make_calendar_link(*, community: Community, by: User) -> str:
    """Return a new token, which is stored only as a hash; an earlier link stops working."""
    token = new_token()
    CalendarLink.objects.update_or_create(
        membership=_membership(community, by),
        defaults={"token_hash": hash_token(token), "created_at": timezone.now()},
    )
    return token


@transaction.atomic
def revoke_calendar_link(*, community: Community, by: User) -> None:
    """Delete the member's calendar link; calling it again changes nothing."""
    CalendarLink.objects.filter(membership=_membership(community, by)).delete()


def _membership(community: Community, user: User) -> Membership:
    """Return the membership, locked so that two clicks create their links one after the other."""
    return Membership.objects.current().select_for_update().get(community=community, user=user)
