import django.db.models.deletion
from django.db import migrations, models

import tfc.tenancy
from tfc import isolation


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0024_privacy_notice"),
        ("evaluation", "0028_own_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="standingrollup",
            name="changes",
            field=models.JSONField(default=dict, db_default=models.Value({}, models.JSONField())),
        ),
        # Counts were kept without their kind. A worker counts again; without them a page does.
        migrations.RunSQL(
            "UPDATE evaluation_refresh SET since_stored = '{}'",
            "UPDATE evaluation_refresh SET since_stored = '{}'",
        ),
        migrations.CreateModel(
            name="SubmittedRecords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("submitted_at", models.DateTimeField()),
                ("digests", models.JSONField()),
                (
                    "community",
                    models.ForeignKey(
                        db_default=tfc.tenancy.CurrentCommunity(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.community",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="evaluation.submission",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="evaluation_submittedrecords_in_community"
                    ),
                    tfc.tenancy.SameTenant(field="submission", name="evaluation_submitted_submission"),
                    models.UniqueConstraint(
                        fields=("community", "submission"), name="evaluation_submitted_once"
                    ),
                ],
            },
        ),
        isolation.IsolateCommunity("SubmittedRecords"),
    ]
