import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from events import policies
from tfc.create_tables import CreateTables

TABLES = [
    migrations.CreateModel(
        name="CalendarLink",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("membership", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.membership")),
            ("token_hash", models.CharField(max_length=64)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_calendarlink_in_community"),
                tfc.tenancy.SameTenant(field="membership", name="events_link_membership"),
                models.UniqueConstraint(fields=("community", "membership"), name="events_one_link"),
                models.UniqueConstraint(fields=("community", "token_hash"), name="events_link_by_hash"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Campaign",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("title", models.CharField(max_length=160, verbose_name="Title")),
            (
                "kind",
                models.CharField(
                    choices=[("awareness", "Raise awareness"), ("petition", "Petition"), ("policy", "Policy or law"), ("business", "Business practice"), ("certification", "Certification")],
                    max_length=14,
                    verbose_name="Kind",
                ),
            ),
            ("goal", models.TextField(max_length=1000, verbose_name="Goal")),
            ("decider", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stakeholders.organization", verbose_name="Who decides")),
            ("decider_name", models.CharField(blank=True, max_length=160, verbose_name="Who decides, if not in the list")),
            ("partner_names", models.TextField(blank=True, max_length=1000, verbose_name="Organizations that take part")),
            ("target", models.PositiveIntegerField(blank=True, null=True, verbose_name="Target")),
            ("target_unit", models.CharField(blank=True, max_length=20, verbose_name="Unit of the target")),
            ("is_public", models.BooleanField(default=False, verbose_name="Show on our public page")),
            ("joint_key", models.UUIDField(editable=False, null=True)),
            ("counts_all", models.BooleanField(default=False, editable=False, verbose_name="Our outputs are those of all communities")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_campaign_in_community"),
                models.UniqueConstraint(fields=("office", "id"), name="events_campaign_in_office"),
                models.UniqueConstraint(condition=models.Q(("counts_all", True)), fields=("office", "joint_key"), name="events_campaign_claimed_once"),
                models.UniqueConstraint(condition=models.Q(("client_id__isnull", False)), fields=("office", "community", "client_id"), name="events_campaign_sent_once", nulls_distinct=False),
                tfc.tenancy.SameTenant(field="community", key="office", name="events_campaign_office"),
                tfc.tenancy.SameTenant(field="decider", name="events_campaign_decider"),
                models.CheckConstraint(condition=models.Q(("community__isnull", False), models.Q(("decider", None), ("is_public", False)), _connector="OR"), name="events_campaign_of_office_is_plain"),
                models.CheckConstraint(
                    condition=models.Q(models.Q(("target", None), ("target_unit", "")), models.Q(("target__gt", 0), models.Q(("target_unit", ""), _negated=True)), _connector="OR"), name="events_campaign_target_has_unit"
                ),
            ]
        },
    ),
    migrations.CreateModel(
        name="EventSeries",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("rule", models.CharField(max_length=200, verbose_name="Repeats")),
            ("until", models.DateField(verbose_name="Until")),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("community", "id"), name="events_eventseries_in_community"), models.UniqueConstraint(fields=("community", "client_id"), name="events_eventseries_sent_once")]
        },
    ),
    migrations.CreateModel(
        name="Event",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
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
                    ],
                    max_length=24,
                    verbose_name="Kind",
                ),
            ),
            ("title", models.CharField(blank=True, max_length=160, verbose_name="Title")),
            ("status", models.CharField(choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Canceled")], default="planned", max_length=10, verbose_name="Status")),
            (
                "hosting",
                models.CharField(
                    choices=[("hosted", "We hosted it"), ("facilitated", "We facilitated it"), ("co_hosted", "We hosted it with others"), ("attended", "Others hosted it and we took part")],
                    default="hosted",
                    max_length=12,
                    verbose_name="Who hosted it",
                ),
            ),
            ("sponsored_by_oasis", models.BooleanField(default=False, verbose_name="Sponsored by Oasis")),
            ("starts_at", models.DateTimeField(verbose_name="Starts")),
            ("ends_at", models.DateTimeField(verbose_name="Ends")),
            ("time_zone", models.CharField(max_length=64, verbose_name="Time zone")),
            (
                "local_day",
                models.GeneratedField(
                    db_persist=True,
                    expression=django.db.models.functions.comparison.Cast(
                        models.Func(models.F("time_zone"), models.F("starts_at"), function="timezone", output_field=models.DateTimeField()), output_field=models.DateField()
                    ),
                    output_field=models.DateField(),
                ),
            ),
            ("place", models.CharField(blank=True, max_length=160, verbose_name="Place")),
            ("note", models.TextField(blank=True, max_length=4000, verbose_name="Note")),
            ("cancel_reason", models.CharField(blank=True, max_length=300, verbose_name="Cancellation reason")),
            ("people_present", models.PositiveIntegerField(blank=True, null=True, verbose_name="People present")),
            ("series", models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="events", to="events.eventseries")),
            ("series_day", models.DateField(editable=False, null=True)),
            ("moved", models.BooleanField(default=False, editable=False)),
            ("is_public", models.BooleanField(default=False, verbose_name="Show on our public page")),
            ("joint_key", models.UUIDField(editable=False, null=True)),
        ],
        options={
            "indexes": [
                models.Index(fields=["community", "-starts_at", "-id"], name="events_newest_first"),
                models.Index(fields=["community", "local_day", "kind"], name="events_by_day"),
                models.Index(condition=models.Q(("deleted_at", None), ("status", "planned")), fields=["ends_at"], name="events_planned_ends"),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_event_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="events_event_sent_once"),
                tfc.tenancy.SameTenant(field="series", name="events_event_series"),
                models.UniqueConstraint(condition=models.Q(("series__isnull", False)), fields=("community", "series", "series_day"), name="events_series_day_once"),
                models.CheckConstraint(condition=models.Q(("ends_at__gte", models.F("starts_at"))), name="events_ends_after_start"),
            ],
        },
    ),
    migrations.CreateModel(
        name="CampaignEvent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="events.event")),
            ("campaign", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="events", to="events.campaign")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_campaignevent_in_community"),
                tfc.tenancy.SameTenant(field="event", name="events_campaignevent_event"),
                tfc.tenancy.SameTenant(field="campaign", name="events_campaignevent_campaign"),
                models.UniqueConstraint(fields=("community", "event"), name="events_one_campaign_an_event"),
            ]
        },
    ),
    migrations.CreateModel(
        name="CampaignOutput",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("campaign", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="outputs", to="events.campaign")),
            ("on", models.DateField(verbose_name="Date")),
            ("unit", models.CharField(max_length=20, verbose_name="Unit")),
            ("quantity", models.PositiveIntegerField(verbose_name="How many")),
            ("at_least", models.BooleanField(default=False, verbose_name="At least")),
            ("what", models.CharField(blank=True, max_length=160, verbose_name="What")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_campaignoutput_in_community"),
                tfc.tenancy.SameTenant(field="campaign", name="events_campaignoutput_campaign"),
                tfc.tenancy.SameTenant(field="campaign", key="office", name="events_campaignoutput_owner"),
            ]
        },
    ),
    migrations.CreateModel(
        name="CampaignPartner",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("campaign", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="partners", to="events.campaign")),
            ("organization", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stakeholders.organization")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_campaignpartner_in_community"),
                tfc.tenancy.SameTenant(field="campaign", name="events_campaignpartner_campaign"),
                tfc.tenancy.SameTenant(field="organization", name="events_campaignpartner_organization"),
                models.UniqueConstraint(fields=("community", "campaign", "organization"), name="events_campaign_partner_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="CampaignShare",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("other", models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("joint_key", models.UUIDField()),
            ("holds", models.BooleanField(default=True)),
            ("campaign", models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="joint_shares", to="events.campaign")),
            ("in_trash", models.BooleanField(default=False)),
            ("title", models.CharField(blank=True, max_length=160, verbose_name="Title")),
            ("goal", models.TextField(blank=True, max_length=1000, verbose_name="Goal")),
            (
                "kind",
                models.CharField(
                    blank=True,
                    choices=[("awareness", "Raise awareness"), ("petition", "Petition"), ("policy", "Policy or law"), ("business", "Business practice"), ("certification", "Certification")],
                    max_length=14,
                    verbose_name="Kind",
                ),
            ),
            ("decider_name", models.CharField(blank=True, max_length=160, verbose_name="Who decides")),
            ("target", models.PositiveIntegerField(null=True, verbose_name="Target")),
            ("target_unit", models.CharField(blank=True, max_length=20, verbose_name="Unit of the target")),
            ("stages", models.JSONField(default=list, verbose_name="Stages")),
            ("counts_all", models.BooleanField(default=False, verbose_name="Our outputs are those of all communities")),
            ("declared_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("declared_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "indexes": [models.Index(fields=["other", "joint_key"], name="events_campaign_told")],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_campaignshare_in_community"),
                tfc.tenancy.SameTenant(field="community", key="office", name="events_campaignshare_office"),
                tfc.tenancy.SameTenant(field="other", key="office", name="events_campaignshare_other"),
                tfc.tenancy.SameTenant(field="campaign", name="events_campaignshare_campaign"),
                tfc.tenancy.SameTenant(field="campaign", key="office", name="events_campaignshare_owner"),
                models.UniqueConstraint(fields=("office", "community", "other", "joint_key"), name="events_campaign_shared_once", nulls_distinct=False),
                models.CheckConstraint(
                    condition=models.Q(models.Q(("community", models.F("other")), _negated=True), models.Q(("community__isnull", False), ("other__isnull", False), _connector="OR")), name="events_campaign_shared_by_two"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("campaign__isnull", False), ("holds", True)),
                        models.Q(("campaign", None), ("goal", ""), ("holds", False), ("kind", ""), ("stages", []), ("title", ""), ("decider_name", ""), ("target", None), ("target_unit", "")),
                        _connector="OR",
                    ),
                    name="events_campaignshare_shows_what_is_held",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CampaignStage",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("campaign", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="stages", to="events.campaign")),
            (
                "stage",
                models.CharField(
                    choices=[("planned", "Planned"), ("asked", "Asked"), ("pledged", "Pledged"), ("adopted", "Adopted"), ("in_force", "In force"), ("not_achieved", "Not achieved")], max_length=12, verbose_name="Stage"
                ),
            ),
            ("on", models.DateField(verbose_name="Since")),
            ("evidence", models.CharField(blank=True, max_length=300, verbose_name="Evidence")),
            ("link", models.URLField(blank=True, max_length=500, verbose_name="Link")),
            ("evidence_on", models.DateField(blank=True, null=True, verbose_name="Date of the evidence")),
            ("lesson", models.TextField(blank=True, max_length=1000, verbose_name="What you learned")),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_campaignstage_in_community"),
                tfc.tenancy.SameTenant(field="campaign", name="events_campaignstage_campaign"),
                tfc.tenancy.SameTenant(field="campaign", key="office", name="events_campaignstage_owner"),
                models.UniqueConstraint(fields=("community", "campaign", "stage"), name="events_campaign_stage_once", nulls_distinct=False),
            ]
        },
    ),
    migrations.CreateModel(
        name="ConstituencyPresence",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="events.event")),
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
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_constituencypresence_in_community"),
                tfc.tenancy.SameTenant(field="event", name="events_constituencypresence_event"),
                models.UniqueConstraint(fields=("community", "event", "constituency"), name="events_constituency_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="EventChange",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="events.event")),
            (
                "action",
                models.CharField(
                    choices=[
                        ("planned", "planned it"),
                        ("logged", "recorded it"),
                        ("changed", "changed it"),
                        ("held", "recorded that it was held"),
                        ("recorded", "changed attendance"),
                        ("cancelled", "canceled it"),
                        ("reopened", "undid that"),
                        ("deleted", "deleted it"),
                        ("restored", "restored it"),
                    ],
                    max_length=10,
                ),
            ),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField()),
            ("fields", models.JSONField(default=dict)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="events_eventchange_in_community"), tfc.tenancy.SameTenant(field="event", name="events_eventchange_event")]},
    ),
    migrations.CreateModel(
        name="EvidenceEvent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="events.event")),
            ("evidence", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stakeholders.evidence")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_evidenceevent_in_community"),
                tfc.tenancy.SameTenant(field="event", name="events_evidenceevent_event"),
                tfc.tenancy.SameTenant(field="evidence", name="events_evidenceevent_evidence"),
                models.UniqueConstraint(fields=("community", "evidence"), name="events_one_event_an_evidence"),
            ]
        },
    ),
    migrations.CreateModel(
        name="GuestCount",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="events.event")),
            ("occasion", models.CharField(choices=[("coming", "Plan to come"), ("there", "Checked in")], max_length=6)),
            ("people", models.PositiveIntegerField(default=0)),
            ("set_aside", models.PositiveIntegerField(db_default=0, default=0)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_guestcount_in_community"),
                tfc.tenancy.SameTenant(field="event", name="events_guestcount_event"),
                models.UniqueConstraint(fields=("community", "event", "occasion"), name="events_one_guest_count"),
            ]
        },
    ),
    migrations.CreateModel(
        name="GuestTicket",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="events.event")),
            ("occasion", models.CharField(choices=[("coming", "Plan to come"), ("there", "Checked in")], max_length=6)),
            ("client_id", models.UUIDField()),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_guestticket_in_community"),
                tfc.tenancy.SameTenant(field="event", name="events_guestticket_event"),
                models.UniqueConstraint(fields=("community", "event", "occasion", "client_id"), name="events_ticket_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Headcount",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="events.event")),
            (
                "dimension",
                models.CharField(
                    choices=[("gender", "Gender"), ("age_band", "Age"), ("race", "Race or ethnicity"), ("language", "Language"), ("education", "Education"), ("income", "Income"), ("profession", "Profession")],
                    max_length=12,
                ),
            ),
            ("group", models.CharField(max_length=60)),
            ("people", models.PositiveIntegerField()),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_headcount_in_community"),
                tfc.tenancy.SameTenant(field="event", name="events_headcount_event"),
                models.UniqueConstraint(fields=("community", "event", "dimension", "group"), name="events_headcount_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="HistoricalActivity",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("place", models.CharField(max_length=120, verbose_name="Place")),
            ("region", models.CharField(blank=True, max_length=60, verbose_name="State or region")),
            ("period_start", models.DateField(verbose_name="From")),
            ("period_end", models.DateField(verbose_name="Until")),
            ("activity", models.CharField(max_length=300, verbose_name="What was done")),
            ("kind", models.CharField(max_length=40, verbose_name="Kind")),
            ("sectors", models.JSONField(default=list, verbose_name="Sectors")),
            ("unit", models.CharField(max_length=20, verbose_name="Unit")),
            ("quantity", models.PositiveIntegerField(verbose_name="How many")),
            ("at_least", models.BooleanField(default=False, verbose_name="At least")),
        ],
        options={"ordering": ["period_start", "id"], "constraints": [models.UniqueConstraint(fields=("office", "id"), name="events_historicalactivity_in_office")]},
    ),
    migrations.CreateModel(
        name="InvitedPresence",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="events.event")),
            ("invitation", models.BigIntegerField()),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_invitedpresence_in_community"),
                tfc.tenancy.SameTenant(field="event", name="events_invitedpresence_event"),
                models.UniqueConstraint(fields=("community", "event", "invitation"), name="events_invited_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="JointShare",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("other", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("joint_key", models.UUIDField()),
            ("holds", models.BooleanField(default=True)),
            ("event", models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="joint_shares", to="events.event")),
            ("in_trash", models.BooleanField(default=False)),
            (
                "kind",
                models.CharField(
                    blank=True,
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
                    ],
                    max_length=24,
                ),
            ),
            ("status", models.CharField(blank=True, choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Canceled")], max_length=10)),
            ("title", models.CharField(blank=True, max_length=160)),
            ("place", models.CharField(blank=True, max_length=160)),
            ("starts_at", models.DateTimeField(null=True)),
            ("ends_at", models.DateTimeField(null=True)),
            ("time_zone", models.CharField(blank=True, max_length=64)),
            ("declared_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("declared_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "indexes": [models.Index(fields=["other", "joint_key"], name="events_joint_told")],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_jointshare_in_community"),
                tfc.tenancy.SameTenant(field="community", key="office", name="events_joint_office"),
                tfc.tenancy.SameTenant(field="other", key="office", name="events_joint_other"),
                tfc.tenancy.SameTenant(field="event", name="events_joint_event"),
                models.UniqueConstraint(fields=("community", "other", "joint_key"), name="events_joint_once"),
                models.CheckConstraint(condition=models.Q(("community", models.F("other")), _negated=True), name="events_joint_of_two"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ends_at__isnull", False), ("event__isnull", False), ("holds", True), ("starts_at__isnull", False)),
                        models.Q(("ends_at", None), ("event", None), ("holds", False), ("place", ""), ("starts_at", None), ("title", "")),
                        _connector="OR",
                    ),
                    name="events_joint_shows_what_is_held",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="LeaderGoal",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("membership", models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.membership")),
            ("text", models.CharField(max_length=200, verbose_name="Next step")),
            ("due_on", models.DateField(blank=True, null=True, verbose_name="By when")),
            ("done_on", models.DateField(editable=False, null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_leadergoal_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="events_leadergoal_sent_once"),
                tfc.tenancy.SameTenant(field="membership", name="events_goal_membership"),
            ]
        },
    ),
    migrations.CreateModel(
        name="MemberPresence",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="events.event")),
            ("membership", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.membership")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_memberpresence_in_community"),
                tfc.tenancy.SameTenant(field="event", name="events_memberpresence_event"),
                tfc.tenancy.SameTenant(field="membership", name="events_presence_membership"),
                models.UniqueConstraint(fields=("community", "event", "membership"), name="events_member_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="OfficeEvent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
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
                    ],
                    max_length=24,
                    verbose_name="Kind",
                ),
            ),
            ("role", models.CharField(choices=[("held", "Held by Oasis"), ("sponsored", "Sponsored by Oasis")], max_length=10, verbose_name="Role")),
            ("title", models.CharField(max_length=160, verbose_name="Title")),
            ("on", models.DateField(verbose_name="Date")),
            ("place", models.CharField(blank=True, max_length=160, verbose_name="Place")),
            ("people", models.PositiveIntegerField(blank=True, null=True, verbose_name="People present")),
            ("at_least", models.BooleanField(default=False, verbose_name="At least")),
            (
                "recorded_by",
                models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community", verbose_name="Community that records it too"),
            ),
            ("campaign", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="office_events", to="events.campaign", verbose_name="Campaign")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="events_officeevent_in_office"),
                models.UniqueConstraint(fields=("office", "client_id"), name="events_officeevent_sent_once"),
                tfc.tenancy.SameTenant(field="recorded_by", key="office", name="events_officeevent_recorded_by"),
                tfc.tenancy.SameTenant(field="campaign", key="office", name="events_officeevent_campaign"),
            ]
        },
    ),
    migrations.CreateModel(
        name="OfficeOutput",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="outputs", to="events.officeevent", verbose_name="Event")),
            ("unit", models.CharField(max_length=20, verbose_name="Unit")),
            ("quantity", models.PositiveIntegerField(verbose_name="How many")),
            ("at_least", models.BooleanField(default=False, verbose_name="At least")),
            ("what", models.CharField(blank=True, max_length=160, verbose_name="What")),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("office", "id"), name="events_officeoutput_in_office"), tfc.tenancy.SameTenant(field="event", key="office", name="events_officeoutput_event")]},
    ),
    migrations.CreateModel(
        name="OfficeTraining",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            (
                "topic",
                models.CharField(
                    choices=[("dynamics", "Dynamics of trafficking"), ("research", "Research design"), ("sectors", "Engaging sectors"), ("facilitation", "Facilitation"), ("advocacy", "Advocacy")],
                    max_length=14,
                    verbose_name="Topic",
                ),
            ),
            ("title", models.CharField(max_length=160, verbose_name="Title")),
            ("description", models.TextField(blank=True, max_length=2000, verbose_name="Description")),
            ("language", models.CharField(default="en", max_length=10, verbose_name="Language")),
            ("starts_at", models.DateTimeField()),
            ("ends_at", models.DateTimeField()),
            ("time_zone", models.CharField(max_length=64)),
            (
                "local_day",
                models.GeneratedField(
                    db_persist=True,
                    expression=django.db.models.functions.comparison.Cast(
                        models.Func(models.F("time_zone"), models.F("starts_at"), function="timezone", output_field=models.DateTimeField()), output_field=models.DateField()
                    ),
                    output_field=models.DateField(),
                ),
            ),
            ("place", models.CharField(blank=True, max_length=160, verbose_name="Place")),
            ("online_link", models.URLField(blank=True, max_length=300, verbose_name="Online link")),
            ("places", models.PositiveSmallIntegerField(verbose_name="Places")),
            ("chosen", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
            ("status", models.CharField(choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Canceled")], default="planned", max_length=10)),
            ("cancel_reason", models.CharField(blank=True, max_length=300, verbose_name="Cancellation reason")),
            ("created_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
        ],
        options={
            "indexes": [models.Index(fields=["office", "starts_at"], name="events_training_by_day")],
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="events_officetraining_in_office"),
                models.CheckConstraint(condition=models.Q(("ends_at__gte", models.F("starts_at"))), name="events_training_ends_after"),
            ],
        },
    ),
    migrations.CreateModel(
        name="OfficeUnit",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("title_en", models.CharField(blank=True, max_length=120, verbose_name="in English")),
            ("title_es", models.CharField(blank=True, max_length=120, verbose_name="in Spanish")),
            ("title_zh", models.CharField(blank=True, max_length=120, verbose_name="in Chinese")),
            ("added_at", models.DateTimeField(auto_now_add=True)),
            ("added_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("retired_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("office", "id"), name="events_officeunit_in_office")]},
    ),
    migrations.CreateModel(
        name="OrganizationPresence",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="events.event")),
            ("organization", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="presences", to="stakeholders.organization")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_organizationpresence_in_community"),
                tfc.tenancy.SameTenant(field="event", name="events_organizationpresence_event"),
                tfc.tenancy.SameTenant(field="organization", name="events_presence_organization"),
                models.UniqueConstraint(fields=("community", "event", "organization"), name="events_organization_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Output",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="events.event")),
            ("unit", models.CharField(max_length=20, verbose_name="Unit")),
            ("quantity", models.PositiveIntegerField(verbose_name="How many")),
            ("at_least", models.BooleanField(default=False, verbose_name="At least")),
            ("what", models.CharField(blank=True, max_length=160, verbose_name="What")),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="events_output_in_community"), tfc.tenancy.SameTenant(field="event", name="events_output_event")]},
    ),
    migrations.CreateModel(
        name="PublicEvent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="events.event")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
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
                    ],
                    max_length=24,
                ),
            ),
            ("status", models.CharField(choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Canceled")], max_length=10)),
            ("title", models.CharField(blank=True, max_length=160)),
            ("place", models.CharField(blank=True, max_length=160)),
            ("starts_at", models.DateTimeField()),
            ("ends_at", models.DateTimeField()),
            ("time_zone", models.CharField(max_length=64)),
        ],
        options={
            "indexes": [models.Index(fields=["office", "starts_at"], name="events_public_of_office")],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_publicevent_in_community"),
                tfc.tenancy.SameTenant(field="event", name="events_publicevent_event"),
                models.UniqueConstraint(fields=("community", "event"), name="events_public_once"),
            ],
        },
    ),
    migrations.CreateModel(
        name="ResearchEvent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="events.event")),
            ("method", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stakeholders.researchmethod")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_researchevent_in_community"),
                tfc.tenancy.SameTenant(field="event", name="events_researchevent_event"),
                tfc.tenancy.SameTenant(field="method", name="events_researchevent_method"),
                models.UniqueConstraint(fields=("community", "method", "event"), name="events_once_in_research"),
            ]
        },
    ),
    migrations.CreateModel(
        name="TrainingSignUp",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("training", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="sign_ups", to="events.officetraining")),
            ("membership", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.membership")),
            ("number", models.PositiveIntegerField()),
            ("waited", models.BooleanField(db_default=False, editable=False)),
            ("signed_up_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("signed_up_at", models.DateTimeField(auto_now_add=True)),
            ("withdrawn_at", models.DateTimeField(null=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_trainingsignup_in_community"),
                tfc.tenancy.SameTenant(field="community", key="office", name="events_signup_office"),
                tfc.tenancy.SameTenant(field="training", key="office", name="events_signup_training"),
                tfc.tenancy.SameTenant(field="membership", name="events_signup_membership"),
                models.UniqueConstraint(condition=models.Q(("withdrawn_at", None)), fields=("community", "training", "membership"), name="events_signed_up_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="TrainingAttendance",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("sign_up", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="events.trainingsignup")),
            ("was_there", models.BooleanField()),
            ("recorded_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("recorded_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="events_trainingattendance_in_community"),
                tfc.tenancy.SameTenant(field="community", key="office", name="events_attendance_office"),
                tfc.tenancy.SameTenant(field="sign_up", name="events_attendance_signup"),
                models.UniqueConstraint(fields=("community", "sign_up"), name="events_attended_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="TrainingLine",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("training", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="events.officetraining")),
            ("numbers", django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, size=None)),
            ("last", models.PositiveIntegerField(default=0)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="events_trainingline_in_office"),
                tfc.tenancy.SameTenant(field="training", key="office", name="events_line_training"),
                models.UniqueConstraint(fields=("office", "training"), name="events_one_line"),
            ]
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [("stakeholders", "0001_initial")]

    operations = [CreateTables(TABLES), *policies.OPERATIONS]
