import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from evaluation import policies
from tfc.create_tables import CreateTables

TABLES = [
    migrations.CreateModel(
        name="Round",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("half_year", models.CharField(max_length=7, verbose_name="Half-year")),
            ("due_on", models.DateField(verbose_name="Due date")),
            ("opened_at", models.DateTimeField(null=True)),
            ("closed_at", models.DateTimeField(null=True)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("office", "id"), name="evaluation_round_in_office"), models.UniqueConstraint(fields=("office", "half_year"), name="evaluation_one_round")]},
    ),
    migrations.CreateModel(
        name="Submission",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("round", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="evaluation.round")),
            ("state", models.CharField(choices=[("draft", "Draft"), ("submitted", "Submitted"), ("returned", "Returned"), ("accepted", "Accepted")], default="draft", max_length=10)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("submitted_at", models.DateTimeField(null=True)),
            ("decided_at", models.DateTimeField(null=True)),
        ],
        options={
            "indexes": [
                models.Index(fields=["office", "round", "state"], name="evaluation_by_state"),
                models.Index(condition=models.Q(("submitted_at__isnull", False)), fields=["office", "submitted_at"], name="evaluation_handed_in"),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="evaluation_submission_in_community"),
                tfc.tenancy.SameTenant(field="round", key="office", name="evaluation_submission_round"),
                models.UniqueConstraint(fields=("community", "round"), name="evaluation_one_submission"),
            ],
        },
    ),
    migrations.CreateModel(
        name="AcceptedVersion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("submission", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="evaluation.submission")),
            ("number", models.PositiveSmallIntegerField()),
            ("accepted_at", models.DateTimeField()),
            ("reopened_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("reopened_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("reason", models.TextField(max_length=4000)),
            ("content", models.JSONField()),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="evaluation_acceptedversion_in_community"),
                tfc.tenancy.SameTenant(field="submission", name="evaluation_version_submission"),
                models.UniqueConstraint(fields=("community", "submission", "number"), name="evaluation_one_version"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Answer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("submission", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="evaluation.submission")),
            ("part", models.CharField(max_length=40)),
            ("decision", models.CharField(choices=[("open", "Unanswered"), ("confirmed", "Confirmed"), ("overridden", "Overridden")], default="open", max_length=10)),
            ("override_value", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
            ("override_numerator", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
            ("override_denominator", models.PositiveIntegerField(blank=True, null=True)),
            ("counts", models.CharField(choices=[("computed", "The computed value"), ("override", "Override")], db_default="computed", default="computed", editable=False, max_length=10)),
            ("reason", models.TextField(blank=True, max_length=2000)),
            ("evidence", models.TextField(blank=True, max_length=2000)),
            ("computed", models.JSONField(null=True)),
            ("by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("saved_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="evaluation_answer_in_community"),
                tfc.tenancy.SameTenant(field="submission", name="evaluation_answer_submission"),
                models.UniqueConstraint(fields=("community", "submission", "part"), name="evaluation_one_answer"),
            ]
        },
    ),
    migrations.CreateModel(
        name="AnswerDraft",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("submission", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="evaluation.submission")),
            ("part", models.CharField(max_length=40)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("value", models.CharField(blank=True, max_length=40)),
            ("reason", models.TextField(blank=True, max_length=2000)),
            ("evidence", models.TextField(blank=True, max_length=2000)),
            ("saved_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="evaluation_answerdraft_in_community"),
                tfc.tenancy.SameTenant(field="submission", name="evaluation_draft_submission"),
                models.UniqueConstraint(fields=("community", "submission", "part", "by"), name="evaluation_one_draft"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Comparison",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("half_year", models.CharField(max_length=7)),
            ("part", models.CharField(max_length=40)),
            ("group", models.CharField(choices=[("all", "All communities of the office"), ("starting", "communities that are starting"), ("at_work", "communities at work")], max_length=10)),
            ("expected_count", models.PositiveIntegerField()),
            ("value_count", models.PositiveIntegerField()),
            ("low", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
            ("median", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
            ("high", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
            ("definition_version", models.PositiveSmallIntegerField()),
            ("computed_at", models.DateTimeField()),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="evaluation_comparison_in_office"),
                models.UniqueConstraint(fields=("office", "half_year", "part", "group"), name="evaluation_one_comparison"),
                models.CheckConstraint(condition=models.Q(("value_count__gte", 5), models.Q(("high", None), ("low", None), ("median", None)), _connector="OR"), name="evaluation_comparison_of_five"),
            ]
        },
    ),
    migrations.CreateModel(
        name="CustomItem",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("number", models.PositiveSmallIntegerField(editable=False)),
            (
                "kind",
                models.CharField(
                    choices=[("number", "Number"), ("percentage", "A percentage, with both of its parts"), ("choice", "One of several answers"), ("text", "Text")], max_length=10, verbose_name="Kind of answer"
                ),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("retired_from", models.CharField(blank=True, editable=False, max_length=7)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("office", "id"), name="evaluation_customitem_in_office"), models.UniqueConstraint(fields=("office", "number"), name="evaluation_custom_number_once")]},
    ),
    migrations.CreateModel(
        name="CustomItemVersion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("item", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="evaluation.customitem")),
            ("number", models.PositiveSmallIntegerField()),
            ("from_half_year", models.CharField(max_length=7)),
            ("texts", models.JSONField(default=dict)),
            ("counts_people", models.BooleanField(default=False)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="evaluation_customitemversion_in_office"),
                tfc.tenancy.SameTenant(field="item", key="office", name="evaluation_customversion_item"),
                models.UniqueConstraint(fields=("office", "item", "number"), name="evaluation_custom_version_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="CustomAnswer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("submission", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="custom_answers", to="evaluation.submission")),
            ("item", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evaluation.customitem")),
            ("version", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evaluation.customitemversion")),
            ("state", models.CharField(choices=[("answered", "Our answer is above"), ("unknown", "We do not know"), ("not_applicable", "This does not apply to us")], max_length=16)),
            ("number", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
            ("whole", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
            ("option", models.PositiveSmallIntegerField(null=True)),
            ("text", models.TextField(blank=True, max_length=2000)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="evaluation_customanswer_in_community"),
                tfc.tenancy.SameTenant(field="submission", name="evaluation_customanswer_submission"),
                tfc.tenancy.SameTenant(field="item", key="office", name="evaluation_customanswer_item"),
                tfc.tenancy.SameTenant(field="version", key="office", name="evaluation_customanswer_version"),
                models.UniqueConstraint(fields=("community", "submission", "item"), name="evaluation_custom_answer_once"),
                models.CheckConstraint(condition=models.Q(("state", "answered"), models.Q(("number", None), ("option", None), ("text", ""), ("whole", None)), _connector="OR"), name="evaluation_custom_only_answers_say"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Declaration",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("half_year", models.CharField(max_length=7)),
            ("part", models.CharField(max_length=40)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="evaluation_declaration_in_community"),
                models.UniqueConstraint(fields=("community", "half_year", "part"), name="evaluation_declared_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="DeliverableLink",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("deliverable", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stakeholders.deliverable", verbose_name="Deliverable")),
            ("thread", models.UUIDField(null=True, verbose_name="Target")),
            (
                "measure",
                models.CharField(
                    blank=True,
                    choices=[("communities", "Communities started"), ("oasis_events", "Events held or sponsored by Oasis"), ("events", "Events"), ("people", "Professionals trained"), ("part", "Half-year survey")],
                    max_length=12,
                    verbose_name="What to count",
                ),
            ),
            ("code", models.CharField(blank=True, max_length=40, verbose_name="Kind")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("office", "id"), name="evaluation_deliverablelink_in_office"),
                tfc.tenancy.SameTenant(field="deliverable", key="office", name="evaluation_deliverablelink_deliverable"),
                models.UniqueConstraint(fields=("office", "deliverable"), name="evaluation_one_deliverable_link"),
                models.CheckConstraint(condition=models.Q(("thread", None), ("measure", ""), _connector="XOR"), name="evaluation_deliverable_counted_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="EventRollup",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("half_year", models.CharField(max_length=7)),
            ("kind", models.CharField(max_length=24)),
            ("held", models.PositiveIntegerField()),
            ("hosted", models.PositiveIntegerField()),
            ("facilitated", models.PositiveIntegerField()),
            ("co_hosted", models.PositiveIntegerField()),
            ("attended", models.PositiveIntegerField()),
            ("sponsored", models.PositiveIntegerField()),
            ("joint_keys", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
            ("joint_sponsored", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
            ("results", models.JSONField(default=dict)),
        ],
        options={
            "indexes": [models.Index(fields=["office", "half_year", "kind"], name="evaluation_office_rollups")],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="evaluation_eventrollup_in_community"),
                models.UniqueConstraint(fields=("community", "half_year", "kind"), name="evaluation_one_rollup"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Figure",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("half_year", models.CharField(max_length=7)),
            ("part", models.CharField(max_length=40)),
            ("state", models.CharField(max_length=16)),
            ("unit", models.CharField(max_length=10)),
            ("numerator", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
            ("denominator", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
            ("value", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
            ("lower", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
            ("upper", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
            ("interval", models.JSONField(null=True)),
            ("capped", models.BooleanField(default=False)),
            ("joint", models.JSONField(default=dict)),
            ("rating", models.CharField(max_length=20)),
            ("reason", models.CharField(blank=True, max_length=60)),
            ("details", models.JSONField(default=dict)),
            ("definition_version", models.PositiveSmallIntegerField()),
            ("receipt", models.JSONField(default=dict)),
            ("receipt_hash", models.CharField(max_length=64)),
            ("computed_at", models.DateTimeField()),
            ("as_of", models.DateField()),
            ("frozen", models.BooleanField(default=False)),
        ],
        options={
            "indexes": [
                models.Index(
                    fields=["office", "half_year", "part"], include=("community", "unit", "state", "capped", "numerator", "denominator", "lower", "upper", "definition_version"), name="evaluation_figures_summed"
                ),
                models.Index(condition=models.Q(("joint", {}), _negated=True), fields=["office", "half_year", "part"], name="evaluation_figures_joint"),
            ],
            "constraints": [models.UniqueConstraint(fields=("community", "id"), name="evaluation_figure_in_community"), models.UniqueConstraint(fields=("community", "half_year", "part"), name="evaluation_one_figure")],
        },
    ),
    migrations.CreateModel(
        name="FigureTotal",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("half_year", models.CharField(max_length=7)),
            ("code", models.CharField(max_length=40)),
            ("measured", models.JSONField(default=dict)),
            ("value_count", models.PositiveIntegerField(default=0)),
            ("applicable", models.PositiveIntegerField(default=0)),
            ("overridden", models.PositiveIntegerField(default=0)),
            ("states", models.JSONField(default=dict)),
            ("ratings", models.JSONField(default=dict)),
            ("versions", models.JSONField(default=list)),
            ("compared", models.BooleanField(default=False)),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("office", "id"), name="evaluation_figuretotal_in_office"), models.UniqueConstraint(fields=("office", "half_year", "code"), name="evaluation_one_figure_total")]
        },
    ),
    migrations.CreateModel(
        name="OverrideReview",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("submission", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="evaluation.submission")),
            ("answer", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="evaluation.answer")),
            ("counts", models.CharField(choices=[("computed", "The computed value"), ("override", "Override")], max_length=10)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="evaluation_overridereview_in_community"),
                tfc.tenancy.SameTenant(field="submission", name="evaluation_review_submission"),
                tfc.tenancy.SameTenant(field="answer", name="evaluation_review_answer"),
                models.UniqueConstraint(fields=("community", "answer"), name="evaluation_one_review"),
            ]
        },
    ),
    migrations.CreateModel(
        name="PublicTable",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("half_year", models.CharField(editable=False, max_length=7)),
            ("content", models.JSONField(editable=False)),
            ("sha256", models.CharField(editable=False, max_length=64)),
            ("made_at", models.DateTimeField(editable=False)),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("community", "id"), name="evaluation_publictable_in_community"), models.UniqueConstraint(fields=("community", "half_year"), name="evaluation_one_public_table")]
        },
    ),
    migrations.CreateModel(
        name="QualityAnswer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("code", models.CharField(editable=False, max_length=24)),
            ("key", models.CharField(editable=False, max_length=60)),
            ("description", models.CharField(editable=False, max_length=400, verbose_name="Description")),
            ("reason", models.CharField(max_length=300, verbose_name="Why")),
            ("by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="evaluation_qualityanswer_in_community"),
                models.UniqueConstraint(condition=models.Q(("withdrawn_at", None)), fields=("community", "code", "key"), name="evaluation_answered_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="QualityCount",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("counts", models.JSONField(default=dict, editable=False)),
            ("total", models.PositiveIntegerField(default=0, editable=False)),
            ("counted_at", models.DateTimeField(editable=False)),
            ("risen_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "indexes": [
                models.Index(fields=["office", "-total"], name="evaluation_quality_total"),
                models.Index(condition=models.Q(("risen_at__isnull", False)), fields=["office", "risen_at", "id"], name="evaluation_quality_rose"),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="evaluation_qualitycount_in_community"),
                tfc.tenancy.SameTenant(field="community", key="office", name="evaluation_quality_office"),
                models.UniqueConstraint(fields=("community",), name="evaluation_one_quality_count"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Refresh",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("refreshed_at", models.DateTimeField(null=True)),
            ("since_stored", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
            ("failed_at", models.DateTimeField(null=True)),
            ("tries", models.PositiveIntegerField(default=0)),
            ("error", models.CharField(blank=True, max_length=200)),
            ("retry_at", models.DateTimeField(null=True)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="evaluation_refresh_in_community"), models.UniqueConstraint(fields=("community",), name="evaluation_one_refresh")]},
    ),
    migrations.CreateModel(
        name="StaleMark",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="communities.community")),
            ("kind", models.CharField(choices=[("records", "Records"), ("events", "Events"), ("figures", "Figures")], default="records", max_length=7)),
            ("half_year", models.CharField(blank=True, max_length=7)),
            ("part", models.CharField(blank=True, max_length=40)),
            ("marked_at", models.DateTimeField()),
        ],
    ),
    migrations.CreateModel(
        name="StandingRollup",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("half_year", models.CharField(max_length=7)),
            ("ratings", models.JSONField(default=dict)),
            ("changes", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
        ],
        options={
            "indexes": [models.Index(fields=["office", "half_year"], name="evaluation_office_standings")],
            "constraints": [models.UniqueConstraint(fields=("community", "id"), name="evaluation_standingrollup_in_community"), models.UniqueConstraint(fields=("community", "half_year"), name="evaluation_one_standing")],
        },
    ),
    migrations.CreateModel(
        name="SubmissionStep",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("submission", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="evaluation.submission")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("draft", "Draft"),
                        ("submitted", "Submitted"),
                        ("returned", "Returned"),
                        ("accepted", "Accepted"),
                        ("reopened", "Reopened"),
                        ("remark", "Remark"),
                        ("reply", "Answer"),
                        ("resolved", "Resolved"),
                    ],
                    max_length=10,
                ),
            ),
            ("part", models.CharField(blank=True, max_length=40)),
            ("reason", models.TextField(blank=True, max_length=4000)),
            ("content", models.JSONField(null=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("community", "id"), name="evaluation_submissionstep_in_community"), tfc.tenancy.SameTenant(field="submission", name="evaluation_step_submission")]},
    ),
    migrations.CreateModel(
        name="SubmittedRecords",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("submission", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="evaluation.submission")),
            ("submitted_at", models.DateTimeField()),
            ("digests", models.JSONField()),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="evaluation_submittedrecords_in_community"),
                tfc.tenancy.SameTenant(field="submission", name="evaluation_submitted_submission"),
                models.UniqueConstraint(fields=("community", "submission"), name="evaluation_submitted_once"),
            ]
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [("residents", "0001_initial")]

    operations = [CreateTables(TABLES), *policies.OPERATIONS]
