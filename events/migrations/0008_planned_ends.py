from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_waited"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("status", "planned")),
                fields=["ends_at"],
                name="events_planned_ends",
            ),
        ),
    ]
