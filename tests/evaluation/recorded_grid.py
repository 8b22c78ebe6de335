"""An office's events by half-year and kind, in plain SQL over all records, to check roll-ups."""

from django.db import connections

from evaluation.rollups.grid import EventCounts, Grid

FROM_RECORDS = """
    SELECT half_year, kind, count(DISTINCT community_id),
        count(*) FILTER (WHERE joint_key IS NULL) + count(DISTINCT joint_key), count(DISTINCT joint_key),
        count(*) FILTER (WHERE hosting = 'hosted'), count(*) FILTER (WHERE hosting = 'facilitated'),
        count(*) FILTER (WHERE hosting = 'co_hosted'), count(*) FILTER (WHERE hosting = 'attended'),
        count(*) FILTER (WHERE sponsored_by_oasis AND joint_key IS NULL)
            + count(DISTINCT joint_key) FILTER (WHERE sponsored_by_oasis)
    FROM (
        SELECT to_char(local_day, 'YYYY-"H"')
                || CASE WHEN extract(month FROM local_day) < 7 THEN '1' ELSE '2' END AS half_year,
            kind, community_id, joint_key, hosting, sponsored_by_oasis
        FROM events_event
        WHERE community_id IN (SELECT id FROM communities_community WHERE office_id = %s)
            AND status = 'held' AND deleted_at IS NULL
    ) event
    GROUP BY half_year, kind
"""


def activity_grid_from_records(office_id: int) -> Grid:
    """Count the grid with the login for figures."""
    with connections["figures"].cursor() as cursor:
        cursor.execute(FROM_RECORDS, [office_id])
        return {(row[0], row[1]): EventCounts(*row[2:]) for row in cursor.fetchall()}
