import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from dashboards import policies
from tfc.create_tables import CreateTables

TABLES = [
    migrations.CreateModel(
        name="PinnedCommunity",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("community", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.community")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="dashboards_pinnedcommunity_in_office"),
                models.UniqueConstraint(fields=("office", "user", "community"), name="dashboards_pinned_once"),
                tfc.tenancy.SameTenant(field="community", key="office", name="dashboards_pinned_of_office"),
            ]
        },
    ),
    migrations.CreateModel(
        name="ViewSubscription",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("query", models.CharField(blank=True, editable=False, max_length=1000)),
            ("frequency", models.CharField(choices=[("weekly", "Every Monday"), ("monthly", "On the first day of each month"), ("half_year", "When a half-year is over")], max_length=9)),
            ("language", models.CharField(max_length=10)),
            ("last_period", models.CharField(editable=False, max_length=10)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="dashboards_viewsubscription_in_office"),
                tfc.tenancy.SameTenant(field="community", key="office", name="dashboards_subscription_community"),
                models.UniqueConstraint(fields=("office", "community", "user", "query"), name="dashboards_subscribed_once", nulls_distinct=False),
            ]
        },
    ),
    migrations.CreateModel(
        name="SentView",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("subscription", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="sent", to="dashboards.viewsubscription")),
            ("period", models.CharField(editable=False, max_length=10)),
            ("name", models.CharField(max_length=160)),
            ("content", models.BinaryField()),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "constraints": [
                tfc.tenancy.SameTenant(field="subscription", key="office", name="dashboards_sentview_subscription"),
                models.UniqueConstraint(fields=("office", "subscription", "period"), name="dashboards_sent_once_a_period"),
            ]
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("communities", "0001_initial"),
        ("evaluation", "0001_initial"),
        ("events", "0001_initial"),
        ("library", "0001_initial"),
        ("reports", "0001_initial"),
        ("residents", "0001_initial"),
        ("stakeholders", "0001_initial"),
        ("support", "0001_initial"),
    ]

    operations = [CreateTables(TABLES), *policies.OPERATIONS]
