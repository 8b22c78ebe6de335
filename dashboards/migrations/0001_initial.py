import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from dashboards import policies
from tfc.create_tables import CreateTables

TABLES = [
    migrations.CreateModel(
        name="Alert",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("about", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("condition", models.CharField(max_length=8)),
            ("part", models.CharField(blank=True, max_length=40)),
            ("limit", models.PositiveIntegerField(null=True)),
            ("matches", models.JSONField(default=dict, editable=False)),
        ],
        options={
            "constraints": [
                tfc.tenancy.SameTenant(field="community", key="office", name="dashboards_alert_community"),
                tfc.tenancy.SameTenant(field="about", key="office", name="dashboards_alert_about"),
                models.UniqueConstraint(fields=("office", "community", "about", "user", "condition", "part", "limit"), name="dashboards_alert_once", nulls_distinct=False),
            ]
        },
    ),
    migrations.CreateModel(
        name="AttentionRule",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("code", models.CharField(max_length=24)),
            ("is_on", models.BooleanField(default=True, verbose_name="On")),
            ("limit", models.PositiveSmallIntegerField(verbose_name="Limit")),
            ("by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("office", "id"), name="dashboards_attentionrule_in_office")]},
    ),
    migrations.CreateModel(
        name="CommunityAttention",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("reasons", models.JSONField(default=list, editable=False)),
            ("past_reasons", models.JSONField(default=list, editable=False)),
            ("summary", models.JSONField(default=dict, editable=False)),
            ("points", models.PositiveSmallIntegerField(default=0, editable=False)),
            ("since", models.DateField(editable=False, null=True)),
            ("computed_at", models.DateTimeField(editable=False)),
            ("assigned_to", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("set_aside_until", models.DateField(null=True)),
        ],
        options={
            "indexes": [
                models.Index(condition=models.Q(("points__gt", 0)), fields=["office", "-points", "since"], include=("set_aside_until",), name="dashboards_attention_rank"),
                models.Index(condition=models.Q(("points__gt", 0), ("set_aside_until__isnull", False)), fields=["office", "set_aside_until"], name="dashboards_attention_set_aside"),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="dashboards_communityattention_in_office"),
                models.UniqueConstraint(fields=("community",), name="dashboards_one_attention"),
                tfc.tenancy.SameTenant(field="community", key="office", name="dashboards_attention_of_office"),
            ],
        },
    ),
    migrations.CreateModel(
        name="FollowUp",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("kind", models.CharField(choices=[("email", "Wrote an email"), ("call", "Called"), ("visit", "Met or visited"), ("note", "Note only")], max_length=5, verbose_name="What you did")),
            ("note", models.TextField(blank=True, max_length=500, verbose_name="Note")),
            ("assigned_to", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="Assigned to")),
            ("until", models.DateField(blank=True, null=True, verbose_name="Set aside until")),
            ("by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
        ],
        options={
            "indexes": [models.Index(fields=["community", "-at"], name="dashboards_followups")],
            "constraints": [models.UniqueConstraint(fields=("office", "id"), name="dashboards_followup_in_office"), tfc.tenancy.SameTenant(field="community", key="office", name="dashboards_followup_of_office")],
        },
    ),
    migrations.CreateModel(
        name="OfficeSummary",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("half_years", models.JSONField(default=dict)),
            ("attention", models.JSONField(default=dict)),
            ("computed_at", models.DateTimeField()),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("office", "id"), name="dashboards_officesummary_in_office"), models.UniqueConstraint(fields=("office",), name="dashboards_one_summary")]},
    ),
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
        name="RecordRequest",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("code", models.CharField(max_length=24)),
            ("by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
        ],
        options={
            "indexes": [models.Index(fields=["office", "code", "at"], name="dashboards_requests")],
            "constraints": [models.UniqueConstraint(fields=("community", "id"), name="dashboards_recordrequest_in_community"), tfc.tenancy.SameTenant(field="community", key="office", name="dashboards_request_office")],
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

    dependencies = [("reports", "0001_initial")]

    operations = [CreateTables(TABLES), *policies.OPERATIONS]
