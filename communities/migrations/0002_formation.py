import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from tfc import isolation

# The scores of a decided candidate stay as they were, whoever asks: also in raw SQL, and for the owner's login.
FREEZE = """
CREATE FUNCTION communities_frozen_score() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM communities_formationdecision
        WHERE TG_OP <> 'INSERT' AND candidate_id = OLD.candidate_id
           OR TG_OP <> 'DELETE' AND candidate_id = NEW.candidate_id
    ) THEN
        RAISE EXCEPTION 'The scores of this candidate are frozen by a decision.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER frozen_score BEFORE INSERT OR UPDATE OR DELETE ON communities_siteassessment
    FOR EACH ROW EXECUTE FUNCTION communities_frozen_score();
REVOKE UPDATE, DELETE ON communities_formationdecision FROM tfc_app;
REVOKE UPDATE, DELETE ON communities_candidatemove FROM tfc_app;
"""
THAW = """
DROP TRIGGER frozen_score ON communities_siteassessment;
DROP FUNCTION communities_frozen_score();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="place")),
                ("region", models.CharField(blank=True, max_length=120, verbose_name="state or region")),
                ("country", models.CharField(blank=True, max_length=60, verbose_name="country")),
                ("proposed_by", models.CharField(max_length=160, verbose_name="who proposed it")),
                (
                    "routes",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="known routes nearby, in words"
                    ),
                ),
                ("notes", models.TextField(blank=True, max_length=4000, verbose_name="notes")),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=120, verbose_name="name of a contact"),
                ),
                (
                    "contact_role",
                    models.CharField(blank=True, max_length=120, verbose_name="role of the contact"),
                ),
                (
                    "contact_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail address of the contact"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("visited", "Visited"),
                            ("scoring", "Being scored"),
                            ("decided", "Decided"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "created_by",
                    models.ForeignKey(
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
                    models.UniqueConstraint(fields=("office", "id"), name="communities_candidate_in_office"),
                    tfc.tenancy.SameTenant(
                        field="community", key="office", name="communities_candidate_community"
                    ),
                    models.UniqueConstraint(fields=("office", "community"), name="communities_one_candidate"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidateMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("visited", "Visited"),
                            ("scoring", "Being scored"),
                            ("decided", "Decided"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField(verbose_name="on")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="communities.candidate",
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
                "ordering": ["on", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "id"), name="communities_candidatemove_in_office"
                    ),
                    tfc.tenancy.SameTenant(
                        field="candidate", key="office", name="communities_move_candidate"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormationDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("start", "Start"), ("not_now", "Not now"), ("declined", "Declined")],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                ("decided_on", models.DateField(verbose_name="decided on")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="communities.candidate",
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
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "id"), name="communities_formationdecision_in_office"
                    ),
                    tfc.tenancy.SameTenant(
                        field="candidate", key="office", name="communities_decision_candidate"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pairing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("reason", models.CharField(max_length=300, verbose_name="why these two")),
                (
                    "joint_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                ("counted_at", models.DateTimeField(editable=False, null=True)),
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
                    "mentor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.community",
                        verbose_name="mentor",
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
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
                    models.UniqueConstraint(fields=("office", "id"), name="communities_pairing_in_office"),
                    tfc.tenancy.SameTenant(
                        field="newcomer", key="office", name="communities_pairing_newcomer"
                    ),
                    tfc.tenancy.SameTenant(field="mentor", key="office", name="communities_pairing_mentor"),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("office", "newcomer"),
                        name="communities_one_mentor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("newcomer", models.F("mentor")), _negated=True),
                        name="communities_pair_of_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="communities_pairing_ends_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SetupProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "done",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("team", "A team: a coordinator and two leaders"),
                                ("cadence", "How often the team means to meet"),
                                ("profile", "Who lives in the town"),
                                ("sectors", "Organizations of four sectors"),
                                ("research", "Research begun"),
                                ("meeting", "A first meeting held"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("counted_at", models.DateTimeField()),
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
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="communities_setupprogress_in_community"
                    ),
                    tfc.tenancy.SameTenant(field="community", key="office", name="communities_setup_office"),
                    models.UniqueConstraint(fields=("community",), name="communities_one_setup"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "routes_score",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(4)], verbose_name="score"
                    ),
                ),
                ("routes_reason", models.TextField(max_length=1000, verbose_name="reason")),
                ("routes_evidence", models.CharField(blank=True, max_length=300, verbose_name="evidence")),
                (
                    "leaders_score",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(4)], verbose_name="score"
                    ),
                ),
                ("leaders_reason", models.TextField(max_length=1000, verbose_name="reason")),
                ("leaders_evidence", models.CharField(blank=True, max_length=300, verbose_name="evidence")),
                (
                    "networks_score",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(4)], verbose_name="score"
                    ),
                ),
                ("networks_reason", models.TextField(max_length=1000, verbose_name="reason")),
                ("networks_evidence", models.CharField(blank=True, max_length=300, verbose_name="evidence")),
                ("submitted_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "assessor",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="communities.candidate",
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
                "ordering": ["submitted_at", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "id"), name="communities_siteassessment_in_office"
                    ),
                    tfc.tenancy.SameTenant(
                        field="candidate", key="office", name="communities_assessment_candidate"
                    ),
                    models.UniqueConstraint(
                        fields=("office", "candidate", "assessor"), name="communities_assessed_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("leaders_score__lte", 4), ("networks_score__lte", 4), ("routes_score__lte", 4)
                        ),
                        name="communities_scores_to_four",
                    ),
                ],
            },
        ),
        isolation.IsolateOffice("Candidate", figures="", communities=""),
        isolation.IsolateOffice("CandidateMove", figures="", communities=""),
        isolation.IsolateOffice("SiteAssessment", figures="", communities=""),
        isolation.IsolateOffice("FormationDecision", figures="", communities=""),
        isolation.IsolateOffice(
            "Pairing", figures="write", communities="named", named=("newcomer", "mentor")
        ),
        isolation.IsolateCommunity("SetupProgress", office="read", figures="write"),
        migrations.RunSQL(FREEZE, THAW),
    ]
