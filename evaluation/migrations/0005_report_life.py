import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from tfc import isolation

# What was built before there were versions is a draft of the scope that it had.
FILL = """
UPDATE evaluation_report SET
    scope = CASE WHEN community_id IS NULL THEN 'office' ELSE 'community' END,
    half_year = (SELECT half_year FROM evaluation_round WHERE evaluation_round.id = evaluation_report.round_id),
    thread = gen_random_uuid();
SET CONSTRAINTS ALL IMMEDIATE;
"""

# Of a published report nothing changes for any login. Its text or file is written only beside a draft that the writer
# sees: a row of a report that he does not see could be put beside a published one.
STAYS = """
CREATE FUNCTION tfc_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published report stays as it was published';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION tfc_beside_a_draft(sought bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
    RETURN EXISTS (SELECT 1 FROM evaluation_report WHERE id = sought AND published_at IS NULL);
END $$;
CREATE FUNCTION tfc_report_rows_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP <> 'INSERT' AND NOT tfc_beside_a_draft(OLD.report_id)
    OR TG_OP <> 'DELETE' AND NOT tfc_beside_a_draft(NEW.report_id) THEN
        RAISE EXCEPTION 'what a published report is made of stays as it was published';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays_as_published BEFORE UPDATE OR DELETE ON evaluation_report
    FOR EACH ROW EXECUTE FUNCTION tfc_report_stays();
CREATE TRIGGER stays_as_published BEFORE INSERT OR UPDATE OR DELETE ON evaluation_reportfile
    FOR EACH ROW EXECUTE FUNCTION tfc_report_rows_stay();
CREATE TRIGGER stays_as_published BEFORE INSERT OR UPDATE OR DELETE ON evaluation_reporttext
    FOR EACH ROW EXECUTE FUNCTION tfc_report_rows_stay();
"""
MAY_CHANGE = """
DROP TRIGGER stays_as_published ON evaluation_reporttext;
DROP TRIGGER stays_as_published ON evaluation_reportfile;
DROP TRIGGER stays_as_published ON evaluation_report;
DROP FUNCTION tfc_report_rows_stay();
DROP FUNCTION tfc_beside_a_draft(bigint);
DROP FUNCTION tfc_report_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0004_targets"),
        ("evaluation", "0004_public_table"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64)),
                ("for_whom", models.CharField(blank=True, max_length=120)),
                ("by_office", models.BooleanField(default=False, editable=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("views", models.PositiveIntegerField(default=0)),
                ("last_seen_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReportText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.CharField(editable=False, max_length=40)),
                ("body", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.AddField(
            model_name="report",
            name="choice",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="report",
            name="half_year",
            field=models.CharField(default="", editable=False, max_length=7),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="report",
            name="publish_asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="published_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="published_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="scope",
            field=models.CharField(
                choices=[
                    ("community", "One community"),
                    ("office", "All communities of the office"),
                    ("international", "All offices"),
                    ("custom", "Chosen communities and questions"),
                ],
                default="community",
                editable=False,
                max_length=13,
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="snapshot_hash",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="report",
            name="thread",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddField(
            model_name="report",
            name="title",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="report",
            name="version",
            field=models.PositiveSmallIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="report",
            name="what_changed",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="report",
            name="round",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="evaluation.round",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("office", "thread", "version"), name="evaluation_report_versions"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at", None), models.Q(("snapshot_hash", ""), _negated=True), _connector="OR"
                ),
                name="evaluation_report_published_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("round__isnull", False), ("scope", "international"), _connector="OR"),
                name="evaluation_report_has_its_round",
            ),
        ),
        migrations.AddField(
            model_name="reportshare",
            name="community",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communities.community",
            ),
        ),
        migrations.AddField(
            model_name="reportshare",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reportshare",
            name="office",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communities.office",
            ),
        ),
        migrations.AddField(
            model_name="reportshare",
            name="report",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shares",
                to="evaluation.report",
            ),
        ),
        migrations.AddField(
            model_name="reporttext",
            name="community",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communities.community",
            ),
        ),
        migrations.AddField(
            model_name="reporttext",
            name="office",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communities.office",
            ),
        ),
        migrations.AddField(
            model_name="reporttext",
            name="report",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="texts",
                to="evaluation.report",
            ),
        ),
        migrations.AddField(
            model_name="reporttext",
            name="updated_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="reportshare",
            constraint=tfc.tenancy.SameTenant(
                field="report", key="office", name="evaluation_reportshare_report"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportshare",
            constraint=models.UniqueConstraint(
                fields=("office", "token_hash"), name="evaluation_one_share_a_token"
            ),
        ),
        migrations.AddConstraint(
            model_name="reporttext",
            constraint=tfc.tenancy.SameTenant(
                field="report", key="office", name="evaluation_reporttext_report"
            ),
        ),
        migrations.AddConstraint(
            model_name="reporttext",
            constraint=models.UniqueConstraint(
                fields=("office", "report", "section"), name="evaluation_one_text_a_section"
            ),
        ),
        isolation.IsolateOwner("ReportText"),
        isolation.IsolateShared("ReportShare"),
        migrations.RunSQL(STAYS, MAY_CHANGE),
    ]
