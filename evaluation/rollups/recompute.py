"""From dirty flags to figures, roll-ups and totals: a worker deletes the flags in the transaction that stores the
results.

If the recompute worker is killed, its flags stay; two workers at once take different flags. A community that fails is
set aside with the name of the error and retried later, so that it does not delay others. With the figures' login.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connections, transaction
from django.utils import timezone

from communities.models import Community
from evaluation.actions.figures import get_changes_since_frozen, lock_figures, store_figures
from evaluation.actions.since import changes_to_json
from evaluation.figure_queries.overrides import HANDED_IN
from evaluation.models import Figure, Refresh, Round, StaleMark, Submission
from evaluation.rollups.changes import store_office_changes
from evaluation.rollups.events import Cell, get_event_half_years, refresh_event_totals, refresh_events
from evaluation.rollups.stages import refresh_stages
from evaluation.rollups.standings import refresh_standings
from evaluation.rollups.totals import PART_CODES, refresh_totals
from evaluation.submission_changes import SubmissionChanges
from tfc import locks
from tfc.periods import HalfYear

logger = logging.getLogger(__name__)
FIGURES = "figures"
# Communities at once, so that memory does not grow with the number waiting.
BATCH = 100
LONGEST_WAIT = timedelta(hours=6)
# Limited because each closed round costs as much as an open one, for every change of a record.
COMPARED_AFTER_CLOSING = timedelta(days=365)

WAITING = """
    SELECT DISTINCT community_id FROM (
        SELECT mark.community_id FROM evaluation_stalemark mark
        WHERE mark.community_id <> ALL (%s) AND NOT EXISTS (
            SELECT FROM evaluation_refresh tried
            WHERE tried.community_id = mark.community_id AND tried.retry_at > now()
        )
        ORDER BY mark.id LIMIT 5000
    ) oldest LIMIT %s
"""
TAKE = """
    DELETE FROM evaluation_stalemark WHERE id IN (
        SELECT id FROM evaluation_stalemark WHERE community_id = ANY (%s) ORDER BY id FOR UPDATE SKIP LOCKED
    ) RETURNING community_id, kind, half_year, part
