"""The stages of communities on a given day."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F, OuterRef, Q
from django.db.models.functions import Coalesce

from communities.models import Community, StageChange


def build_stage_on(day: dt.date, *, using: str = "default") -> Coalesce:
    """Return the stage of each community of a query on this day, as figures use it."""
    changes = StageChange.objects.using(using).filter(community=OuterRef("pk"))
    return changes.build_stage(Q(since__lte=day), F("stage"))


def stages_on(day: dt.date, community_ids: Iterable[int], *, using: str = "default") -> dict[int, str]:
    """Return the stage by community on this day, as figures use it. One query."""
    communities = Community.objects.using(using).filter(pk__in=list(community_ids))
    return dict(communities.values_list("pk", build_stage_on(day, using=using)))
