import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from tfc import isolation


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("communities", "0001_initial"),
        ("stakeholders", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EventSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_id", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("rule", models.CharField(max_length=200, verbose_name="repeats")),
                ("until", models.DateField(verbose_name="until")),
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
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="events_eventseries_in_community"
                    ),
                    models.UniqueConstraint(
                        fields=("community", "client_id"), name="events_eventseries_sent_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_id", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("team_meeting", "Team meeting"),
                            ("stakeholder_meeting", "Stakeholder meeting"),
                            ("awareness", "Awareness and outreach"),
                            ("education", "Education"),
                            ("stakeholder_training", "Stakeholder training"),
                            ("leadership_training", "Leadership training"),
                            ("community_workshop", "Community-building workshop"),
                            ("listening_group", "Listening group"),
                            ("campaign", "Campaign action"),
                            ("policy_win", "Policy win"),
                        ],
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="title")),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
                        default="planned",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "hosting",
                    models.CharField(
                        choices=[
                            ("hosted", "We hosted it"),
                            ("facilitated", "We facilitated it"),
                            ("co_hosted", "We hosted it with others"),
                            ("attended", "Others hosted it and we took part"),
                        ],
                        default="hosted",
                        max_length=12,
                        verbose_name="who hosted it",
                    ),
                ),
                ("sponsored_by_oasis", models.BooleanField(default=False, verbose_name="sponsored by Oasis")),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("time_zone", models.CharField(max_length=64, verbose_name="time zone")),
                (
                    "local_day",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            models.Func(
                                models.F("time_zone"),
                                models.F("starts_at"),
                                function="timezone",
                                output_field=models.DateTimeField(),
                            ),
                            output_field=models.DateField(),
                        ),
                        output_field=models.DateField(),
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="place")),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="note")),
                (
                    "cancel_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why it was cancelled"),
                ),
                (
                    "people_present",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="people present"),
                ),
                ("series_day", models.DateField(editable=False, null=True)),
                ("moved", models.BooleanField(default=False, editable=False)),
                ("joint_key", models.UUIDField(editable=False, null=True)),
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
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="events.eventseries",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("community", "id"), name="events_event_in_community"),
                    models.UniqueConstraint(fields=("community", "client_id"), name="events_event_sent_once"),
                    tfc.tenancy.SameTenant(field="series", name="events_event_series"),
                    models.UniqueConstraint(
                        fields=("community", "series", "series_day"), name="events_once_in_series"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gte", models.F("starts_at"))),
                        name="events_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Headcount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("gender", "Gender"),
                            ("age_band", "Age"),
                            ("race", "Race or ethnicity"),
                            ("language", "Language"),
                            ("education", "Education"),
                            ("income", "Income"),
                            ("profession", "Profession"),
                        ],
                        max_length=12,
                    ),
                ),
                ("group", models.CharField(max_length=60)),
                ("people", models.PositiveIntegerField()),
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
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="events.event",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("community", "id"), name="events_headcount_in_community"),
                    tfc.tenancy.SameTenant(field="event", name="events_headcount_event"),
                    models.UniqueConstraint(
                        fields=("community", "event", "dimension", "group"), name="events_headcount_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalActivity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=120, verbose_name="place")),
                ("region", models.CharField(blank=True, max_length=60, verbose_name="state or region")),
                ("period_start", models.DateField(verbose_name="from")),
                ("period_end", models.DateField(verbose_name="until")),
                ("activity", models.CharField(max_length=300, verbose_name="activity")),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("sectors", models.JSONField(default=list, verbose_name="sectors")),
                ("unit", models.CharField(max_length=20, verbose_name="unit")),
                ("quantity", models.PositiveIntegerField(verbose_name="how many")),
                ("at_least", models.BooleanField(default=False, verbose_name="at least")),
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
                "ordering": ["period_start", "id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "id"), name="events_historicalactivity_in_office"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberPresence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="events.event",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.membership",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="events_memberpresence_in_community"
                    ),
                    tfc.tenancy.SameTenant(field="event", name="events_memberpresence_event"),
                    tfc.tenancy.SameTenant(field="membership", name="events_presence_membership"),
                    models.UniqueConstraint(
                        fields=("community", "event", "membership"), name="events_member_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganizationPresence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="events.event",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="stakeholders.organization",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="events_organizationpresence_in_community"
                    ),
                    tfc.tenancy.SameTenant(field="event", name="events_organizationpresence_event"),
                    tfc.tenancy.SameTenant(field="organization", name="events_presence_organization"),
                    models.UniqueConstraint(
                        fields=("community", "event", "organization"), name="events_organization_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Output",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("items", "Items given out"),
                            ("placements", "Placements (posters, benches, articles)"),
                            ("broadcasts", "Broadcasts"),
                            ("contacts", "Contacts face to face"),
                            ("persons", "Persons reached"),
                        ],
                        max_length=12,
                        verbose_name="unit",
                    ),
                ),
                ("quantity", models.PositiveIntegerField(verbose_name="how many")),
                ("at_least", models.BooleanField(default=False, verbose_name="at least")),
                ("what", models.CharField(blank=True, max_length=160, verbose_name="what")),
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
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="events.event",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("community", "id"), name="events_output_in_community"),
                    tfc.tenancy.SameTenant(field="event", name="events_output_event"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConstituencyPresence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "constituency",
                    models.CharField(
                        choices=[
                            ("youth", "Youth"),
                            ("parents", "Parents"),
                            ("teachers", "Teachers"),
                            ("students", "Students"),
                            ("consumers", "Consumers"),
                            ("seniors", "Older people"),
                            ("migrants", "Migrants"),
                            ("workers", "Workers"),
                            ("employers", "Employers"),
                            ("residents", "Residents"),
                        ],
                        max_length=20,
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
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="events.event",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="events_constituencypresence_in_community"
                    ),
                    tfc.tenancy.SameTenant(field="event", name="events_constituencypresence_event"),
                    models.UniqueConstraint(
                        fields=("community", "event", "constituency"), name="events_constituency_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("planned", "planned it"),
                            ("logged", "recorded it"),
                            ("changed", "changed it"),
                            ("held", "recorded that it was held"),
                            ("recorded", "changed who came"),
                            ("cancelled", "cancelled it"),
                            ("reopened", "took that back"),
                            ("deleted", "moved it to the bin"),
                            ("restored", "took it out of the bin"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("fields", models.JSONField(default=dict)),
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
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="events.event",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="events_eventchange_in_community"
                    ),
                    tfc.tenancy.SameTenant(field="event", name="events_eventchange_event"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["community", "-starts_at", "-id"], name="events_newest_first"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["community", "local_day", "kind"], name="events_by_day"),
        ),
        isolation.IsolateCommunity("EventSeries"),
        isolation.IsolateCommunity("Event"),
        isolation.IsolateCommunity("OrganizationPresence"),
        isolation.IsolateCommunity("ConstituencyPresence"),
        isolation.IsolateCommunity("MemberPresence"),
        isolation.IsolateCommunity("Headcount"),
        isolation.IsolateCommunity("Output"),
        isolation.IsolateCommunity("EventChange"),
        isolation.IsolateOffice("HistoricalActivity"),
    ]
