import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from tfc import isolation

# What was asked stays as it was asked; another wording is another version.
STAYS = """
REVOKE UPDATE ON evaluation_customitemversion FROM tfc_app;
CREATE FUNCTION tfc_asked_as_asked() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'a question that was asked stays as it was asked'; END $$;
CREATE TRIGGER asked_as_asked BEFORE UPDATE ON evaluation_customitemversion
    FOR EACH ROW EXECUTE FUNCTION tfc_asked_as_asked();
"""
MAY_CHANGE = """
DROP TRIGGER asked_as_asked ON evaluation_customitemversion;
DROP FUNCTION tfc_asked_as_asked();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0006_imports"),
        ("evaluation", "0007_quality"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("number", "A number"),
                            ("percentage", "A percentage, with both of its parts"),
                            ("choice", "One of several answers"),
                            ("text", "A text"),
                        ],
                        max_length=10,
                        verbose_name="kind of answer",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("retired_from", models.CharField(blank=True, editable=False, max_length=7)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    models.UniqueConstraint(fields=("office", "id"), name="evaluation_customitem_in_office"),
                    models.UniqueConstraint(
                        fields=("office", "number"), name="evaluation_custom_number_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomItemVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("from_half_year", models.CharField(max_length=7)),
                ("texts", models.JSONField(default=dict)),
                ("counts_people", models.BooleanField(default=False)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="evaluation.customitem",
                    ),
                ),
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
                    models.UniqueConstraint(
                        fields=("office", "id"), name="evaluation_customitemversion_in_office"
                    ),
                    tfc.tenancy.SameTenant(field="item", key="office", name="evaluation_customversion_item"),
                    models.UniqueConstraint(
                        fields=("office", "item", "number"), name="evaluation_custom_version_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("answered", "Our answer stands above"),
                            ("unknown", "We do not know"),
                            ("not_applicable", "This does not apply to us"),
                        ],
                        max_length=16,
                    ),
                ),
                ("number", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("whole", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("option", models.PositiveSmallIntegerField(null=True)),
                ("text", models.TextField(blank=True, max_length=2000)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("at", models.DateTimeField(auto_now=True)),
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
                (
                    "office",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.office",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="custom_answers",
                        to="evaluation.submission",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evaluation.customitem",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evaluation.customitemversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="evaluation_customanswer_in_community"
                    ),
                    tfc.tenancy.SameTenant(field="submission", name="evaluation_customanswer_submission"),
                    tfc.tenancy.SameTenant(field="item", key="office", name="evaluation_customanswer_item"),
                    tfc.tenancy.SameTenant(
                        field="version", key="office", name="evaluation_customanswer_version"
                    ),
                    models.UniqueConstraint(
                        fields=("community", "submission", "item"), name="evaluation_custom_answer_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "answered"),
                            models.Q(("number", None), ("option", None), ("text", ""), ("whole", None)),
                            _connector="OR",
                        ),
                        name="evaluation_custom_only_answers_say",
                    ),
                ],
            },
        ),
        isolation.IsolateOffice("CustomItem"),
        isolation.IsolateOffice("CustomItemVersion"),
        isolation.IsolateCommunity("CustomAnswer", office="read", figures=""),
        migrations.RunSQL(STAYS, MAY_CHANGE),
    ]
