"""Whether a community's stored figures match its current records, so that a page need not compute them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from communities.models import Community
from evaluation.instrument import PARTS
from evaluation.models import Figure, Refresh, Round, StaleMark
from events.models import Event
from tfc.compiled_queries import CompiledQuery, parameter
from tfc.periods import HalfYear

FIGURES = "figures"
# The rule of `are_fresh` for many communities, with the figures' login.
REFRESHED = """
    SELECT last.community_id FROM evaluation_refresh last JOIN communities_community town ON town.id = last.community_id
    WHERE last.community_id = ANY (%s)
        AND (last.refreshed_at AT TIME ZONE town.time_zone)::date >= (now() AT TIME ZONE town.time_zone)::date
        AND last.community_id NOT IN (SELECT community_id FROM evaluation_stalemark WHERE kind <> 'figures')
        AND NOT EXISTS (
            SELECT FROM events_event over WHERE over.community_id = last.community_id AND over.status = 'planned'
                AND over.deleted_at IS NULL AND over.ends_at > last.refreshed_at AND over.ends_at <= now()
        )
"""


def are_fresh(community: Community) -> bool:
    """Return True if a worker computed the figures today and no dirty flag waits. In the community's scope, one query.

    Only for open rounds: figures of other rounds are not recomputed.
    """
    return bool(_refreshed(*_midnight_and_now(community)))


def last_refresh(community: Community) -> Refresh | None:
    """Return the refresh since which nothing changed, not even the stored figures, by the rules of `are_fresh`; None
    without one.
    """
    return next(iter(_untouched(*_midnight_and_now(community))), None)


def _midnight_and_now(community: Community) -> tuple[dt.datetime, dt.datetime]:
    now = timezone.now()
    return dt.datetime.combine(now.astimezone(community.zone).date(), dt.time(), community.zone), now


def _of_today(marks: QuerySet[StaleMark]) -> QuerySet[Refresh]:
    midnight, now = parameter(0), parameter(1)
    # An event that ended since needs an outcome, and until then it widens bounds.
    over: QuerySet[Any] = Event.objects.unresolved(now).filter(ends_at__gt=OuterRef("refreshed_at"))
    return Refresh.objects.filter(~Exists(marks), ~Exists(over), refreshed_at__gte=midnight)


_refreshed = CompiledQuery(lambda: _of_today(StaleMark.objects.exclude(kind=StaleMark.Kind.FIGURES)))
_untouched = CompiledQuery(lambda: _of_today(StaleMark.objects.all()))


def find_stale_communities(communities: Sequence[Community], half_year: HalfYear) -> list[Community]:
    """Return the communities whose stored figures of a half-year may differ from their records; with the figures'
    login.

    Frozen figures never change; figures computed by a worker today are trusted only if the round is open, since it
    computes no others. Three queries for any number.
    """
    ids = [community.pk for community in communities]
    same = _all_locked(ids, half_year)
    offices = (
        Round.objects.using(FIGURES)
        .open()
        .filter(half_year=str(half_year))
        .values_list("office_id", flat=True)
    )
    if open_in := set(offices):
        refreshed = _refreshed_today(ids)
        same |= {
            community.pk
            for community in communities
            if community.office_id in open_in and community.pk in refreshed
        }
    return [community for community in communities if community.pk not in same]


def _all_locked(community_ids: Sequence[int], half_year: HalfYear) -> set[int]:
    frozen = (
        Figure.objects.using(FIGURES)
        .for_half_year(half_year)
        .for_communities(community_ids)
        .filter(frozen=True)
    )
    counted = frozen.order_by().values("community_id").annotate(parts=Count("pk")).filter(parts=len(PARTS))
    return set(counted.values_list("community_id", flat=True))


def _refreshed_today(community_ids: Sequence[int]) -> set[int]:
    with connections[FIGURES].cursor() as cursor:
        cursor.execute(REFRESHED, [list(community_ids)])
        return {town for (town,) in cursor.fetchall()}
