"""Refreshing communities without a change of records: because a day began or a planned event is over.

Selected by what is stored, so that it can be interrupted at any time and resumes where it stopped.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connections
from django.utils import timezone

from evaluation.rollups.recompute import BATCH, FIGURES, attempt

# Each new community once, and each with an open round once per day in its own time zone.
NEW_DAY = """
    SELECT town.id FROM communities_community town
    LEFT JOIN evaluation_refresh last ON last.community_id = town.id
    WHERE town.id > %s AND (last.retry_at IS NULL OR last.retry_at <= now()) AND (
        last.refreshed_at IS NULL OR (
            EXISTS (
                SELECT FROM evaluation_round asked WHERE asked.office_id = town.office_id
                    AND asked.opened_at IS NOT NULL AND asked.closed_at IS NULL
            )
            AND (last.refreshed_at AT TIME ZONE town.time_zone)::date < (now() AT TIME ZONE town.time_zone)::date
        )
    )
    ORDER BY town.id LIMIT %s
"""
# Events that ended within two days; older ones are covered by the daily refresh.
OVER = """
    SELECT DISTINCT over.community_id FROM (
        SELECT community_id, ends_at FROM events_event
        WHERE status = 'planned' AND deleted_at IS NULL AND ends_at BETWEEN now() - interval '2 days' AND now()
        UNION ALL
        SELECT wanted.community_id, training.ends_at FROM events_officetraining training
        JOIN events_trainingsignup wanted ON wanted.training_id = training.id
        WHERE training.status = 'planned' AND training.ends_at BETWEEN now() - interval '2 days' AND now()
    ) over JOIN evaluation_refresh last ON last.community_id = over.community_id
    WHERE over.community_id > %s AND over.ends_at > last.refreshed_at
        AND (last.retry_at IS NULL OR last.retry_at <= now())
    ORDER BY over.community_id LIMIT %s
"""


def refresh_due(*, until: datetime | None = None) -> int:
    """Refresh until no community is due or the time is over; return how many communities were refreshed."""
    return _through(_make_due_query(NEW_DAY), until) + _through(_make_due_query(OVER), until)


def _through(due: Callable[[int], Sequence[int]], until: datetime | None) -> int:
    last, done = 0, 0
    while (until is None or timezone.now() < until) and (towns := due(last)):
        done += attempt(towns)
        last = towns[-1]
    return done


def _make_due_query(statement: str) -> Callable[[int], Sequence[int]]:
    def after(last: int) -> Sequence[int]:
        with connections[FIGURES].cursor() as cursor:
            cursor.execute(statement, [last, BATCH])
            return [town for (town,) in cursor.fetchall()]

    return after
