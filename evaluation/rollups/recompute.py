"""The recompute task: from dirty flags to figures, roll-ups and totals.

Flags are deleted in the transaction that stores the results. If a worker is killed, its flags stay; two workers at once
take different flags. A community that fails is set aside with the name of the error and retried later, so that it does
not delay others. With the figures' login.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connections, transaction
from django.utils import timezone

from communities.models import Community
from evaluation.actions.comparisons import refresh_comparisons
from evaluation.actions.figures import get_changes_since_frozen, lock_figures, store_figures
from evaluation.figure_queries.overrides import HANDED_IN
from evaluation.models import Figure, FigureTotal, Refresh, Round, StaleMark, Submission
from evaluation.rollups.changes import store_office_changes
from evaluation.rollups.events import get_event_half_years, refresh_events
from evaluation.rollups.stored_ratings import refresh_standings
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
    ) RETURNING kind, community_id, half_year, part
"""
# This transaction's own writes must not set dirty flags, since it stores their results itself.
ANNOUNCE = "SELECT set_config('tfc.drains', 'on', true), set_config('tfc.marked', '', true)"

FigureKey = tuple[int, str, str]  # community, half-year, part
Since = dict[int, dict[str, SubmissionChanges]]  # by community and half-year


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
        return sorted(community_id for (community_id,) in cursor.fetchall())


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
    with transaction.atomic(using=FIGURES):
        flags = _take(community_ids)
        lock_figures(list(community_ids), FIGURES)
        communities = list(Community.objects.using(FIGURES).filter(pk__in=community_ids).order_by("pk"))
        history = set(community_ids) if all_half_years else _never_refreshed(community_ids)
        since: Since = {community.pk: {} for community in communities}
        figures_changed = _refresh_figures(communities, since)
        figures_changed |= flags[StaleMark.Kind.FIGURES] | _get_figures(history)
        _compare_closed_rounds(communities, since)
        for half_year, changed in group_by_half_year(communities, {key[:2] for key in figures_changed}):
            refresh_standings(changed, half_year, using=FIGURES)
        store_office_changes(since, using=FIGURES)
        events_changed = {key[:2] for key in flags[StaleMark.Kind.EVENTS]}
        events_changed |= get_event_half_years(history, using=FIGURES)
        for half_year, changed in group_by_half_year(communities, events_changed):
            refresh_events(changed, half_year, using=FIGURES)
        _refresh_totals(communities, figures_changed)
        _remember(communities, now, since)


def _take(community_ids: Sequence[int]) -> defaultdict[str, set[FigureKey]]:
    """Delete the flags of these communities; return what each kind of flag names."""
    flags: defaultdict[str, set[FigureKey]] = defaultdict(set)
    with connections[FIGURES].cursor() as cursor:
        cursor.execute(ANNOUNCE)
        cursor.execute(TAKE, [list(community_ids)])
        for kind, *key in cursor.fetchall():
            flags[kind].add(tuple(key))
    return flags


def _never_refreshed(community_ids: Collection[int]) -> set[int]:
    refreshes = Refresh.objects.using(FIGURES).filter(community__in=community_ids, refreshed_at__isnull=False)
    return set(community_ids) - set(refreshes.values_list("community_id", flat=True))


def _get_figures(community_ids: Collection[int]) -> set[FigureKey]:
    figures = Figure.objects.using(FIGURES).for_communities(community_ids).order_by()
    return set(figures.values_list("community_id", "half_year", "part"))


def _refresh_figures(communities: Sequence[Community], since: Since) -> set[FigureKey]:
    """Refresh the figures of each office's open rounds; return those that changed, and add to ``since`` what changed
    behind frozen ones.
    """
    rounds = Round.objects.using(FIGURES).open().values_list("office_id", "half_year")
    open_rounds = [
        (community.pk, half_year)
        for office_id, half_year in rounds.filter(
            office__in={community.office_id for community in communities}
        )
        for community in communities
        if community.office_id == office_id
    ]
    figures_changed: set[FigureKey] = set()
    for half_year, round_communities in group_by_half_year(communities, open_rounds):
        stored = store_figures(round_communities, half_year, using=FIGURES)
        figures_changed |= {(figure.community.pk, str(half_year), figure.part) for figure in stored.changed}
        for community in round_communities:
            since[community.pk][str(half_year)] = stored.since.get(community.pk, SubmissionChanges())
    return figures_changed