"""
# This transaction's own writes must not set dirty flags, since it stores their results itself.
ANNOUNCE = "SELECT set_config('tfc.drains', 'on', true), set_config('tfc.marked', '', true)"


Counted = tuple[int, str, str]  # community, half-year, part
Since = dict[int, dict[str, SubmissionChanges]]  # by community and half-year
Changed = defaultdict[tuple[int, str], set[str]]  # codes of parts and indicators, by office and half-year


class Mark(NamedTuple):
    """A row of StaleMark, already deleted."""

    town: int
    kind: str
    half_year: str
    part: str


def recompute_stale_figures(*, until: datetime | None = None) -> int:
    """Process dirty flags until none is left or the time is over; return how many communities were refreshed."""
    done: set[int] = set()
    while (until is None or timezone.now() < until) and (waiting := _waiting(done)):
        attempt(waiting)
        done |= set(waiting)
    return len(done)


def _waiting(done: Collection[int]) -> list[int]:
    """Return the communities with the oldest dirty flags; none twice in one run, so that the run ends."""
    with connections[FIGURES].cursor() as cursor:
        cursor.execute(WAITING, [list(done), BATCH])
        return sorted(town for (town,) in cursor.fetchall())


def attempt(community_ids: Sequence[int]) -> int:
    """Refresh these together, or one by one if that fails; return how many could be refreshed."""
    try:
        refresh(community_ids)
    except Exception as error:
        if len(community_ids) > 1:
            return sum(attempt([community_id]) for community_id in community_ids)
        logger.exception("figures of community %s could not be computed", community_ids[0])
        _set_aside(community_ids[0], error)
        return 0
    return len(community_ids)


def refresh(community_ids: Sequence[int], *, all_half_years: bool = False) -> None:
    """In one transaction, delete dirty flags and update figures of open rounds, roll-ups and totals from the records.

    Covers the half-years named by the flags, or all half-years of communities that were never refreshed or with
    ``all_half_years``.
    """
    now = timezone.now()
    since: Since = {community_id: {} for community_id in community_ids}
    with transaction.atomic(using=FIGURES):
        marks = _take(community_ids)
        lock_figures(list(community_ids), FIGURES)
        communities = list(Community.objects.using(FIGURES).filter(pk__in=community_ids).order_by("pk"))
        fresh = (
            {community.pk for community in communities} if all_half_years else _never_refreshed(communities)
        )
        counted = _refresh_figures(communities, since) | _counted(marks) | _with_figures(fresh)
        _compare_closed_rounds(communities, since)
        changed = _rate(communities, counted)
        store_office_changes(since, using=FIGURES)
        held = {(mark.town, mark.half_year) for mark in marks if mark.kind == StaleMark.Kind.EVENTS}
        cells = refresh_events(sorted(held | get_event_half_years(fresh, using=FIGURES)), using=FIGURES)
        _add_up(changed, cells, {community.office_id for community in communities})
        _remember(communities, now, since)


def _take(community_ids: Sequence[int]) -> list[Mark]:
    with connections[FIGURES].cursor() as cursor:
        cursor.execute(ANNOUNCE)
        cursor.execute(TAKE, [list(community_ids)])
        return [Mark(*row) for row in cursor.fetchall()]


def _counted(marks: Iterable[Mark]) -> set[Counted]:
    """Return the figures that were stored, frozen or overridden outside the worker."""
    return {
        (mark.town, mark.half_year, part)
        for mark in marks
        if mark.kind == StaleMark.Kind.FIGURES
        for part in ([mark.part] if mark.part else PART_CODES)
    }


def _never_refreshed(communities: Iterable[Community]) -> set[int]:
    """Return the communities never refreshed; all their half-years are computed, not only changed ones."""
    towns = {community.pk for community in communities}
    refreshes = Refresh.objects.using(FIGURES).filter(community__in=towns, refreshed_at__isnull=False)
    return towns - set(refreshes.values_list("community_id", flat=True))


def _with_figures(community_ids: Collection[int]) -> set[Counted]:
    figures = Figure.objects.using(FIGURES).for_communities(community_ids).order_by()
    return set(figures.values_list("community_id", "half_year", "part"))


def _refresh_figures(communities: Sequence[Community], since: Since) -> set[Counted]:
    """Refresh the figures of each office's open rounds; return those that changed sums, and add to ``since`` what
    changed behind frozen ones.
    """
    by_half_year: dict[HalfYear, set[int]] = defaultdict(set)
    rounds = (
        Round.objects.using(FIGURES)
        .open()
        .filter(office__in={community.office_id for community in communities})
    )
    for office_id, half_year in rounds.values_list("office_id", "half_year"):
        by_half_year[HalfYear.parse(half_year)].add(office_id)
    counted: set[Counted] = set()
    for period, offices in sorted(by_half_year.items()):
        round_communities = [community for community in communities if community.office_id in offices]
        stored = store_figures(round_communities, period, using=FIGURES)
        counted |= {
            (change.community_id, str(period), change.part) for change in stored.changes if change.counts
        }
        for community in round_communities:
            since[community.pk][str(period)] = stored.since.get(community.pk, SubmissionChanges())
    return counted


def _compare_closed_rounds(communities: Sequence[Community], since: Since) -> None:
    """Compare submitted surveys of closed rounds, for a year after closing."""
    submissions = Submission.objects.using(FIGURES).filter(
        community__in=communities,
        state__in=HANDED_IN,
        round__closed_at__gt=timezone.now() - COMPARED_AFTER_CLOSING,
    )
    by_half_year: dict[str, set[int]] = defaultdict(set)
    for community_id, half_year in submissions.values_list("community_id", "round__half_year"):
        by_half_year[half_year].add(community_id)
    for half_year, community_ids in sorted(by_half_year.items()):
        compared_communities = [community for community in communities if community.pk in community_ids]
        changes = get_changes_since_frozen(compared_communities, HalfYear.parse(half_year), using=FIGURES)
        for community in compared_communities:
            since[community.pk][half_year] = changes.get(community.pk, SubmissionChanges())


def _rate(communities: Sequence[Community], counted: Collection[Counted]) -> Changed:
    """Rate again the half-years with a changed figure; return what must be added up."""
    offices = {community.pk: community.office_id for community in communities}
    changed: Changed = defaultdict(set)
    by_half_year: dict[str, set[int]] = defaultdict(set)
    for town, half_year, part in counted:
        if town in offices:
            by_half_year[half_year].add(town)
            changed[offices[town], half_year].add(part)
    for half_year, towns in sorted(by_half_year.items()):
        rated_communities = [community for community in communities if community.pk in towns]
        for office_id, codes in refresh_standings(
            rated_communities, HalfYear.parse(half_year), using=FIGURES
        ).items():
            changed[office_id, half_year] |= codes
    return changed


def _add_up(changed: Changed, cells: Collection[Cell], offices: Collection[int]) -> None:
    """Add up the changes. One worker at a time for an office, so that each includes what earlier ones stored."""
    lock_offices(offices)
    refresh_stages(offices, using=FIGURES)
    refresh_event_totals(cells, using=FIGURES)
    for (office_id, half_year), codes in sorted(changed.items()):
        refresh_totals(office_id, HalfYear.parse(half_year), codes, using=FIGURES)


def lock_offices(offices: Collection[int]) -> None:
    """Keep other transactions from adding up totals of these offices until this one ends."""
    locks.hold(locks.TOTALS, offices, FIGURES)


def _remember(communities: Iterable[Community], now: datetime, since: Since) -> None:
    Refresh.objects.using(FIGURES).bulk_create(
        [
            Refresh(
                community=community,
                refreshed_at=now,
                since_stored={
                    half: changes_to_json(changes.parts) for half, changes in since[community.pk].items()
                },
            )
            for community in communities
        ],
        update_conflicts=True,
        unique_fields=["community"],
        update_fields=["refreshed_at", "since_stored", "failed_at", "tries", "error", "retry_at"],
    )


def _set_aside(community_id: int, error: Exception) -> None:
    """Store only the type of the error: its message may repeat the content of a record."""
    now = timezone.now()
    with transaction.atomic(using=FIGURES):
        tried, _is_new = (
            Refresh.objects.using(FIGURES).select_for_update().get_or_create(community_id=community_id)
        )
        tried.failed_at, tried.tries, tried.error = now, tried.tries + 1, type(error).__name__[:200]
        tried.retry_at = now + min(timedelta(minutes=1) * 2 ** min(tried.tries - 1, 9), LONGEST_WAIT)
        tried.save(using=FIGURES)
