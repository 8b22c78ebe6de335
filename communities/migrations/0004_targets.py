import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from tfc import isolation


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0003_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owner",
                    models.CharField(
                        choices=[("office", "The office"), ("community", "The community")],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("thread", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("version", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("communities", "Communities started"),
                            ("events", "Events"),
                            ("people", "Professionals trained"),
                            ("part", "A part of the half-year survey"),
                        ],
                        max_length=12,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=40)),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "At least that much"), ("down", "At most that much")],
                        default="up",
                        max_length=4,
                    ),
                ),
                ("baseline_value", models.DecimalField(decimal_places=2, max_digits=12)),
                ("baseline_on", models.DateField()),
                ("baseline_receipt", models.JSONField(default=dict)),
                ("goal_value", models.DecimalField(decimal_places=2, max_digits=12)),
                ("due_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("closed_on", models.DateField(null=True)),
                ("close_reason", models.CharField(blank=True, max_length=300, verbose_name="why it ends")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.community",
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
                    models.UniqueConstraint(fields=("office", "id"), name="communities_target_in_office"),
                    tfc.tenancy.SameTenant(
                        field="community", key="office", name="communities_target_community"
                    ),
                    models.UniqueConstraint(
                        fields=("office", "thread", "version"), name="communities_one_target_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner", "office"), ("community__isnull", False), _connector="OR"
                        ),
                        name="communities_target_of_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("baseline_on"))),
                        name="communities_target_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("baseline_value__gte", 0), ("goal_value__gte", 0)),
                        name="communities_target_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Workforce",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("profession", models.CharField(max_length=20, verbose_name="profession")),
                ("people", models.PositiveIntegerField(verbose_name="people")),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("at", models.DateTimeField(auto_now=True)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
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
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="communities_workforce_in_community"
                    ),
                    models.UniqueConstraint(
                        fields=("community", "profession"), name="communities_workforce_once"
                    ),
                ],
            },
        ),
        isolation.IsolateTargets("Target"),
        isolation.IsolateCommunity("Workforce", figures=""),
    ]
