import datetime
import uuid

import django.db.models.deletion
import django.db.models.fields.json
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from reports import policies
from tfc.create_tables import CreateTables

TABLES = [
    migrations.CreateModel(
        name="ArchiveRun",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("kind", models.CharField(choices=[("make", "Archive"), ("check", "Archive to restore"), ("restore", "Restored archive")], max_length=7)),
            ("with_locations", models.BooleanField(default=True)),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ("language", models.CharField(max_length=10)),
            ("file_key", models.CharField(editable=False, max_length=32)),
            ("file_name", models.CharField(max_length=160)),
            ("size", models.PositiveBigIntegerField(null=True)),
            ("sha256", models.CharField(blank=True, max_length=64)),
            ("outcome", models.JSONField(default=dict)),
            ("failure", models.TextField(blank=True)),
            ("done_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("community", "id"), name="reports_archiverun_in_community"), models.UniqueConstraint(fields=("community", "client_id"), name="reports_archive_sent_once")]
        },
    ),
    migrations.CreateModel(
        name="Job",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("report_id", models.BigIntegerField(null=True, unique=True)),
            ("archive_id", models.BigIntegerField(null=True, unique=True)),
            ("community", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("office", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("state", models.CharField(choices=[("queued", "Waiting"), ("running", "Being built"), ("done", "Ready"), ("failed", "Failed")], default="queued", max_length=8)),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
            ("claim", models.UUIDField(editable=False, null=True)),
            ("lease_until", models.DateTimeField(default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.UTC))),
            ("progress", models.PositiveSmallIntegerField(default=0)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("ended_at", models.DateTimeField(null=True)),
        ],
        options={
            "indexes": [models.Index(condition=models.Q(("state__in", ("queued", "running"))), fields=["lease_until"], name="reports_jobs_due")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(models.Q(("archive_id", None), ("report_id__isnull", False)), models.Q(("archive_id__isnull", False), ("report_id", None)), _connector="OR"), name="reports_job_of_one"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Report",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            (
                "scope",
                models.CharField(
                    choices=[("community", "One community"), ("office", "All communities of the office"), ("international", "All offices"), ("custom", "Chosen communities and questions")],
                    default="community",
                    editable=False,
                    max_length=13,
                ),
            ),
            ("choice", models.JSONField(default=dict, editable=False)),
            ("half_year", models.CharField(editable=False, max_length=7)),
            ("round", models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="evaluation.round")),
            ("title", models.CharField(blank=True, max_length=120)),
            ("language", models.CharField(default="en", max_length=10)),
            ("requested_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("requested_at", models.DateTimeField(auto_now_add=True)),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("thread", models.UUIDField(default=uuid.uuid4, editable=False)),
            ("version", models.PositiveSmallIntegerField(default=1, editable=False)),
            ("what_changed", models.TextField(blank=True)),
            ("snapshot", models.JSONField(null=True)),
            ("interim", models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform("interim", "snapshot"), output_field=models.TextField(null=True))),
            ("snapshot_hash", models.CharField(blank=True, editable=False, max_length=64)),
            ("built_at", models.DateTimeField(null=True)),
            ("failure", models.TextField(blank=True)),
            ("publish_requested_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("published_at", models.DateTimeField(editable=False, null=True)),
            ("published_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "indexes": [
                models.Index(
                    models.F("office"),
                    models.Case(models.When(community=None, then=models.F("built_at")), default=models.F("published_at")),
                    models.F("id"),
                    condition=models.Q(("deleted_at", None)),
                    name="reports_reports_finished",
                )
            ],
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="reports_report_in_office"),
                tfc.tenancy.SameTenant(field="round", key="office", name="reports_report_round"),
                tfc.tenancy.SameTenant(field="community", key="office", name="reports_report_community"),
                models.UniqueConstraint(fields=("office", "client_id"), name="reports_report_sent_once"),
                models.UniqueConstraint(fields=("office", "thread", "version"), name="reports_report_versions"),
                models.CheckConstraint(condition=models.Q(("round__isnull", False), ("scope", "international"), _connector="OR"), name="reports_report_has_its_round"),
                models.CheckConstraint(condition=models.Q(("published_at", None), models.Q(("snapshot_hash", ""), _negated=True), _connector="OR"), name="reports_report_published_whole"),
            ],
        },
    ),
    migrations.CreateModel(
        name="ReportFile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("report", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="files", to="reports.report")),
            ("kind", models.CharField(max_length=4)),
            ("name", models.CharField(max_length=160)),
            ("content", models.BinaryField()),
            ("size", models.PositiveIntegerField()),
            ("sha256", models.CharField(max_length=64)),
        ],
        options={"constraints": [tfc.tenancy.SameTenant(field="report", key="office", name="reports_reportfile_report"), models.UniqueConstraint(fields=("office", "report", "kind"), name="reports_one_file_a_kind")]},
    ),
    migrations.CreateModel(
        name="ReportShare",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("report", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="reports.report")),
            ("token_hash", models.CharField(editable=False, max_length=64)),
            ("for_whom", models.CharField(blank=True, max_length=120, verbose_name="Who it is for")),
            ("made_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("by_office", models.BooleanField(default=False, editable=False)),
            ("made_at", models.DateTimeField(auto_now_add=True)),
            ("expires_at", models.DateTimeField()),
            ("revoked_at", models.DateTimeField(null=True)),
            ("views", models.PositiveIntegerField(default=0)),
            ("last_seen_on", models.DateField(null=True)),
        ],
        options={"constraints": [tfc.tenancy.SameTenant(field="report", key="office", name="reports_reportshare_report"), models.UniqueConstraint(fields=("office", "token_hash"), name="reports_one_share_a_token")]},
    ),
    migrations.CreateModel(
        name="ReportText",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("report", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="reports.report")),
            ("section", models.CharField(editable=False, max_length=40)),
            ("body", models.TextField(blank=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("updated_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [tfc.tenancy.SameTenant(field="report", key="office", name="reports_reporttext_report"), models.UniqueConstraint(fields=("office", "report", "section"), name="reports_one_text_a_section")]
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [("evaluation", "0001_initial")]

    operations = [CreateTables(TABLES), *policies.OPERATIONS]
