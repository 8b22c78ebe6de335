import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from stakeholders import policies
from tfc.create_tables import CreateTables

TABLES = [
    migrations.CreateModel(
        name="Briefing",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("title", models.CharField(max_length=160, verbose_name="Title")),
            (
                "audience",
                models.CharField(choices=[("mayor", "A mayor or council"), ("school_board", "A school board"), ("police", "The police"), ("other", "Others who decide")], max_length=16, verbose_name="Who it is for"),
            ),
            ("language", models.CharField(default="en", max_length=10, verbose_name="Language")),
            ("opening", models.TextField(blank=True, max_length=1200, verbose_name="Why you write")),
            ("asks", models.TextField(blank=True, max_length=1200, verbose_name="What you ask them to do")),
            ("snapshot", models.JSONField(editable=False, null=True)),
            ("made_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_briefing_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_briefing_sent_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="BriefingFile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("briefing", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="files", to="stakeholders.briefing")),
            ("name", models.CharField(max_length=160)),
            ("content", models.BinaryField()),
            ("size", models.PositiveIntegerField()),
            ("sha256", models.CharField(max_length=64)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_briefingfile_in_community"),
                tfc.tenancy.SameTenant(field="briefing", name="stakeholders_briefingfile_briefing"),
                models.UniqueConstraint(fields=("community", "briefing"), name="stakeholders_one_file_a_briefing"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Research",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("question", models.CharField(max_length=200, verbose_name="What you want to find out")),
            ("places", models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="Locations")),
            ("people_to_hear", models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="People to hear")),
            ("begun_on", models.DateField(verbose_name="Began on")),
            ("closed_on", models.DateField(blank=True, null=True, verbose_name="Closed on")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_research_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_research_sent_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Finding",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("research", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="stakeholders.research")),
            ("vulnerability", models.CharField(max_length=40, verbose_name="Vulnerability")),
            ("summary", models.TextField(max_length=2000, verbose_name="What you found")),
            ("severity", models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name="Severity")),
            ("confidence", models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name="Confidence")),
            ("affected_groups", models.JSONField(blank=True, default=list, verbose_name="Who is affected")),
            (
                "method",
                models.CharField(
                    choices=[("interview", "Interview"), ("survey", "Survey"), ("listening_group", "Listening group"), ("observation", "Observation"), ("public_data", "Public data"), ("mapping", "Mapping")],
                    max_length=20,
                    verbose_name="How you learned of it",
                ),
            ),
            ("people_heard", models.PositiveIntegerField(blank=True, null=True, verbose_name="People who told you")),
            ("observed_on", models.DateField(verbose_name="Date")),
            ("checked_on", models.DateField(blank=True, null=True, verbose_name="Checked with the community on")),
            ("status", models.CharField(choices=[("open", "Still so"), ("eased", "It has become better"), ("withdrawn", "We were wrong about it")], default="open", max_length=10, verbose_name="Status")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_finding_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_finding_sent_once"),
                tfc.tenancy.SameTenant(field="research", name="stakeholders_finding_research"),
                models.CheckConstraint(condition=models.Q(("confidence__range", (1, 5)), ("severity__range", (1, 5))), name="stakeholders_finding_levels"),
            ]
        },
    ),
    migrations.CreateModel(
        name="BriefingFinding",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("briefing", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="chosen", to="stakeholders.briefing")),
            ("finding", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stakeholders.finding")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_briefingfinding_in_community"),
                tfc.tenancy.SameTenant(field="briefing", name="stakeholders_briefingfinding_briefing"),
                tfc.tenancy.SameTenant(field="finding", name="stakeholders_briefingfinding_finding"),
                models.UniqueConstraint(fields=("community", "briefing", "finding"), name="stakeholders_finding_once_in_briefing"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Organization",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("name", models.CharField(max_length=160, verbose_name="Name")),
            (
                "sector",
                models.CharField(
                    choices=[
                        ("schools", "Schools"),
                        ("local_business", "Local businesses"),
                        ("consumers", "Consumers"),
                        ("media", "Media"),
                        ("faith_ngos", "Faith communities and NGOs"),
                        ("first_responders", "First responders"),
                        ("law_enforcement", "Law enforcement"),
                        ("local_legislatures", "Local legislatures"),
                    ],
                    max_length=20,
                    verbose_name="Sector",
                ),
            ),
            ("tie", models.CharField(choices=[("existing", "Known before this team began"), ("new", "New relationship")], default="new", max_length=10, verbose_name="Relationship")),
            ("met_on", models.DateField(blank=True, null=True, verbose_name="Known since")),
            ("languages", models.JSONField(blank=True, default=list, verbose_name="Languages")),
            ("website", models.URLField(blank=True, max_length=300, verbose_name="Website")),
            ("phone", models.CharField(blank=True, max_length=40, verbose_name="Phone")),
            ("note", models.TextField(blank=True, max_length=2000, verbose_name="Note")),
        ],
        options={
            "indexes": [models.Index(fields=["community", "name", "id"], name="stakeholders_org_by_name")],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_organization_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_organization_sent_once"),
            ],
        },
    ),
    migrations.CreateModel(
        name="BriefingShare",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("briefing", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="stakeholders.briefing")),
            ("organization", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="briefings", to="stakeholders.organization")),
            ("recipient", models.CharField(max_length=160, verbose_name="Office")),
            ("shared_on", models.DateField(verbose_name="Given on")),
            ("answered_on", models.DateField(blank=True, null=True, verbose_name="Answered on")),
            ("answer", models.TextField(blank=True, max_length=1000, verbose_name="Answer")),
            ("followed_on", models.DateField(blank=True, null=True, verbose_name="Follow-up date")),
            ("outcome", models.TextField(blank=True, max_length=1000, verbose_name="Follow-up")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_briefingshare_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_briefingshare_sent_once"),
                tfc.tenancy.SameTenant(field="briefing", name="stakeholders_briefingshare_briefing"),
                tfc.tenancy.SameTenant(field="organization", name="stakeholders_briefingshare_organization"),
            ]
        },
    ),
    migrations.CreateModel(
        name="BriefingStatus",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("share", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stakeholders.briefingshare")),
            (
                "audience",
                models.CharField(choices=[("mayor", "A mayor or council"), ("school_board", "A school board"), ("police", "The police"), ("other", "Others who decide")], max_length=16, verbose_name="Who it is for"),
            ),
            ("shared_on", models.DateField(verbose_name="Given on")),
            ("answered_on", models.DateField(null=True, verbose_name="Answered on")),
            ("followed_on", models.DateField(null=True, verbose_name="Follow-up date")),
        ],
        options={
            "indexes": [models.Index(fields=["office", "-shared_on"], name="stakeholders_briefing_status")],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_briefingstatus_in_community"),
                tfc.tenancy.SameTenant(field="community", key="office", name="stakeholders_briefingstatus_office"),
                tfc.tenancy.SameTenant(field="share", name="stakeholders_briefingstatus_share"),
                models.UniqueConstraint(fields=("community", "share"), name="stakeholders_one_briefing_status"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Contact",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("organization", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="stakeholders.organization")),
            ("name", models.CharField(max_length=120, verbose_name="Name")),
            ("role", models.CharField(blank=True, max_length=120, verbose_name="Role in the organization")),
            ("email", models.EmailField(blank=True, max_length=254, verbose_name="Work email")),
            ("phone", models.CharField(blank=True, max_length=40, verbose_name="Work phone")),
            ("may_be_listed", models.BooleanField(default=False, verbose_name="Agreed to be listed")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_contact_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_contact_sent_once"),
                tfc.tenancy.SameTenant(field="organization", name="stakeholders_contact_organization"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Contribution",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("kind", models.CharField(choices=[("money", "Money"), ("goods", "Goods"), ("hours", "Hours of work")], max_length=8, verbose_name="Kind")),
            (
                "sector",
                models.CharField(
                    choices=[
                        ("schools", "Schools"),
                        ("local_business", "Local businesses"),
                        ("consumers", "Consumers"),
                        ("media", "Media"),
                        ("faith_ngos", "Faith communities and NGOs"),
                        ("first_responders", "First responders"),
                        ("law_enforcement", "Law enforcement"),
                        ("local_legislatures", "Local legislatures"),
                    ],
                    max_length=20,
                    verbose_name="Sector",
                ),
            ),
            ("organization", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="contributions", to="stakeholders.organization")),
            ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name="Amount")),
            ("currency", models.CharField(blank=True, max_length=3, verbose_name="Currency")),
            ("what", models.CharField(max_length=160, verbose_name="Description")),
            ("received_on", models.DateField(verbose_name="Received on")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_contribution_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_contribution_sent_once"),
                tfc.tenancy.SameTenant(field="organization", name="stakeholders_contribution_organization"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Grant",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("title", models.CharField(max_length=160, verbose_name="Title")),
            ("funder", models.CharField(max_length=160, verbose_name="Funder")),
            ("number", models.CharField(blank=True, max_length=80, verbose_name="Number of the grant")),
            ("starts_on", models.DateField(verbose_name="From")),
            ("ends_on", models.DateField(verbose_name="Until")),
            ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="Amount")),
            ("currency", models.CharField(max_length=3, verbose_name="Currency")),
            ("note", models.TextField(blank=True, max_length=2000, verbose_name="Note")),
            ("amounts_are_public", models.BooleanField(default=False, verbose_name="Amounts may be published")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="stakeholders_grant_in_office"),
                models.UniqueConstraint(fields=("office", "client_id"), name="stakeholders_grant_sent_once"),
                models.CheckConstraint(condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="stakeholders_grant_ends_after_start"),
                models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="stakeholders_grant_amount"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Deliverable",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("grant", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="deliverables", to="stakeholders.grant", verbose_name="Grant")),
            ("title", models.CharField(max_length=160, verbose_name="Title")),
            ("quantity", models.PositiveIntegerField(verbose_name="How many")),
            ("unit", models.CharField(max_length=60, verbose_name="Unit")),
            ("due_on", models.DateField(verbose_name="Due on")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="stakeholders_deliverable_in_office"),
                models.UniqueConstraint(fields=("office", "client_id"), name="stakeholders_deliverable_sent_once"),
                tfc.tenancy.SameTenant(field="grant", key="office", name="stakeholders_deliverable_grant"),
            ]
        },
    ),
    migrations.CreateModel(
        name="DistinctPair",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("first", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stakeholders.organization")),
            ("second", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stakeholders.organization")),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_distinctpair_in_community"),
                tfc.tenancy.SameTenant(field="first", name="stakeholders_distinctpair_first"),
                tfc.tenancy.SameTenant(field="second", name="stakeholders_distinctpair_second"),
                models.UniqueConstraint(fields=("community", "first", "second"), name="stakeholders_told_apart_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Strategy",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("organization", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="strategies", to="stakeholders.organization")),
            ("code", models.CharField(blank=True, max_length=40, verbose_name="Strategy")),
            ("title", models.CharField(blank=True, max_length=160, verbose_name="In your own words")),
            (
                "purpose",
                models.CharField(
                    choices=[("mitigate", "Make a vulnerability smaller"), ("raise_awareness", "Raise awareness"), ("promote_resources", "Make help known and reachable")], max_length=20, verbose_name="Purpose"
                ),
            ),
            ("finding", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="strategies", to="stakeholders.finding")),
            ("note", models.TextField(blank=True, max_length=2000, verbose_name="Note")),
            ("ended_on", models.DateField(blank=True, null=True, verbose_name="Ended on")),
            ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="Why it ended")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_strategy_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_strategy_sent_once"),
                tfc.tenancy.SameTenant(field="organization", name="stakeholders_strategy_organization"),
                tfc.tenancy.SameTenant(field="finding", name="stakeholders_strategy_finding"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Evidence",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("strategy", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="stakeholders.strategy")),
            ("kind", models.CharField(choices=[("file", "File"), ("link", "Link"), ("event", "An event of ours")], max_length=8, verbose_name="Kind")),
            ("on", models.DateField(verbose_name="Date")),
            ("what", models.CharField(max_length=300, verbose_name="What it shows")),
            ("link", models.URLField(blank=True, max_length=500, verbose_name="Link")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_evidence_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_evidence_sent_once"),
                tfc.tenancy.SameTenant(field="strategy", name="stakeholders_evidence_strategy"),
            ]
        },
    ),
    migrations.CreateModel(
        name="EvidenceFile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("evidence", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="files", to="stakeholders.evidence")),
            ("name", models.CharField(max_length=160)),
            ("media_type", models.CharField(max_length=60)),
            ("content", models.BinaryField()),
            ("size", models.PositiveIntegerField()),
            ("sha256", models.CharField(max_length=64)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_evidencefile_in_community"),
                tfc.tenancy.SameTenant(field="evidence", name="stakeholders_evidencefile_evidence"),
                models.UniqueConstraint(fields=("community", "evidence"), name="stakeholders_one_file_an_evidence"),
            ]
        },
    ),
    migrations.CreateModel(
        name="FindingLocation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("finding", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stakeholders.finding")),
            ("note", models.TextField(max_length=1000, verbose_name="Location note")),
            ("written_at", models.DateTimeField(auto_now=True)),
            ("written_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_findinglocation_in_community"),
                tfc.tenancy.SameTenant(field="finding", name="stakeholders_findinglocation_finding"),
                models.UniqueConstraint(fields=("community", "finding"), name="stakeholders_one_location_a_finding"),
            ]
        },
    ),
    migrations.CreateModel(
        name="FocusDecision",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("verdict", models.CharField(choices=[("accepted", "Accepted"), ("rejected", "Rejected")], max_length=10)),
            ("decided_on", models.DateField(verbose_name="Decided on")),
            ("reason", models.TextField(blank=True, max_length=1000, verbose_name="Reason")),
            ("suggestion", models.JSONField(default=dict)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_focusdecision_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_focusdecision_sent_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="FocusStakeholder",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("decision", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="focuses", to="stakeholders.focusdecision")),
            (
                "sector",
                models.CharField(
                    choices=[
                        ("schools", "Schools"),
                        ("local_business", "Local businesses"),
                        ("consumers", "Consumers"),
                        ("media", "Media"),
                        ("faith_ngos", "Faith communities and NGOs"),
                        ("first_responders", "First responders"),
                        ("law_enforcement", "Law enforcement"),
                        ("local_legislatures", "Local legislatures"),
                    ],
                    max_length=20,
                    verbose_name="Sector",
                ),
            ),
            ("organization", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="focuses", to="stakeholders.organization")),
            ("finding", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="focuses", to="stakeholders.finding")),
            ("plan", models.TextField(blank=True, max_length=1000, verbose_name="What you will do")),
            ("plan_person", models.CharField(blank=True, max_length=160, verbose_name="Person responsible")),
            ("plan_due", models.DateField(blank=True, null=True, verbose_name="Due date")),
            ("ended_on", models.DateField(blank=True, null=True, verbose_name="Ended on")),
            ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="Why it ended")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_focusstakeholder_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_focusstakeholder_sent_once"),
                tfc.tenancy.SameTenant(field="decision", name="stakeholders_focus_decision"),
                tfc.tenancy.SameTenant(field="organization", name="stakeholders_focus_organization"),
                tfc.tenancy.SameTenant(field="finding", name="stakeholders_focus_finding"),
            ]
        },
    ),
    migrations.CreateModel(
        name="InfluenceWeight",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("vulnerability", models.CharField(max_length=40)),
            (
                "sector",
                models.CharField(
                    choices=[
                        ("schools", "Schools"),
                        ("local_business", "Local businesses"),
                        ("consumers", "Consumers"),
                        ("media", "Media"),
                        ("faith_ngos", "Faith communities and NGOs"),
                        ("first_responders", "First responders"),
                        ("law_enforcement", "Law enforcement"),
                        ("local_legislatures", "Local legislatures"),
                    ],
                    max_length=20,
                ),
            ),
            ("weight", models.PositiveSmallIntegerField(null=True)),
            ("reason", models.CharField(max_length=300, verbose_name="Reason")),
            ("set_at", models.DateTimeField(auto_now_add=True)),
            ("set_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="stakeholders_influenceweight_in_office"),
                models.CheckConstraint(condition=models.Q(("weight", None), ("weight__lte", 3), _connector="OR"), name="stakeholders_weight_range"),
            ]
        },
    ),
    migrations.CreateModel(
        name="KnownRoute",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("name", models.CharField(max_length=120, verbose_name="Name of the route")),
            ("source", models.CharField(max_length=300, verbose_name="Source")),
            ("places", models.TextField(max_length=2000, verbose_name="Places along it")),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("office", "id"), name="stakeholders_knownroute_in_office"), models.UniqueConstraint(fields=("office", "client_id"), name="stakeholders_knownroute_sent_once")]
        },
    ),
    migrations.CreateModel(
        name="LocationReading",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("finding", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stakeholders.finding")),
            ("way", models.CharField(choices=[("page", "on its page"), ("export", "in the full export")], max_length=8)),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("community", "id"), name="stakeholders_locationreading_in_community"), tfc.tenancy.SameTenant(field="finding", name="stakeholders_locationreading_finding")]
        },
    ),
    migrations.CreateModel(
        name="OfficePartnership",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("kind", models.CharField(choices=[("task_force", "Task force"), ("coalition", "Coalition"), ("sub_grant", "Sub-grant")], max_length=12, verbose_name="Kind")),
            ("name", models.CharField(max_length=160, verbose_name="Name")),
            (
                "role",
                models.CharField(
                    choices=[("leads", "Leads it"), ("member", "Is a member"), ("advises", "Advises it"), ("receives", "Receives the grant"), ("gives", "Passes the grant on")], max_length=10, verbose_name="Role"
                ),
            ),
            ("partner_name", models.CharField(blank=True, max_length=160, verbose_name="Partner")),
            ("starts_on", models.DateField(verbose_name="From")),
            ("ends_on", models.DateField(blank=True, null=True, verbose_name="Until")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="stakeholders_officepartnership_in_office"),
                models.UniqueConstraint(fields=("office", "client_id"), name="stakeholders_officepartnership_sent_once"),
                models.CheckConstraint(condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"), name="stakeholders_officepartnership_ends_after_start"),
            ]
        },
    ),
    migrations.CreateModel(
        name="OrganizationMerge",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("target", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stakeholders.organization")),
            ("source", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stakeholders.organization")),
            ("moved", models.JSONField(default=dict)),
            ("dropped", models.JSONField(default=dict)),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("undone_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_organizationmerge_in_community"),
                tfc.tenancy.SameTenant(field="target", name="stakeholders_merge_target"),
                tfc.tenancy.SameTenant(field="source", name="stakeholders_merge_source"),
            ]
        },
    ),
    migrations.CreateModel(
        name="OwnVulnerability",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("title_en", models.CharField(blank=True, max_length=120, verbose_name="in English")),
            ("title_es", models.CharField(blank=True, max_length=120, verbose_name="in Spanish")),
            ("title_zh", models.CharField(blank=True, max_length=120, verbose_name="in Chinese")),
            ("added_at", models.DateTimeField(auto_now_add=True)),
            ("added_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("retired_at", models.DateTimeField(editable=False, null=True)),
            (
                "group",
                models.CharField(
                    choices=[
                        ("youth_and_schools", "Youth and schools"),
                        ("labor", "Labor"),
                        ("housing", "Housing"),
                        ("online", "Online"),
                        ("migration_and_language", "Migration and language"),
                        ("transport_and_hotels", "Transport and hotels"),
                        ("demand", "Demand"),
                        ("institutions", "Institutions"),
                    ],
                    max_length=24,
                    verbose_name="Group",
                ),
            ),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("office", "id"), name="stakeholders_ownvulnerability_in_office")]},
    ),
    migrations.CreateModel(
        name="Partnership",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("kind", models.CharField(choices=[("task_force", "Task force"), ("coalition", "Coalition"), ("sub_grant", "Sub-grant")], max_length=12, verbose_name="Kind")),
            ("name", models.CharField(max_length=160, verbose_name="Name")),
            (
                "role",
                models.CharField(
                    choices=[("leads", "Leads it"), ("member", "Is a member"), ("advises", "Advises it"), ("receives", "Receives the grant"), ("gives", "Passes the grant on")], max_length=10, verbose_name="Role"
                ),
            ),
            ("partner_name", models.CharField(blank=True, max_length=160, verbose_name="Partner")),
            ("starts_on", models.DateField(verbose_name="From")),
            ("ends_on", models.DateField(blank=True, null=True, verbose_name="Until")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_partnership_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_partnership_sent_once"),
                models.CheckConstraint(condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"), name="stakeholders_partnership_ends_after_start"),
                tfc.tenancy.SameTenant(field="community", key="office", name="stakeholders_partnership_office"),
            ]
        },
    ),
    migrations.CreateModel(
        name="ResearchMethod",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("research", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="methods", to="stakeholders.research")),
            (
                "method",
                models.CharField(
                    choices=[("interview", "Interview"), ("survey", "Survey"), ("listening_group", "Listening group"), ("observation", "Observation"), ("public_data", "Public data"), ("mapping", "Mapping")],
                    max_length=20,
                    verbose_name="Method",
                ),
            ),
            ("begun_on", models.DateField(blank=True, null=True, verbose_name="Began on")),
            ("done_on", models.DateField(blank=True, null=True, verbose_name="Done on")),
            ("people_heard", models.PositiveIntegerField(blank=True, null=True, verbose_name="People heard")),
            ("places_observed", models.PositiveIntegerField(blank=True, null=True, verbose_name="Places observed")),
            ("note", models.TextField(blank=True, max_length=2000, verbose_name="Note")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_researchmethod_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_researchmethod_sent_once"),
                tfc.tenancy.SameTenant(field="research", name="stakeholders_researchmethod_research"),
            ]
        },
    ),
    migrations.CreateModel(
        name="ResearchStep",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("research", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="stakeholders.research")),
            (
                "step",
                models.CharField(
                    choices=[("design", "Design the research"), ("fieldwork", "Go out and listen"), ("ranked_findings", "Rank what you found"), ("community_check", "Check it with the community")],
                    max_length=20,
                    verbose_name="Step",
                ),
            ),
            ("begun_on", models.DateField(blank=True, null=True, verbose_name="Began on")),
            ("done_on", models.DateField(blank=True, null=True, verbose_name="Done on")),
            ("led_by", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.membership")),
            ("note", models.TextField(blank=True, max_length=2000, verbose_name="Note")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_researchstep_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_researchstep_sent_once"),
                tfc.tenancy.SameTenant(field="research", name="stakeholders_researchstep_research"),
                tfc.tenancy.SameTenant(field="led_by", name="stakeholders_researchstep_led_by"),
                models.UniqueConstraint(fields=("community", "research", "step"), name="stakeholders_one_row_a_step"),
            ]
        },
    ),
    migrations.CreateModel(
        name="SharedEvidence",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("evidence", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="shared", to="stakeholders.evidence")),
            ("organization_name", models.CharField(max_length=160)),
            (
                "sector",
                models.CharField(
                    choices=[
                        ("schools", "Schools"),
                        ("local_business", "Local businesses"),
                        ("consumers", "Consumers"),
                        ("media", "Media"),
                        ("faith_ngos", "Faith communities and NGOs"),
                        ("first_responders", "First responders"),
                        ("law_enforcement", "Law enforcement"),
                        ("local_legislatures", "Local legislatures"),
                    ],
                    max_length=20,
                ),
            ),
            ("strategy_title", models.CharField(max_length=160)),
            ("rung", models.CharField(choices=[("pledged", "Pledged"), ("planned", "Planned"), ("implementing", "In practice"), ("verified", "Verified")], max_length=14)),
            ("on", models.DateField()),
            ("what", models.CharField(max_length=300)),
            ("link", models.URLField(blank=True, max_length=500)),
            ("file_name", models.CharField(blank=True, max_length=160)),
            ("media_type", models.CharField(blank=True, max_length=60)),
            ("content", models.BinaryField(null=True)),
            ("shared_at", models.DateTimeField(auto_now_add=True)),
            ("shared_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_sharedevidence_in_community"),
                tfc.tenancy.SameTenant(field="evidence", name="stakeholders_sharedevidence_evidence"),
                models.UniqueConstraint(fields=("community", "evidence"), name="stakeholders_shared_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="SpotCheck",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("shared", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="stakeholders.sharedevidence")),
            ("verdict", models.CharField(choices=[("confirmed", "It shows the strategy in practice"), ("doubted", "It does not show it"), ("unclear", "We cannot tell from this")], max_length=10)),
            ("note", models.TextField(blank=True, max_length=1000, verbose_name="Note")),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="stakeholders_spotcheck_in_community"), tfc.tenancy.SameTenant(field="shared", name="stakeholders_spotcheck_shared")]},
    ),
    migrations.CreateModel(
        name="StrategyAssessment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("organization", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="assessments", to="stakeholders.organization")),
            ("on", models.DateField(verbose_name="Asked on")),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_strategyassessment_in_community"),
                tfc.tenancy.SameTenant(field="organization", name="stakeholders_assessment_organization"),
            ]
        },
    ),
    migrations.CreateModel(
        name="StrategyStep",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("strategy", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="stakeholders.strategy")),
            ("rung", models.CharField(choices=[("pledged", "Pledged"), ("planned", "Planned"), ("implementing", "In practice"), ("verified", "Verified")], max_length=14)),
            ("on", models.DateField(verbose_name="Since")),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="stakeholders_strategystep_in_community"), tfc.tenancy.SameTenant(field="strategy", name="stakeholders_strategystep_strategy")]},
    ),
    migrations.CreateModel(
        name="SubGrant",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("grant", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="sub_grants", to="stakeholders.grant", verbose_name="Grant")),
            ("recipient", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community", verbose_name="Community")),
            ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="Amount")),
            ("currency", models.CharField(max_length=3, verbose_name="Currency")),
            ("on", models.DateField(verbose_name="Date")),
            ("purpose", models.CharField(blank=True, max_length=300, verbose_name="Purpose")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="stakeholders_subgrant_in_office"),
                models.UniqueConstraint(fields=("office", "client_id"), name="stakeholders_subgrant_sent_once"),
                tfc.tenancy.SameTenant(field="grant", key="office", name="stakeholders_subgrant_grant"),
                tfc.tenancy.SameTenant(field="recipient", key="office", name="stakeholders_subgrant_recipient"),
                models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="stakeholders_subgrant_amount"),
            ]
        },
    ),
    migrations.CreateModel(
        name="TrustRound",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("year", models.PositiveSmallIntegerField(verbose_name="year")),
            ("closes_on", models.DateField(verbose_name="Last day")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_trustround_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="stakeholders_trustround_sent_once"),
                models.UniqueConstraint(fields=("community", "year"), name="stakeholders_one_trust_round_a_year"),
            ]
        },
    ),
    migrations.CreateModel(
        name="TrustAnswer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("round", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="stakeholders.trustround")),
            (
                "sector",
                models.CharField(
                    choices=[
                        ("schools", "Schools"),
                        ("local_business", "Local businesses"),
                        ("consumers", "Consumers"),
                        ("media", "Media"),
                        ("faith_ngos", "Faith communities and NGOs"),
                        ("first_responders", "First responders"),
                        ("law_enforcement", "Law enforcement"),
                        ("local_legislatures", "Local legislatures"),
                    ],
                    max_length=20,
                ),
            ),
            (
                "other",
                models.CharField(
                    choices=[
                        ("schools", "Schools"),
                        ("local_business", "Local businesses"),
                        ("consumers", "Consumers"),
                        ("media", "Media"),
                        ("faith_ngos", "Faith communities and NGOs"),
                        ("first_responders", "First responders"),
                        ("law_enforcement", "Law enforcement"),
                        ("local_legislatures", "Local legislatures"),
                    ],
                    max_length=20,
                ),
            ),
            (
                "score",
                models.PositiveSmallIntegerField(choices=[(0, "We have nothing to do with them"), (1, "We know whom to ask, and seldom do"), (2, "We work together now and then"), (3, "We work together well and often")]),
            ),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="stakeholders_trustanswer_in_community"), tfc.tenancy.SameTenant(field="round", name="stakeholders_trustanswer_round")]},
    ),
    migrations.CreateModel(
        name="TrustInvitation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("round", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="stakeholders.trustround")),
            ("organization", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stakeholders.organization")),
            ("token_hash", models.CharField(max_length=64)),
            ("sent_at", models.DateTimeField(null=True)),
            ("reminded_at", models.DateTimeField(null=True)),
            ("answered", models.BooleanField(default=False)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="stakeholders_trustinvitation_in_community"),
                tfc.tenancy.SameTenant(field="round", name="stakeholders_trustinvitation_round"),
                tfc.tenancy.SameTenant(field="organization", name="stakeholders_trustinvitation_organization"),
                models.UniqueConstraint(fields=("community", "round", "organization"), name="stakeholders_invited_once"),
            ]
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [("communities", "0001_initial")]

    operations = [CreateTables(TABLES), *policies.OPERATIONS]
