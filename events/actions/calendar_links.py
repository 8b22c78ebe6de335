"""The secret address of a member's calendar: made, made again, and taken back."""

from django.db import transaction
from django.utils import timezone

from communities.models import Community, Membership, User
from events.models import CalendarLink
from tfc.tokens import hash_token, new_token


@transaction.atomic
def make_calendar_link(*, community: Community, by: User) -> str:
    """A new token, which is stored nowhere; an earlier one opens nothing any more."""
    token = new_token()
    CalendarLink.objects.update_or_create(
        membership=_membership(community, by),
        defaults={"token_hash": hash_token(token), "created_at": timezone.now()},
    )
    return token


@transaction.atomic
def revoke_calendar_link(*, community: Community, by: User) -> None:
    """Twice is the same as once."""
    CalendarLink.objects.filter(membership=_membership(community, by)).delete()


def _membership(community: Community, user: User) -> Membership:
    """Locked, so that two clicks make their links one after the other."""
    return Membership.objects.current().select_for_update().get(community=community, user=user)
