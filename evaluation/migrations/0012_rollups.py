import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import tfc.tenancy
from evaluation.rollups import triggers
from tfc import isolation


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0007_import_changes"),
        ("evaluation", "0011_archive_told"),
        ("events", "0007_waited"),
        ("stakeholders", "0005_partnership_office"),
        ("support", "0007_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaleMark",
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
                        choices=[("records", "Records"), ("events", "Events"), ("figures", "Figures")],
                        default="records",
                        max_length=7,
                    ),
                ),
                ("half_year", models.CharField(blank=True, max_length=7)),
                ("part", models.CharField(blank=True, max_length=40)),
                ("marked_at", models.DateTimeField()),
                (
                    "community",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="communities.community",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EventRollup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("half_year", models.CharField(max_length=7)),
                ("kind", models.CharField(max_length=24)),
                ("held", models.PositiveIntegerField()),
                ("hosted", models.PositiveIntegerField()),
                ("facilitated", models.PositiveIntegerField()),
                ("co_hosted", models.PositiveIntegerField()),
                ("attended", models.PositiveIntegerField()),
                ("sponsored", models.PositiveIntegerField()),
                (
                    "joint_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                (
                    "joint_sponsored",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
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
                (
                    "office",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.office",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["office", "half_year", "kind"], name="evaluation_office_rollups")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="evaluation_eventrollup_in_community"
                    ),
                    models.UniqueConstraint(
                        fields=("community", "half_year", "kind"), name="evaluation_one_rollup"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventTotal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("half_year", models.CharField(max_length=7)),
                ("kind", models.CharField(max_length=24)),
                ("communities", models.PositiveIntegerField()),
                ("held", models.PositiveIntegerField()),
                ("joint", models.PositiveIntegerField()),
                ("hosted", models.PositiveIntegerField()),
                ("facilitated", models.PositiveIntegerField()),
                ("co_hosted", models.PositiveIntegerField()),
                ("attended", models.PositiveIntegerField()),
                ("sponsored", models.PositiveIntegerField()),
                (
                    "office",
                    models.ForeignKey(
                        db_default=tfc.tenancy.CurrentOffice(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.office",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("office", "id"), name="evaluation_eventtotal_in_office"),
                    models.UniqueConstraint(
                        fields=("office", "half_year", "kind"), name="evaluation_one_event_total"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FigureTotal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("half_year", models.CharField(max_length=7)),
                ("code", models.CharField(max_length=40)),
                ("measured", models.JSONField(default=dict)),
                ("known", models.PositiveIntegerField(default=0)),
                ("applicable", models.PositiveIntegerField(default=0)),
                ("overridden", models.PositiveIntegerField(default=0)),
                ("states", models.JSONField(default=dict)),
                ("ratings", models.JSONField(default=dict)),
                ("versions", models.JSONField(default=list)),
                ("compared", models.BooleanField(default=False)),
                (
                    "office",
                    models.ForeignKey(
                        db_default=tfc.tenancy.CurrentOffice(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.office",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("office", "id"), name="evaluation_figuretotal_in_office"),
                    models.UniqueConstraint(
                        fields=("office", "half_year", "code"), name="evaluation_one_figure_total"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refresh",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("refreshed_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=200)),
                ("retry_at", models.DateTimeField(null=True)),
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
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="evaluation_refresh_in_community"
                    ),
                    models.UniqueConstraint(fields=("community",), name="evaluation_one_refresh"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingRollup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("half_year", models.CharField(max_length=7)),
                ("ratings", models.JSONField(default=dict)),
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
                    "office",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.office",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["office", "half_year"], name="evaluation_office_standings")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="evaluation_standingrollup_in_community"
                    ),
                    models.UniqueConstraint(
                        fields=("community", "half_year"), name="evaluation_one_standing"
                    ),
                ],
            },
        ),
        isolation.IsolateMarks("StaleMark"),
        isolation.IsolateCommunity("Refresh", figures="write"),
        isolation.IsolateCommunity("EventRollup", office="read", figures="write"),
        isolation.IsolateCommunity("StandingRollup", office="write", figures="write"),
        isolation.IsolateOffice("EventTotal", figures="write", communities=""),
        isolation.IsolateOffice("FigureTotal", figures="write", communities=""),
        migrations.RunSQL(triggers.FUNCTIONS, triggers.DROP_FUNCTIONS),
        *(
            migrations.RunSQL(triggers.triggers(table, "tfc_mark_community"), triggers.drop_triggers(table))
            for table in triggers.RECORDS
        ),
        *(
            migrations.RunSQL(
                triggers.half_year_function(table) + triggers.triggers(table, f"tfc_mark_{table}"),
                triggers.drop_triggers(table) + f"DROP FUNCTION tfc_mark_{table}();",
            )
            for table in triggers.BY_HALF_YEAR
        ),
        *(
            migrations.RunSQL(triggers.triggers(table, "tfc_mark_office"), triggers.drop_triggers(table))
            for table in triggers.OF_OFFICE
        ),
    ]
