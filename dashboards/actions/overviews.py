"""What somebody of an office keeps of the page of figures. In the office's scope."""

from django.db import transaction

from communities.models import Community, User
from dashboards.models import PinnedCommunity


@transaction.atomic
def pin_community(*, community: Community, by: User) -> None:
    """To the top of this person's own page; twice is once."""
    PinnedCommunity.objects.get_or_create(community=community, user=by)


@transaction.atomic
def unpin_community(*, community: Community, by: User) -> None:
    PinnedCommunity.objects.for_user(by.pk).filter(community=community).delete()
