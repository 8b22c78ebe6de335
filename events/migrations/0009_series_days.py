"""The index that keeps a series from holding an event twice leaves out events of no series: of ten million events these
were nearly all of its 313 MB. The new one is built beside the old one, so nobody waits for it."""

from django.db import migrations, models

NEW = models.UniqueConstraint(
    fields=("community", "series", "series_day"),
    condition=models.Q(("series__isnull", False)),
    name="events_series_day_once",
)
BUILT = """
CREATE UNIQUE INDEX CONCURRENTLY events_series_day_once ON events_event (community_id, series_id, series_day)
WHERE series_id IS NOT NULL
"""
OLD = """
CREATE UNIQUE INDEX CONCURRENTLY events_once_in_series ON events_event (community_id, series_id, series_day)
"""
AS_CONSTRAINT = (
    "ALTER TABLE events_event ADD CONSTRAINT events_once_in_series UNIQUE USING INDEX events_once_in_series"
)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("events", "0008_planned_ends"),
    ]

    operations = [
        # One that was broken off leaves an index that holds nobody to anything.
        migrations.RunSQL(
            "DROP INDEX CONCURRENTLY IF EXISTS events_series_day_once", migrations.RunSQL.noop, elidable=False
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(BUILT, "DROP INDEX CONCURRENTLY IF EXISTS events_series_day_once")
            ],
            state_operations=[migrations.AddConstraint(model_name="event", constraint=NEW)],
        ),
        # A moment's lock. What it kept is kept by the other one by now, so nothing is lost that the release before needs.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    [
                        "-- squawk-ignore ban-drop-constraint\n"
                        "ALTER TABLE events_event DROP CONSTRAINT IF EXISTS events_once_in_series"
                    ],
                    [OLD, AS_CONSTRAINT],
                )
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name="event", name="events_once_in_series"),
            ],
        ),
    ]
