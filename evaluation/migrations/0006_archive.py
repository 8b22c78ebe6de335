import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from tfc import isolation

# What the office alone says of a community comes back with the archive of that community, and in no other way.
RESTORED = ("stakeholders_spotcheck", "events_trainingattendance", "evaluation_publictable")
RESTORING = (
    "community_id = (SELECT tfc_community()) AND (SELECT current_setting('tfc.coordinator', true)) = 'on' "
    "AND (SELECT current_setting('tfc.restoring', true)) = 'on'"
)


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0004_targets"),
        ("evaluation", "0005_report_life"),
        ("events", "0007_waited"),
        ("stakeholders", "0005_partnership_office"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="job", name="report_id", field=models.BigIntegerField(null=True, unique=True)
        ),
        migrations.AddField(
            model_name="job", name="archive_id", field=models.BigIntegerField(null=True, unique=True)
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("archive_id", None), ("report_id__isnull", False)),
                    models.Q(("archive_id__isnull", False), ("report_id", None)),
                    _connector="OR",
                ),
                name="evaluation_job_of_one",
            ),
        ),
        migrations.CreateModel(
            name="ArchiveRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("make", "Archive"),
                            ("check", "Archive to put back"),
                            ("restore", "Archive put back"),
                        ],
                        max_length=7,
                    ),
                ),
                ("with_locations", models.BooleanField(default=True)),
                ("client_id", models.UUIDField(editable=False, null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("language", models.CharField(max_length=10)),
                ("file_key", models.CharField(editable=False, max_length=32)),
                ("file_name", models.CharField(max_length=160)),
                ("size", models.PositiveBigIntegerField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("outcome", models.JSONField(default=dict)),
                ("failure", models.TextField(blank=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
            ],
            options={"abstract": False},
        ),
        migrations.AddConstraint(
            model_name="archiverun",
            constraint=models.UniqueConstraint(
                fields=("community", "id"), name="evaluation_archiverun_in_community"
            ),
        ),
        migrations.AddConstraint(
            model_name="archiverun",
            constraint=models.UniqueConstraint(
                fields=("community", "client_id"), name="evaluation_archive_sent_once"
            ),
        ),
        isolation.IsolateCoordinators("ArchiveRun"),
        migrations.RunSQL(
            [isolation.policy(table, "restored", RESTORING, verb="INSERT") for table in RESTORED],
            [f"DROP POLICY restored ON {table}" for table in RESTORED],
        ),
    ]