def _compare_closed_rounds(communities: Sequence[Community], since: Since) -> None:
    """Compare submitted surveys of closed rounds, for a year after closing."""
    submissions = Submission.objects.using(FIGURES).filter(
        community__in=communities,
        state__in=HANDED_IN,
        round__closed_at__gt=timezone.now() - COMPARED_AFTER_CLOSING,
    )
    closed_rounds = submissions.values_list("community_id", "round__half_year")
    for half_year, round_communities in group_by_half_year(communities, closed_rounds):
        changes = get_changes_since_frozen(round_communities, half_year, using=FIGURES)
        for community in round_communities:
            since[community.pk][str(half_year)] = changes.get(community.pk, SubmissionChanges())


def group_by_half_year(
    communities: Sequence[Community], keys: Iterable[tuple[int, str]]
) -> list[tuple[HalfYear, list[Community]]]:
    """Return the half-years, each with its communities; keys of other communities are left out."""
    ids_by_half_year: dict[str, set[int]] = defaultdict(set)
    for community_id, half_year in keys:
        ids_by_half_year[half_year].add(community_id)
    return [
        (HalfYear.parse(half_year), [community for community in communities if community.pk in ids])
        for half_year, ids in sorted(ids_by_half_year.items())
    ]


def _refresh_totals(communities: Sequence[Community], figures_changed: Iterable[FigureKey]) -> None:
    """Add up again what changed. One worker at a time for an office, so that each includes what earlier ones stored."""
    offices = {community.pk: community.office_id for community in communities}
    locks.hold(locks.TOTALS, set(offices.values()), FIGURES)
    changed_parts: dict[tuple[int, str], set[str]] = defaultdict(set)
    for community_id, half_year, part in figures_changed:
        if community_id in offices:
            # Without a part, the flag means all of them.
            changed_parts[offices[community_id], half_year] |= {part} if part else PART_CODES
    for (office_id, half_year), parts in sorted(changed_parts.items()):
        refresh_totals(office_id, HalfYear.parse(half_year), parts, using=FIGURES)


def _remember(communities: Iterable[Community], now: datetime, since: Since) -> None:
    Refresh.objects.using(FIGURES).bulk_create(
        [
            Refresh(
                community=community,
                refreshed_at=now,
                since_stored={
                    half_year: {code: part_changes.to_json() for code, part_changes in changes.parts.items()}
                    for half_year, changes in since[community.pk].items()
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


def recompute_comparisons() -> int:
    """Compare in the open rounds only, since closing a round compares for the last time; return how many comparisons
    are new or changed.
    """
    changed = 0
    for office_id, half_year in Round.objects.using(FIGURES).open().values_list("office_id", "half_year"):
        try:
            changed += _compare(office_id, HalfYear.parse(half_year))
        except Exception:
            logger.exception("figures of office %s could not be compared", office_id)
    return changed


def _compare(office_id: int, half_year: HalfYear) -> int:
    with transaction.atomic(using=FIGURES):
        totals = FigureTotal.objects.using(FIGURES).for_office(office_id).for_half_year(half_year)
        # Set ``compared`` before reading the figures: a change in between clears it again.
        waiting = totals.filter(compared=False, code__in=PART_CODES)
        parts = set(waiting.select_for_update(skip_locked=True).values_list("code", flat=True))
        if not parts:
            return 0
        totals.filter(code__in=parts).update(compared=True)
        return refresh_comparisons(office_id=office_id, half_year=half_year, parts=parts, using=FIGURES)
