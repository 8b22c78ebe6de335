"""What is new to an office is found from its newest end: one page among thousands of reports, surveys and counts."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Communities write meanwhile.
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
        AddIndexConcurrently(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("submitted_at__isnull", False)),
                fields=["office", "submitted_at"],
                name="evaluation_handed_in",
            ),
        ),
        AddIndexConcurrently(
            model_name="qualitycount",
            index=models.Index(
                condition=models.Q(("risen_at__isnull", False)),
                fields=["office", "risen_at", "id"],
                name="evaluation_quality_rose",
            ),
        ),
    ]
