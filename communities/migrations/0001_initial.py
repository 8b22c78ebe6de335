import datetime
import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import communities.models.communities
import tfc.tenancy
from communities import policies
from tfc.create_tables import CreateTables

TABLES = [
    migrations.CreateModel(
        name="AuditDay",
        fields=[
            ("day", models.DateField(primary_key=True, serialize=False)),
            ("entries", models.PositiveIntegerField()),
            ("previous", models.CharField(blank=True, max_length=64)),
            ("digest", models.CharField(max_length=64)),
            ("made_at", models.DateTimeField(auto_now_add=True)),
        ],
    ),
    migrations.CreateModel(
        name="User",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
            ("is_superuser", models.BooleanField(default=False, help_text="Designates that this user has all permissions without explicitly assigning them.", verbose_name="superuser status")),
            ("password", models.CharField(max_length=128, verbose_name="Password")),
            ("email", models.EmailField(max_length=254, verbose_name="Email address")),
            ("name", models.CharField(blank=True, max_length=120, verbose_name="Name")),
            ("phone", models.CharField(blank=True, max_length=30, verbose_name="Phone")),
            ("language", models.CharField(blank=True, max_length=10, verbose_name="Language")),
            ("time_zone", models.CharField(blank=True, max_length=64, validators=[communities.models.communities.valid_time_zone], verbose_name="Time zone")),
            ("is_active", models.BooleanField(default=True)),
            ("news_seen_on", models.DateField(db_column="last_seen_on", editable=False, null=True)),
            ("tour_is_over", models.BooleanField(db_default=False, default=False, editable=False, verbose_name="Tour finished")),
            ("uses_keys", models.BooleanField(db_default=True, default=True, editable=False, verbose_name="Single-key shortcuts")),
            ("sessions_ended", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
            ("date_joined", models.DateTimeField(default=django.utils.timezone.now)),
            ("closed_at", models.DateTimeField(editable=False, null=True)),
            ("data_downloaded_at", models.DateTimeField(editable=False, null=True, verbose_name="Downloaded on")),
            (
                "groups",
                models.ManyToManyField(
                    blank=True,
                    help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                    related_name="user_set",
                    related_query_name="user",
                    to="auth.group",
                    verbose_name="groups",
                ),
            ),
            (
                "user_permissions",
                models.ManyToManyField(blank=True, help_text="Specific permissions for this user.", related_name="user_set", related_query_name="user", to="auth.permission", verbose_name="user permissions"),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="communities_user_email"),
                models.CheckConstraint(condition=models.Q(("name__regex", "[\\n\\r]"), _negated=True), name="communities_user_name_one_line"),
                models.CheckConstraint(condition=models.Q(("phone__regex", "[\\n\\r]"), _negated=True), name="communities_user_phone_one_line"),
            ]
        },
    ),
    migrations.CreateModel(
        name="AuditEntry",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            ("actor", models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("acts_as", models.CharField(blank=True, max_length=40)),
            ("community_id", models.BigIntegerField(null=True)),
            ("office_id", models.BigIntegerField(null=True)),
            ("table_name", models.CharField(max_length=63)),
            ("record_id", models.BigIntegerField()),
            ("subject_id", models.BigIntegerField()),
            (
                "verb",
                models.CharField(choices=[("added", "Added"), ("changed", "Changed"), ("deleted", "Deleted permanently"), ("read", "Read"), ("exported", "Downloaded"), ("forgotten", "Details deleted")], max_length=9),
            ),
            ("transaction_id", models.BigIntegerField()),
            ("digest", models.BinaryField(null=True)),
        ],
        options={
            "indexes": [
                models.Index(fields=["community_id", "-id"], name="communities_audit_of_town"),
                models.Index(condition=models.Q(("office_id__isnull", False)), fields=["office_id", "-id"], name="communities_audit_of_office"),
                models.Index(fields=["subject_id"], name="communities_audit_of_record"),
                models.Index(condition=models.Q(("verb", "changed")), fields=["community_id", "at"], name="communities_audit_changes"),
                django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=["at"], name="communities_audit_by_day"),
            ]
        },
    ),
    migrations.CreateModel(
        name="AuditDetails",
        fields=[
            ("entry", models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name="details", serialize=False, to="communities.auditentry")),
            ("community_id", models.BigIntegerField(null=True)),
            ("office_id", models.BigIntegerField(null=True)),
            ("table_name", models.CharField(max_length=63)),
            ("record_id", models.BigIntegerField()),
            ("subject_id", models.BigIntegerField()),
            ("salt", models.UUIDField()),
            ("details", models.JSONField()),
        ],
        options={"indexes": [models.Index(fields=["subject_id"], name="communities_details_of_record")]},
    ),
    migrations.CreateModel(
        name="Office",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=120, verbose_name="Name")),
            ("slug", models.SlugField(unique=True)),
            ("country", models.CharField(max_length=2, verbose_name="Country")),
            ("language", models.CharField(default="en", max_length=10, verbose_name="Language")),
            ("hotlines", models.JSONField(blank=True, default=list, verbose_name="Hotlines")),
            ("emergency_number", models.CharField(blank=True, db_default="", default="", max_length=10, verbose_name="Emergency number")),
            ("hotlines_confirmed_on", models.DateField(blank=True, null=True, verbose_name="Hotlines confirmed on")),
            ("contact_email", models.EmailField(blank=True, db_default="", default="", max_length=254)),
            ("privacy_en", models.TextField(blank=True, db_default="", default="", max_length=8000)),
            ("privacy_es", models.TextField(blank=True, db_default="", default="", max_length=8000)),
            ("privacy_zh", models.TextField(blank=True, db_default="", default="", max_length=8000)),
            ("is_international", models.BooleanField(default=False)),
            ("is_sample", models.BooleanField(db_default=False, default=False, editable=False)),
        ],
        options={"constraints": [models.CheckConstraint(condition=models.Q(("name__regex", "[\\n\\r]"), _negated=True), name="communities_office_name_one_line")]},
    ),
    migrations.CreateModel(
        name="Community",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="communities", to="communities.office")),
            ("name", models.CharField(max_length=120, verbose_name="Name")),
            ("slug", models.SlugField(unique=True)),
            ("city", models.CharField(blank=True, max_length=120, verbose_name="City")),
            ("region", models.CharField(blank=True, max_length=120, verbose_name="State or region")),
            ("latitude", models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="Latitude")),
            ("longitude", models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="Longitude")),
            ("time_zone", models.CharField(max_length=64, validators=[communities.models.communities.valid_time_zone], verbose_name="Time zone")),
            (
                "stage",
                models.CharField(
                    choices=[
                        ("candidate", "Candidate"),
                        ("awareness", "Awareness"),
                        ("leadership_team", "Leadership team"),
                        ("discovering", "Discovering the community"),
                        ("planning", "Planning"),
                        ("acting", "Acting"),
                        ("sharing", "Sharing"),
                        ("dormant", "Dormant"),
                    ],
                    default="candidate",
                    max_length=20,
                    verbose_name="Stage",
                ),
            ),
            ("language", models.CharField(blank=True, db_default="", default="", max_length=10, verbose_name="Language")),
        ],
        options={
            "indexes": [models.Index(fields=["office", "name", "id"], name="communities_by_name"), models.Index(fields=["office", "stage", "name", "id"], name="communities_by_stage")],
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="communities_community_in_office"),
                models.CheckConstraint(condition=models.Q(("name__regex", "[\\n\\r]"), _negated=True), name="communities_name_one_line"),
            ],
        },
    ),
    migrations.CreateModel(
        name="BulkExport",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("what", models.CharField(max_length=40)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "indexes": [models.Index(fields=["community", "-at"], name="communities_exports_newest")],
            "constraints": [models.UniqueConstraint(fields=("community", "id"), name="communities_bulkexport_in_community")],
        },
    ),
    migrations.CreateModel(
        name="Cadence",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("kind", models.CharField(choices=[("week", "Every week"), ("fortnight", "Every two weeks"), ("month", "Every month"), ("quarter", "Every quarter")], max_length=10, verbose_name="Meeting rhythm")),
            ("declared_on", models.DateField(verbose_name="From")),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="communities_cadence_in_community"),
                models.UniqueConstraint(fields=("community", "declared_on"), name="communities_one_cadence_a_day"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Candidate",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("name", models.CharField(max_length=120, verbose_name="Place")),
            ("region", models.CharField(blank=True, max_length=120, verbose_name="State or region")),
            ("country", models.CharField(blank=True, max_length=60, verbose_name="Country")),
            ("proposed_by", models.CharField(max_length=160, verbose_name="Proposed by")),
            ("routes", models.TextField(blank=True, max_length=2000, verbose_name="Known routes nearby")),
            ("latitude", models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="Latitude")),
            ("longitude", models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="Longitude")),
            ("notes", models.TextField(blank=True, max_length=4000, verbose_name="Note")),
            ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="name of a contact")),
            ("contact_role", models.CharField(blank=True, max_length=120, verbose_name="role of the contact")),
            ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="email address of the contact")),
            ("stage", models.CharField(choices=[("proposed", "Proposed"), ("visited", "Visited"), ("scoring", "Being scored"), ("decided", "Decided")], default="proposed", max_length=10)),
            ("community", models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("created_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="communities_candidate_in_office"),
                tfc.tenancy.SameTenant(field="community", key="office", name="communities_candidate_community"),
                models.UniqueConstraint(fields=("office", "community"), name="communities_one_candidate"),
            ]
        },
    ),
    migrations.CreateModel(
        name="CandidateMove",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("candidate", models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="communities.candidate")),
            ("stage", models.CharField(choices=[("proposed", "Proposed"), ("visited", "Visited"), ("scoring", "Being scored"), ("decided", "Decided")], max_length=10)),
            ("on", models.DateField(verbose_name="Date")),
            ("note", models.CharField(blank=True, max_length=300, verbose_name="Note")),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "ordering": ["on", "pk"],
            "constraints": [models.UniqueConstraint(fields=("office", "id"), name="communities_candidatemove_in_office"), tfc.tenancy.SameTenant(field="candidate", key="office", name="communities_move_candidate")],
        },
    ),
    migrations.CreateModel(
        name="DataLink",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("list_code", models.CharField(editable=False, max_length=40)),
            ("purpose", models.CharField(max_length=120, verbose_name="Purpose")),
            ("expires_on", models.DateField(blank=True, null=True, verbose_name="Until")),
            ("token_hash", models.CharField(editable=False, max_length=64)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("last_used_on", models.DateField(editable=False, null=True)),
            ("revoked_at", models.DateTimeField(editable=False, null=True)),
            ("revoked_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("community", "id"), name="communities_datalink_in_community"), models.UniqueConstraint(fields=("community", "token_hash"), name="communities_data_by_hash")]
        },
    ),
    migrations.CreateModel(
        name="DigestDay",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("day", models.DateField()),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="communities_digestday_in_community"), models.UniqueConstraint(fields=("community", "user"), name="communities_one_morning")]},
    ),
    migrations.CreateModel(
        name="FormationDecision",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("candidate", models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="communities.candidate")),
            ("verdict", models.CharField(choices=[("start", "Start"), ("not_now", "Not now"), ("declined", "Declined")], max_length=10, verbose_name="Decision")),
            ("reason", models.TextField(max_length=2000, verbose_name="Reason")),
            ("decided_on", models.DateField(verbose_name="Decided on")),
            ("by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="communities_formationdecision_in_office"),
                tfc.tenancy.SameTenant(field="candidate", key="office", name="communities_decision_candidate"),
            ],
        },
    ),
    migrations.CreateModel(
        name="ImportBatch",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("kind", models.CharField(max_length=30)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("uploaded", "Reading"),
                        ("sheets", "Choose a sheet"),
                        ("columns", "Match columns"),
                        ("checking", "Checking"),
                        ("preview", "Ready to import"),
                        ("committing", "Importing"),
                        ("committed", "Imported"),
                        ("undoing", "Undoing"),
                        ("undone", "Undone"),
                        ("failed", "Could not be read"),
                    ],
                    default="uploaded",
                    max_length=10,
                ),
            ),
            ("file_name", models.CharField(max_length=160)),
            ("sha256", models.CharField(max_length=64)),
            ("language", models.CharField(max_length=10)),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("sheets", models.JSONField(default=list)),
            ("sheet", models.CharField(blank=True, max_length=160)),
            ("table", models.JSONField(default=dict)),
            ("mapping", models.JSONField(default=dict)),
            ("likely", models.JSONField(default=dict)),
            ("readings", models.JSONField(default=dict)),
            ("questions", models.JSONField(default=list)),
            ("notes", models.JSONField(default=list)),
            ("counts", models.JSONField(default=dict)),
            ("facts", models.JSONField(default=dict)),
            ("failure", models.JSONField(null=True)),
            ("committed_at", models.DateTimeField(editable=False, null=True)),
            ("committed_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("undone_at", models.DateTimeField(editable=False, null=True)),
            ("emptied_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "indexes": [models.Index(fields=["community", "-id"], name="communities_imports_newest")],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="communities_importbatch_in_community"),
                models.UniqueConstraint(fields=("office", "id"), name="communities_importbatch_in_office"),
                models.UniqueConstraint(condition=models.Q(("client_id__isnull", False)), fields=("office", "community", "client_id"), name="communities_import_sent_once", nulls_distinct=False),
            ],
        },
    ),
    migrations.CreateModel(
        name="ImportFile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("batch", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="files", to="communities.importbatch")),
            ("content", models.BinaryField()),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="communities_importfile_in_community"),
                tfc.tenancy.SameTenant(field="batch", name="communities_importfile_batch"),
                tfc.tenancy.SameTenant(field="batch", key="office", name="communities_importfile_owner"),
                models.UniqueConstraint(fields=("office", "community", "batch"), name="communities_one_import_file", nulls_distinct=False),
            ]
        },
    ),
    migrations.CreateModel(
        name="ImportJob",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("batch_id", models.BigIntegerField(unique=True)),
            ("office", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("is_done", models.BooleanField(default=False)),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
            ("claim", models.UUIDField(editable=False, null=True)),
            ("lease_until", models.DateTimeField(default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.UTC))),
            ("progress", models.PositiveSmallIntegerField(default=0)),
        ],
        options={"indexes": [models.Index(condition=models.Q(("is_done", False)), fields=["lease_until"], name="communities_import_jobs_due")]},
    ),
    migrations.CreateModel(
        name="ImportMapping",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("kind", models.CharField(max_length=30)),
            ("heading", models.CharField(max_length=200)),
            ("column_of", models.CharField(blank=True, max_length=80)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="communities_importmapping_in_community"),
                models.UniqueConstraint(fields=("office", "community", "kind", "heading"), name="communities_import_heading_once", nulls_distinct=False),
            ]
        },
    ),
    migrations.CreateModel(
        name="ImportRow",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("batch", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="communities.importbatch")),
            ("number", models.PositiveIntegerField()),
            ("cells", models.JSONField(default=list)),
            (
                "outcome",
                models.CharField(
                    choices=[
                        ("new", "New"),
                        ("same", "Here already"),
                        ("differs", "Different"),
                        ("change", "Will change"),
                        ("bad", "Needs fixing"),
                        ("skipped", "Left out"),
                        ("added", "Imported"),
                        ("changed", "Changed"),
                        ("removed", "Undone"),
                        ("kept", "Changed later, kept"),
                    ],
                    default="new",
                    max_length=8,
                ),
            ),
            ("reasons", models.JSONField(default=list)),
            ("doubts", models.JSONField(default=list)),
            ("facts", models.JSONField(default=list)),
            ("made_id", models.BigIntegerField(null=True)),
            ("made_revision", models.PositiveIntegerField(null=True)),
            ("before", models.JSONField(null=True)),
        ],
        options={
            "indexes": [models.Index(fields=["community", "batch", "outcome", "number"], name="communities_import_outcomes")],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="communities_importrow_in_community"),
                tfc.tenancy.SameTenant(field="batch", name="communities_importrow_batch"),
                tfc.tenancy.SameTenant(field="batch", key="office", name="communities_importrow_owner"),
                models.UniqueConstraint(fields=("office", "community", "batch", "number"), name="communities_import_row_once", nulls_distinct=False),
            ],
        },
    ),
    migrations.CreateModel(
        name="Invitation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="communities.community")),
            ("office", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="communities.office")),
            ("role", models.PositiveSmallIntegerField(choices=[(1, "Member"), (2, "Leader"), (3, "Coordinator")], null=True, verbose_name="Role")),
            ("email", models.EmailField(max_length=254, verbose_name="Email address")),
            ("token_hash", models.CharField(max_length=64, unique=True)),
            ("invited_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("expires_at", models.DateTimeField()),
            ("accepted_at", models.DateTimeField(null=True)),
            ("accepted_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("withdrawn_at", models.DateTimeField(null=True)),
            ("withdrawn_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(models.Q(("community__isnull", False), ("office", None), ("role__isnull", False)), models.Q(("community", None), ("office__isnull", False), ("role", None)), _connector="OR"),
                    name="communities_invitation_to_one",
                ),
                models.UniqueConstraint(
                    models.F("community"),
                    models.F("office"),
                    django.db.models.functions.text.Lower("email"),
                    condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                    name="communities_one_invitation",
                    nulls_distinct=False,
                ),
            ]
        },
    ),
    migrations.CreateModel(
        name="LastVisit",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ("before", models.DateTimeField(null=True)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="communities_lastvisit_in_community"), models.UniqueConstraint(fields=("community", "user"), name="communities_one_visit")]},
    ),
    migrations.CreateModel(
        name="Membership",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="communities.community")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to=settings.AUTH_USER_MODEL)),
            ("role", models.PositiveSmallIntegerField(choices=[(1, "Member"), (2, "Leader"), (3, "Coordinator")], verbose_name="Role")),
            ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("ended_at", models.DateTimeField(null=True)),
            ("ended_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("community", "user"), name="communities_one_membership"),
                models.UniqueConstraint(fields=("community", "id"), name="communities_membership_in_community"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Notice",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("kind", models.CharField(max_length=40)),
            (
                "group",
                models.CharField(choices=[("survey", "Half-year survey"), ("team", "Meetings, events and the team"), ("network", "Network"), ("help", "Services and volunteers"), ("alerts", "Alerts")], max_length=10),
            ),
            ("key", models.CharField(max_length=80)),
            ("path", models.CharField(max_length=300)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("read_at", models.DateTimeField(null=True)),
            ("resolved_at", models.DateTimeField(null=True)),
            ("mailed_at", models.DateTimeField(null=True)),
        ],
        options={
            "indexes": [models.Index(condition=models.Q(("read_at", None), ("resolved_at", None)), fields=["community", "user"], name="communities_notice_unread")],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="communities_notice_in_community"),
                models.UniqueConstraint(fields=("community", "user", "kind", "key"), name="communities_noticed_once"),
            ],
        },
    ),
    migrations.CreateModel(
        name="NoticeSetting",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("user", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="notice_setting", to=settings.AUTH_USER_MODEL)),
            ("nothing", models.BooleanField(default=False)),
            ("emails_off", models.BooleanField(default=False)),
            (
                "hidden",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[("survey", "Half-year survey"), ("team", "Meetings, events and the team"), ("network", "Network"), ("help", "Services and volunteers"), ("alerts", "Alerts")], max_length=10
                    ),
                    default=list,
                    size=None,
                ),
            ),
            (
                "unmailed",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[("survey", "Half-year survey"), ("team", "Meetings, events and the team"), ("network", "Network"), ("help", "Services and volunteers"), ("alerts", "Alerts")], max_length=10
                    ),
                    default=list,
                    size=None,
                ),
            ),
            (
                "weekly",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[("survey", "Half-year survey"), ("team", "Meetings, events and the team"), ("network", "Network"), ("help", "Services and volunteers"), ("alerts", "Alerts")], max_length=10
                    ),
                    default=list,
                    size=None,
                ),
            ),
            ("weekday", models.PositiveSmallIntegerField(choices=[(0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday"), (5, "Saturday"), (6, "Sunday")], default=0)),
        ],
    ),
    migrations.CreateModel(
        name="OfficeBulkExport",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("what", models.CharField(max_length=40)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={"indexes": [models.Index(fields=["office", "-at"], name="communities_office_exports")], "constraints": [models.UniqueConstraint(fields=("office", "id"), name="communities_officebulkexport_in_office")]},
    ),
    migrations.CreateModel(
        name="OfficeDataLink",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("list_code", models.CharField(editable=False, max_length=40)),
            ("purpose", models.CharField(max_length=120, verbose_name="Purpose")),
            ("expires_on", models.DateField(blank=True, null=True, verbose_name="Until")),
            ("token_hash", models.CharField(editable=False, max_length=64)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("last_used_on", models.DateField(editable=False, null=True)),
            ("revoked_at", models.DateTimeField(editable=False, null=True)),
            ("revoked_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("office", "id"), name="communities_officedatalink_in_office"), models.UniqueConstraint(fields=("office", "token_hash"), name="communities_office_data_by_hash")]
        },
    ),
    migrations.CreateModel(
        name="OfficeDigestDay",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("day", models.DateField()),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("office", "id"), name="communities_officedigestday_in_office"), models.UniqueConstraint(fields=("office", "user"), name="communities_one_office_morning")]
        },
    ),
    migrations.CreateModel(
        name="OfficeLastVisit",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ("before", models.DateTimeField(null=True)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("office", "id"), name="communities_officelastvisit_in_office"), models.UniqueConstraint(fields=("office", "user"), name="communities_one_office_visit")]},
    ),
    migrations.CreateModel(
        name="OfficeNotice",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("kind", models.CharField(max_length=40)),
            (
                "group",
                models.CharField(choices=[("survey", "Half-year survey"), ("team", "Meetings, events and the team"), ("network", "Network"), ("help", "Services and volunteers"), ("alerts", "Alerts")], max_length=10),
            ),
            ("key", models.CharField(max_length=80)),
            ("path", models.CharField(max_length=300)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("read_at", models.DateTimeField(null=True)),
            ("resolved_at", models.DateTimeField(null=True)),
            ("mailed_at", models.DateTimeField(null=True)),
        ],
        options={
            "indexes": [models.Index(condition=models.Q(("read_at", None), ("resolved_at", None)), fields=["office", "user"], name="communities_office_unread")],
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="communities_officenotice_in_office"),
                models.UniqueConstraint(fields=("office", "user", "kind", "key"), name="communities_office_noticed_once"),
            ],
        },
    ),
    migrations.CreateModel(
        name="OfficeRecentRecord",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("kind", models.CharField(max_length=20)),
            ("record_id", models.BigIntegerField()),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="communities_officerecentrecord_in_office"),
                models.UniqueConstraint(fields=("office", "user", "kind", "record_id"), name="communities_office_opened_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="OutgoingMail",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("to", models.EmailField(blank=True, max_length=254)),
            ("subject", models.CharField(max_length=300)),
            ("text", models.TextField()),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
    ),
    migrations.CreateModel(
        name="Pairing",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("newcomer", models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("mentor", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community", verbose_name="Mentor")),
            ("since", models.DateField(verbose_name="Since")),
            ("until", models.DateField(blank=True, null=True, verbose_name="Until")),
            ("reason", models.CharField(max_length=300, verbose_name="Reason")),
            ("by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("joint_keys", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, editable=False, size=None)),
            ("counted_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="communities_pairing_in_office"),
                tfc.tenancy.SameTenant(field="newcomer", key="office", name="communities_pairing_newcomer"),
                tfc.tenancy.SameTenant(field="mentor", key="office", name="communities_pairing_mentor"),
                models.UniqueConstraint(condition=models.Q(("until", None)), fields=("office", "newcomer"), name="communities_one_mentor"),
                models.CheckConstraint(condition=models.Q(("newcomer", models.F("mentor")), _negated=True), name="communities_pair_of_two"),
                models.CheckConstraint(condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"), name="communities_pairing_ends_after"),
            ]
        },
    ),
    migrations.CreateModel(
        name="PersonRequest",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("kind", models.CharField(choices=[("corrected", "Corrected"), ("deleted", "Deleted")], max_length=9)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ("counts", models.JSONField(default=dict)),
            ("history", models.JSONField(default=list)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="communities_personrequest_in_community")]},
    ),
    migrations.CreateModel(
        name="PopulationProfile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("dimension", models.CharField(max_length=30, verbose_name="dimension")),
            ("group", models.CharField(max_length=60, verbose_name="Group")),
            ("people", models.PositiveIntegerField(verbose_name="people")),
            ("source", models.CharField(max_length=200, verbose_name="Source")),
            ("year", models.PositiveSmallIntegerField(verbose_name="year")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="communities_populationprofile_in_community"),
                models.UniqueConstraint(fields=("community", "dimension", "group"), name="communities_profile_group_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="RecentRecord",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("kind", models.CharField(max_length=20)),
            ("record_id", models.BigIntegerField()),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="communities_recentrecord_in_community"),
                models.UniqueConstraint(fields=("community", "user", "kind", "record_id"), name="communities_opened_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="RequiredLanguage",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("language", models.CharField(max_length=10, verbose_name="Language")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="communities_requiredlanguage_in_community"),
                models.UniqueConstraint(fields=("community", "language"), name="communities_language_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="RetentionCount",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("on", models.DateField()),
            ("rule", models.CharField(max_length=80)),
            ("gone", models.PositiveIntegerField(default=0)),
            ("oldest", models.DateField(null=True)),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("office", "id"), name="communities_retentioncount_in_office"), models.UniqueConstraint(fields=("office", "on", "rule"), name="communities_retention_once")]
        },
    ),
    migrations.CreateModel(
        name="RolePeriod",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("membership", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.membership")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("role", models.PositiveSmallIntegerField(choices=[(1, "Member"), (2, "Leader"), (3, "Coordinator")])),
            ("started_on", models.DateField()),
            ("ended_on", models.DateField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="communities_roleperiod_in_community"),
                tfc.tenancy.SameTenant(field="community", key="office", name="communities_roleperiod_office"),
                tfc.tenancy.SameTenant(field="membership", name="communities_roleperiod_membership"),
            ]
        },
    ),
    migrations.CreateModel(
        name="RosterConfirmation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("half_year", models.CharField(max_length=7)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="communities_rosterconfirmation_in_community"),
                models.UniqueConstraint(fields=("community", "half_year"), name="communities_roster_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="SetupProgress",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            (
                "done",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("team", "A team: a coordinator and three members"),
                            ("cadence", "Meeting rhythm"),
                            ("languages", "Languages of the town"),
                            ("meeting", "First meeting"),
                            ("sectors", "Organizations of four sectors"),
                            ("page", "Public page"),
                            ("research", "Research begun"),
                            ("profile", "Population profile"),
                        ],
                        max_length=10,
                    ),
                    default=list,
                    size=None,
                ),
            ),
            ("counted_at", models.DateTimeField()),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="communities_setupprogress_in_community"),
                tfc.tenancy.SameTenant(field="community", key="office", name="communities_setup_office"),
                models.UniqueConstraint(fields=("community",), name="communities_one_setup"),
            ]
        },
    ),
    migrations.CreateModel(
        name="SiteAssessment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("candidate", models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="communities.candidate")),
            ("assessor", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("routes_score", models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(4)], verbose_name="Score")),
            ("routes_reason", models.TextField(max_length=1000, verbose_name="Reason")),
            ("routes_evidence", models.CharField(blank=True, max_length=300, verbose_name="Evidence")),
            ("leaders_score", models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(4)], verbose_name="Score")),
            ("leaders_reason", models.TextField(max_length=1000, verbose_name="Reason")),
            ("leaders_evidence", models.CharField(blank=True, max_length=300, verbose_name="Evidence")),
            ("networks_score", models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(4)], verbose_name="Score")),
            ("networks_reason", models.TextField(max_length=1000, verbose_name="Reason")),
            ("networks_evidence", models.CharField(blank=True, max_length=300, verbose_name="Evidence")),
            ("submitted_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ("changed_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "ordering": ["submitted_at", "pk"],
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="communities_siteassessment_in_office"),
                tfc.tenancy.SameTenant(field="candidate", key="office", name="communities_assessment_candidate"),
                models.UniqueConstraint(fields=("office", "candidate", "assessor"), name="communities_assessed_once"),
                models.CheckConstraint(condition=models.Q(("leaders_score__lte", 4), ("networks_score__lte", 4), ("routes_score__lte", 4)), name="communities_scores_to_four"),
            ],
        },
    ),
    migrations.CreateModel(
        name="StaffMembership",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="staff", to="communities.office")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="offices", to=settings.AUTH_USER_MODEL)),
            ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("ended_at", models.DateTimeField(null=True)),
            ("ended_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={"constraints": [models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("office", "user"), name="communities_one_staff")]},
    ),
    migrations.CreateModel(
        name="StageChange",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            (
                "stage",
                models.CharField(
                    choices=[
                        ("candidate", "Candidate"),
                        ("awareness", "Awareness"),
                        ("leadership_team", "Leadership team"),
                        ("discovering", "Discovering the community"),
                        ("planning", "Planning"),
                        ("acting", "Acting"),
                        ("sharing", "Sharing"),
                        ("dormant", "Dormant"),
                    ],
                    max_length=20,
                    verbose_name="Stage",
                ),
            ),
            ("since", models.DateField(verbose_name="Since")),
            ("reason", models.TextField(max_length=2000, verbose_name="Reason")),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="communities_stagechange_in_community"),
                tfc.tenancy.SameTenant(field="community", key="office", name="communities_stagechange_office"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Target",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("owner", models.CharField(choices=[("office", "Office"), ("community", "Community")], editable=False, max_length=10)),
            ("community", models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("thread", models.UUIDField(default=uuid.uuid4, editable=False)),
            ("version", models.PositiveSmallIntegerField(default=1, editable=False)),
            (
                "measure",
                models.CharField(
                    choices=[("communities", "Communities started"), ("oasis_events", "Events held or sponsored by Oasis"), ("events", "Events"), ("people", "Professionals trained"), ("part", "Half-year survey")],
                    max_length=12,
                ),
            ),
            ("code", models.CharField(blank=True, max_length=40)),
            ("direction", models.CharField(choices=[("up", "At least"), ("down", "At most")], default="up", max_length=4)),
            ("baseline_value", models.DecimalField(decimal_places=2, max_digits=12)),
            ("baseline_on", models.DateField()),
            ("baseline_receipt", models.JSONField(default=dict)),
            ("goal_value", models.DecimalField(decimal_places=2, max_digits=12)),
            ("due_on", models.DateField()),
            ("note", models.CharField(blank=True, max_length=500, verbose_name="Note")),
            ("closed_on", models.DateField(null=True)),
            ("close_reason", models.CharField(blank=True, max_length=300, verbose_name="Reason")),
            ("by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="communities_target_in_office"),
                tfc.tenancy.SameTenant(field="community", key="office", name="communities_target_community"),
                models.UniqueConstraint(fields=("office", "thread", "version"), name="communities_one_target_version"),
                models.CheckConstraint(condition=models.Q(("owner", "office"), ("community__isnull", False), _connector="OR"), name="communities_target_of_somebody"),
                models.CheckConstraint(condition=models.Q(("due_on__gt", models.F("baseline_on"))), name="communities_target_later"),
                models.CheckConstraint(condition=models.Q(("baseline_value__gte", 0), ("goal_value__gte", 0)), name="communities_target_not_negative"),
            ]
        },
    ),
    migrations.CreateModel(
        name="ThresholdSetting",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("code", models.CharField(max_length=60, verbose_name="Threshold")),
            ("value", models.PositiveIntegerField(verbose_name="Value")),
            ("from_half_year", models.CharField(max_length=7, verbose_name="From")),
            ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="communities_thresholdsetting_in_office"),
                models.UniqueConstraint(fields=("office", "code", "from_half_year"), name="communities_one_threshold"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Workforce",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("profession", models.CharField(max_length=20, verbose_name="Profession")),
            ("people", models.PositiveIntegerField(verbose_name="people")),
            ("source", models.CharField(max_length=200, verbose_name="Source")),
            ("year", models.PositiveSmallIntegerField(verbose_name="year")),
            ("by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("community", "id"), name="communities_workforce_in_community"), models.UniqueConstraint(fields=("community", "profession"), name="communities_workforce_once")]
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [("auth", "0012_alter_user_first_name_max_length")]

    operations = [*policies.BEFORE_TABLES, CreateTables(TABLES), *policies.OPERATIONS]
