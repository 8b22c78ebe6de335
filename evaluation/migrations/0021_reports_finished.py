from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Reports are built meanwhile.
    atomic = False

    dependencies = [
        ("evaluation", "0020_settings_in_policies"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="report",
            index=models.Index(
                models.F("office"),
                models.Case(
                    models.When(community=None, then=models.F("built_at")), default=models.F("published_at")
                ),
                models.F("id"),
                condition=models.Q(("deleted_at", None)),
                name="evaluation_reports_finished",
            ),
        ),
    ]
