"""Whether the stored figures of a community are those of its records now, so that a page need not compute them."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from communities.models import Community
from evaluation.models import Refresh, StaleMark
from events.models import Event
from tfc.prepared import Prepared, given


def are_fresh(community: Community) -> bool:
    """In the community's scope, one query. False before a worker computed them today, and while a mark waits for one.

    Of rounds that are open: the figures of others are not computed anew.
    """
    now = timezone.now()
    morning = dt.datetime.combine(now.astimezone(community.zone).date(), dt.time(), community.zone)
    return bool(_refreshed(morning, now))


def _of_today() -> QuerySet[Refresh]:
    marks = StaleMark.objects.exclude(kind=StaleMark.Kind.FIGURES)
    # Until somebody says whether it took place, it widens the bounds of what it may count for.
    over = Event.objects.unresolved(given(1)).filter(ends_at__gt=OuterRef("refreshed_at"))
    return Refresh.objects.filter(~Exists(marks), ~Exists(over), refreshed_at__gte=given(0))


_refreshed = Prepared(_of_today)
