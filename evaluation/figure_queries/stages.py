"""The stages of communities on a given day."""

import datetime as dt
from collections.abc import Iterable

from communities.models import Community, StageChange


def stages_on(day: dt.date, community_ids: Iterable[int], *, using: str = "default") -> dict[int, str]:
    """Return the stage by community; the present stage where no change is recorded up to that day. Two queries."""
    wanted = list(community_ids)
    stages_by_community = dict(
        Community.objects.using(using).filter(pk__in=wanted).values_list("pk", "stage")
    )
    changes = StageChange.objects.using(using).filter(community__in=wanted, since__lte=day)
    stages_by_community |= dict(changes.order_by("since", "pk").values_list("community_id", "stage"))
    return stages_by_community
