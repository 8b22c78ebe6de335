"""Pin communities on an office's page of figures. Call in the office's scope."""

from django.db import transaction

from communities.models import Community, User
from dashboards.models import PinnedCommunity


@transaction.atomic
def pin_community(*, community: Community, by: User) -> None:
    """Pin the community to the top of the user's page; repeated calls have no effect."""
    PinnedCommunity.objects.get_or_create(community=community, user=by)


@transaction.atomic
def unpin_community(*, community: Community, by: User) -> None:
    PinnedCommunity.objects.for_user(by.pk).filter(community=community).delete()
