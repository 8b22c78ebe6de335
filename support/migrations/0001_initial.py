import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from support import policies
from tfc.create_tables import CreateTables

TABLES = [
    migrations.CreateModel(
        name="DirectoryImport",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("name", models.CharField(max_length=160)),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("added", models.JSONField(default=list)),
            ("changed", models.JSONField(default=dict)),
            ("undone_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="support_directoryimport_in_community")]},
    ),
    migrations.CreateModel(
        name="Interest",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("name", models.CharField(max_length=120, verbose_name="Your name")),
            ("reach", models.CharField(max_length=160, verbose_name="Email address or phone number")),
            ("message", models.TextField(blank=True, max_length=600, verbose_name="How you would like to help")),
            ("on", models.DateField()),
            ("client_id", models.UUIDField()),
            ("is_set_aside", models.BooleanField(db_default=False, default=False)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="support_interest_in_community"), models.UniqueConstraint(fields=("community", "client_id"), name="support_interest_sent_once")]},
    ),
    migrations.CreateModel(
        name="Service",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="approved")),
            ("approved_by", models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="approved by")),
            ("approved_alone", models.BooleanField(db_default=False, default=False, editable=False, verbose_name="approved by the person who entered it")),
            ("approved_phone", models.CharField(blank=True, db_default="", default="", editable=False, max_length=40, verbose_name="approved phone")),
            ("approved_website", models.CharField(blank=True, db_default="", default="", editable=False, max_length=300, verbose_name="approved website")),
            ("approved_address", models.CharField(blank=True, db_default="", default="", editable=False, max_length=300, verbose_name="approved address")),
            ("returned_for", models.TextField(blank=True, db_default="", default="", editable=False, max_length=300, verbose_name="Not right")),
            ("published_by", models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="Published by")),
            ("phone_by", models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="phone entered by")),
            ("website_by", models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="website entered by")),
            ("address_by", models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="address entered by")),
            (
                "public_phone",
                models.GeneratedField(
                    db_persist=True,
                    expression=models.Case(models.When(models.Q(("approved_at__isnull", False), ("is_public", True), models.Q(("phone", ""), _negated=True)), then=models.F("approved_phone")), default=models.Value("")),
                    output_field=models.CharField(max_length=40),
                ),
            ),
            (
                "public_website",
                models.GeneratedField(
                    db_persist=True,
                    expression=models.Case(
                        models.When(models.Q(("approved_at__isnull", False), ("is_public", True), models.Q(("website", ""), _negated=True)), then=models.F("approved_website")), default=models.Value("")
                    ),
                    output_field=models.CharField(max_length=300),
                ),
            ),
            (
                "public_address",
                models.GeneratedField(
                    db_persist=True,
                    expression=models.Case(
                        models.When(models.Q(("address_is_public", True), ("approved_at__isnull", False), ("is_public", True), models.Q(("address", ""), _negated=True)), then=models.F("approved_address")),
                        default=models.Value(""),
                    ),
                    output_field=models.CharField(max_length=300),
                ),
            ),
            ("name", models.CharField(max_length=160, verbose_name="Name")),
            ("provider", models.CharField(max_length=160, verbose_name="Provider")),
            ("organization", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="services", to="stakeholders.organization")),
            ("kinds", models.JSONField(default=list, verbose_name="Kinds of help")),
            ("languages", models.JSONField(default=list, verbose_name="Languages")),
            ("description", models.TextField(blank=True, max_length=1000, verbose_name="Description")),
            ("eligibility", models.TextField(blank=True, max_length=600, verbose_name="Who it is for")),
            ("ineligibility", models.TextField(blank=True, max_length=600, verbose_name="Who it is not for")),
            ("intake", models.TextField(blank=True, max_length=600, verbose_name="How to get help there")),
            ("coverage", models.CharField(blank=True, max_length=200, verbose_name="Area it serves")),
            ("phone", models.CharField(blank=True, max_length=40, verbose_name="Phone")),
            ("website", models.URLField(blank=True, max_length=300, verbose_name="Website")),
            ("email", models.EmailField(blank=True, max_length=254, verbose_name="Provider's email address")),
            ("address", models.CharField(blank=True, max_length=300, verbose_name="Address")),
            ("address_is_public", models.BooleanField(default=False, verbose_name="The provider says the address is public")),
            ("always_open", models.BooleanField(default=False, verbose_name="Open 24 hours")),
            ("is_public", models.BooleanField(default=False, verbose_name="Show on our public page")),
            ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="Last confirmed")),
            ("outside_id", models.CharField(blank=True, editable=False, max_length=80)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="support_service_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="support_service_sent_once"),
                tfc.tenancy.SameTenant(field="organization", name="support_service_organization"),
                models.UniqueConstraint(condition=models.Q(("outside_id", ""), _negated=True), fields=("community", "outside_id"), name="support_service_outside_id"),
            ]
        },
    ),
    migrations.CreateModel(
        name="OpeningHours",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("service", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="hours", to="support.service")),
            ("weekday", models.PositiveSmallIntegerField(choices=[(0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday"), (5, "Saturday"), (6, "Sunday")])),
            ("opens", models.TimeField(verbose_name="From")),
            ("closes", models.TimeField(verbose_name="Until")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="support_openinghours_in_community"),
                tfc.tenancy.SameTenant(field="service", name="support_hours_service"),
                models.UniqueConstraint(fields=("community", "service", "weekday", "opens"), name="support_hours_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Pathway",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("service", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="pathways", to="support.service")),
            ("steps", models.TextField(blank=True, max_length=2000, verbose_name="Steps")),
            ("who_calls", models.CharField(blank=True, max_length=200, verbose_name="Who calls whom")),
            ("contact", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.membership")),
            ("contact_trained_on", models.DateField(blank=True, null=True, verbose_name="Trained on")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="support_pathway_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="support_pathway_sent_once"),
                tfc.tenancy.SameTenant(field="service", name="support_pathway_service"),
                tfc.tenancy.SameTenant(field="contact", name="support_pathway_contact"),
                models.UniqueConstraint(fields=("community", "service"), name="support_one_pathway_a_service"),
            ]
        },
    ),
    migrations.CreateModel(
        name="PathwayCheck",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("service", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="support.service")),
            ("on", models.DateField(verbose_name="Date of the call")),
            ("called_by", models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.membership")),
            ("answered", models.BooleanField(verbose_name="Answered")),
            ("accepts", models.JSONField(default=list)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="support_pathwaycheck_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="support_pathwaycheck_sent_once"),
                tfc.tenancy.SameTenant(field="service", name="support_check_service"),
                tfc.tenancy.SameTenant(field="called_by", name="support_check_called_by"),
            ]
        },
    ),
    migrations.CreateModel(
        name="PublicProfile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("about_en", models.TextField(blank=True, max_length=1500, verbose_name="in English")),
            ("about_es", models.TextField(blank=True, max_length=1500, verbose_name="in Spanish")),
            ("about_zh", models.TextField(blank=True, max_length=1500, verbose_name="in Chinese")),
            (
                "picture",
                models.CharField(
                    choices=[
                        ("hills", "Houses at the foot of hills"),
                        ("river", "Houses and a bridge over a river"),
                        ("coast", "Houses by the sea, with a lighthouse"),
                        ("city", "City blocks, small houses and a park bench"),
                    ],
                    default="hills",
                    max_length=10,
                    verbose_name="Picture",
                ),
            ),
            ("show_achievements", models.BooleanField(default=False, verbose_name="Show what we have done")),
            ("is_published", models.BooleanField(default=False, verbose_name="Public pages")),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("updated_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="support_publicprofile_in_community"), models.UniqueConstraint(fields=("community",), name="support_one_public_profile")]},
    ),
    migrations.CreateModel(
        name="ServiceConfirmation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("service", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="confirmations", to="support.service")),
            ("way", models.CharField(choices=[("link", "By link"), ("call", "By phone"), ("meeting", "In person")], max_length=8)),
            ("token_hash", models.CharField(blank=True, max_length=64)),
            ("requested_at", models.DateTimeField(auto_now_add=True)),
            ("requested_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("sent_at", models.DateTimeField(null=True)),
            ("expires_at", models.DateTimeField(null=True)),
            ("reply", models.CharField(blank=True, choices=[("right", "Everything is correct"), ("changed", "Something has changed"), ("closed", "The service has ended")], max_length=8)),
            ("replied_on", models.DateField(null=True)),
            ("changes", models.TextField(blank=True, max_length=600, verbose_name="What changed")),
            ("service_revision", models.PositiveIntegerField(null=True)),
            ("settled_at", models.DateTimeField(null=True)),
            (
                "outcome",
                models.CharField(
                    blank=True,
                    choices=[
                        ("corrected", "We corrected the service. It counts as confirmed."),
                        ("nothing", "No change was needed. It counts as confirmed."),
                        ("ended", "Delete it: the service has ended"),
                        ("kept", "Dismiss the answer. It changes and confirms nothing."),
                    ],
                    db_default="",
                    max_length=9,
                ),
            ),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="support_serviceconfirmation_in_community"), tfc.tenancy.SameTenant(field="service", name="support_confirmation_service")]},
    ),
    migrations.CreateModel(
        name="SupportOffered",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("year", models.PositiveSmallIntegerField()),
            ("half", models.PositiveSmallIntegerField()),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("updated_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("kind", models.PositiveSmallIntegerField(choices=[(1, "Mentoring"), (2, "Language class"), (3, "Cooking class"), (4, "Skills class")])),
            ("sessions", models.PositiveIntegerField()),
            ("places", models.PositiveIntegerField()),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="support_supportoffered_in_community"),
                models.UniqueConstraint(fields=("community", "year", "half", "kind"), name="support_offered_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="SupportTally",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("year", models.PositiveSmallIntegerField()),
            ("half", models.PositiveSmallIntegerField()),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("updated_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("need", models.PositiveSmallIntegerField(choices=[(1, "Physical"), (2, "Psychological"), (3, "Spiritual"), (4, "Social")])),
            ("people", models.PositiveIntegerField()),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("community", "id"), name="support_supporttally_in_community"), models.UniqueConstraint(fields=("community", "year", "half", "need"), name="support_tally_once")]
        },
    ),
    migrations.CreateModel(
        name="SupportTotal",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("year", models.PositiveSmallIntegerField()),
            ("half", models.PositiveSmallIntegerField()),
            ("need", models.PositiveSmallIntegerField(choices=[(1, "Physical"), (2, "Psychological"), (3, "Spiritual"), (4, "Social")])),
            ("people", models.PositiveIntegerField(null=True)),
            ("communities", models.PositiveIntegerField()),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("office", "id"), name="support_supporttotal_in_office"), models.UniqueConstraint(fields=("office", "year", "half", "need"), name="support_total_once")]},
    ),
    migrations.CreateModel(
        name="TallyPurge",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("year", models.PositiveSmallIntegerField()),
            ("half", models.PositiveSmallIntegerField()),
            ("rows", models.PositiveIntegerField()),
            ("at", models.DateTimeField(auto_now_add=True)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="support_tallypurge_in_community")]},
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [("events", "0001_initial")]

    operations = [CreateTables(TABLES), *policies.OPERATIONS]
