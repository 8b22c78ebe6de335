from django.db import migrations, models

# Whoever waits as this is installed, so that they hear of it as well when they move up.
FILL = """
UPDATE events_trainingsignup s SET waited = true
FROM events_officetraining t JOIN events_trainingline l ON l.training_id = t.id
WHERE t.id = s.training_id AND s.withdrawn_at IS NULL AND array_position(l.numbers, s.number) > t.places
"""


class Migration(migrations.Migration):
    """Who had to wait when they signed up: their place in the line alone does not tell it afterwards."""

    dependencies = [("events", "0006_joint")]

    operations = [
        migrations.AddField(
            "trainingsignup", "waited", models.BooleanField(db_default=False, editable=False)
        ),
        # The trigger that counts revisions would tell every receipt that the row was changed.
        migrations.RunSQL(
            "ALTER TABLE events_trainingsignup DISABLE TRIGGER count_revision", migrations.RunSQL.noop
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(
            "ALTER TABLE events_trainingsignup ENABLE TRIGGER count_revision", migrations.RunSQL.noop
        ),
    ]
