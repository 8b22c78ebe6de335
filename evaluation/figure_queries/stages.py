"""The stages of communities on a given day."""

import datetime as dt
from collections.abc import Iterable

from communities.models import Community, Stage, StageChange


def stages_on(day: dt.date, community_ids: Iterable[int], *, using: str = "default") -> dict[int, str]:
    """Return the stage by community as figures use it: a candidate before its first change, the present stage if no
    change is recorded. Two queries.
    """
    wanted = list(community_ids)
    stages_by_community = dict(
        Community.objects.using(using).filter(pk__in=wanted).values_list("pk", "stage")
    )
    changes = StageChange.objects.using(using).filter(community__in=wanted).order_by("since", "pk")
    rows = list(changes.values_list("community_id", "stage", "since"))
    stages_by_community |= {community: Stage.CANDIDATE for community, _stage, _since in rows}
    return stages_by_community | {community: stage for community, stage, since in rows if since <= day}
