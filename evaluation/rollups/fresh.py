"""Whether the stored figures of a community are those of its records now, so that a page need not compute them."""

import datetime as dt
from typing import Any

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
    return bool(_refreshed(*_now(community)))


def last_refresh(community: Community) -> Refresh | None:
    """As `are_fresh`: the refresh since which nothing changed at all, the stored figures neither; None without one."""
    return next(iter(_untouched(*_now(community))), None)


def _now(community: Community) -> tuple[dt.datetime, dt.datetime]:
    now = timezone.now()
    return dt.datetime.combine(now.astimezone(community.zone).date(), dt.time(), community.zone), now


def _of_today(marks: QuerySet[StaleMark]) -> QuerySet[Refresh]:
    # Until somebody says whether it took place, it widens the bounds of what it may count for.
    over: QuerySet[Any] = Event.objects.unresolved(given(1)).filter(ends_at__gt=OuterRef("refreshed_at"))
    return Refresh.objects.filter(~Exists(marks), ~Exists(over), refreshed_at__gte=given(0))


_refreshed = Prepared(lambda: _of_today(StaleMark.objects.exclude(kind=StaleMark.Kind.FIGURES)))
_untouched = Prepared(lambda: _of_today(StaleMark.objects.all()))
