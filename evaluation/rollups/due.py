"""Dirty flags that no change of records sets: a day began, or a planned event is over."""

from django.db import connections

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
