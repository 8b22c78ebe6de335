"""Whether a community's stored figures match its current records, and which communities a new day makes out of date."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db import connections
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from communities.models import Community
from evaluation.figure_queries.receipt_changes import ReceiptChanges
from evaluation.instrument import PARTS
from evaluation.models import Figure, Refresh, Round, StaleMark
from evaluation.submission_changes import compute_changes
from events.models import Event
from tfc.compiled_queries import CompiledQuery, parameter
from tfc.periods import HalfYear

FIGURES = "figures"


def get_current_refresh(community: Community) -> Refresh | None:
    """Return the refresh of today since which no dirty flag was set and no planned event ended; None without one. In
    the community's scope, one query. It covers open rounds only: figures of other rounds are not recomputed.
    """
    now = timezone.now()
    return next(iter(_current_refresh(_get_midnight(community, now), now)), None)


def changes_since_stored(community: Community, half_year: HalfYear) -> Mapping[str, ReceiptChanges]:
    """Return by part code the changes behind figures whose records changed since; in the community's scope.

    One query if a worker stored it, as it does for open rounds and for a year after closing. Otherwise it needs the
    queries of `compute`.
    """
    refresh = get_current_refresh(community)
    if refresh is not None and str(half_year) in refresh.since_stored:
        stored = refresh.since_stored[str(half_year)]
        return {part: ReceiptChanges.from_json(changes) for part, changes in stored.items()}
    figures = Figure.objects.for_communities([community.pk]).for_half_year(half_year).by_part()
    return compute_changes(community, half_year, figures).parts


def find_stale_communities(communities: Sequence[Community], half_year: HalfYear) -> list[Community]:
    """Return the communities whose stored figures of a half-year may differ from their records; with the figures'
    login.

    Frozen figures never change; figures computed by a worker today are trusted only if the round is open, since it
    computes no others.
    """
    open_rounds = Round.objects.using(FIGURES).open().filter(half_year=str(half_year))
    offices = set(open_rounds.values_list("office_id", flat=True))
    up_to_date = _get_frozen(communities, half_year) | _get_refreshed(
        [community for community in communities if community.office_id in offices]
    )
    return [community for community in communities if community.pk not in up_to_date]


def _get_frozen(communities: Sequence[Community], half_year: HalfYear) -> set[int]:
    ids = [community.pk for community in communities]
    figures = Figure.objects.using(FIGURES).for_half_year(half_year).for_communities(ids).filter(frozen=True)
    counted = figures.order_by().values("community_id").annotate(parts=Count("pk")).filter(parts=len(PARTS))
    return set(counted.values_list("community_id", flat=True))


def _get_refreshed(communities: Sequence[Community]) -> set[int]:
    """Do what `get_current_refresh` does, with one query per time zone."""
    now = timezone.now()
    refreshed: set[int] = set()
    by_time_zone = sorted(communities, key=lambda community: community.time_zone)
    for _time_zone, group in groupby(by_time_zone, key=lambda community: community.time_zone):
        in_zone = list(group)
        refreshes = _get_current_refreshes(_get_midnight(in_zone[0], now), now).using(FIGURES)
        refreshed |= set(refreshes.filter(community__in=in_zone).values_list("community_id", flat=True))
    return refreshed


def _get_midnight(community: Community, now: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(now.astimezone(community.zone).date(), dt.time(), community.zone)


def _get_current_refreshes(midnight: Any, now: Any) -> QuerySet[Refresh]:
    flags = StaleMark.objects.filter(community=OuterRef("community"))
    # An event that ended since needs an outcome, and until then it widens bounds.
    ended: QuerySet[Any] = Event.objects.unresolved(now).filter(
        community=OuterRef("community"), ends_at__gt=OuterRef("refreshed_at")
    )
    return Refresh.objects.filter(~Exists(flags), ~Exists(ended), refreshed_at__gte=midnight)


_current_refresh = CompiledQuery(lambda: _get_current_refreshes(parameter(0), parameter(1)))


# For each new community once, and for each with an open round once per day in its own time zone.
NEW_DAY = """
    SELECT community.id AS community_id FROM communities_community community
    LEFT JOIN evaluation_refresh last ON last.community_id = community.id
    WHERE last.refreshed_at IS NULL OR (
        (last.refreshed_at AT TIME ZONE community.time_zone)::date < (now() AT TIME ZONE community.time_zone)::date
        AND EXISTS (
            SELECT FROM evaluation_round round WHERE round.office_id = community.office_id
                AND round.opened_at IS NOT NULL AND round.closed_at IS NULL
        )
    )
"""
# Events that ended within two days; older ones are covered by the daily flag.
OVER = """
    SELECT ended.community_id FROM (
        SELECT community_id, ends_at FROM events_event WHERE status = 'planned' AND deleted_at IS NULL
        UNION ALL
        SELECT sign_up.community_id, training.ends_at FROM events_officetraining training
        JOIN events_trainingsignup sign_up ON sign_up.training_id = training.id
        WHERE training.status = 'planned'
    ) ended JOIN evaluation_refresh last ON last.community_id = ended.community_id
    WHERE ended.ends_at BETWEEN now() - interval '2 days' AND now() AND ended.ends_at > last.refreshed_at
"""
# Limited, so that what people change in the meantime does not wait behind ten thousand communities at midnight.
FLAG = f"""
    INSERT INTO evaluation_stalemark (community_id, kind, half_year, part, marked_at)
    SELECT due.community_id, 'records', '', '', now() FROM ({NEW_DAY} UNION {OVER}) due
    WHERE NOT EXISTS (SELECT FROM evaluation_stalemark flag WHERE flag.community_id = due.community_id)
    ORDER BY due.community_id LIMIT 2000
"""  # noqa: S608


def flag_due_communities() -> int:
    """Flag the communities that are due, with the figures' login; return how many. The recompute task does the rest."""
    with connections["figures"].cursor() as cursor:
        cursor.execute(FLAG)
        return cursor.rowcount
