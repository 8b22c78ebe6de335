"""A round is an office's half-year; a submission is one community's half-year survey in it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat, ExtractYear
from django.db.models.lookups import In
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import TAKES_PART, Community, StageChange
from communities.thresholds import get_setting_lines
from tfc.periods import HalfYear
from tfc.tenancy import OfficeModel, SameTenant, TenantModel


class RoundQuerySet(models.QuerySet["Round"]):
    def open(self) -> Self:
        return self.filter(opened_at__isnull=False, closed_at=None)

    def opened(self) -> Self:
        """Return rounds that are open, or were opened and are now closed."""
        return self.filter(opened_at__isnull=False)

    def asking(self, community: Any) -> Self:
        """Filter the rounds of its office that a community, given by id, is asked for: those at whose end its stage
        took part, and those for which it has a survey.
        """
        half = Case(When(since__month__lte=6, then=Value("-H1")), default=Value("-H2"))
        began = Concat(ExtractYear(F("since")), half, output_field=models.CharField())
        changes = StageChange.objects.filter(community=community).annotate(began=began)
        present = Subquery(Community.objects.filter(pk=community).values("stage"))
        stage = changes.build_stage(Q(began__lte=OuterRef("half_year")), present)
        survey = Submission.objects.filter(community=community, round=OuterRef("pk"))
        return self.filter(Q(In(stage, TAKES_PART)) | Exists(survey))

    def newest_first(self) -> Self:
        return self.order_by("-half_year")

    def may_be_set_from(self, today: date) -> list[HalfYear]:
        """Return the half-years from which an office's setting may apply: from the earliest open one, or the current
        one, to the next one.
        """
        now = HalfYear.from_day(today)
        opened = self.open().values_list("half_year", flat=True)
        half_years = [min([now, *map(HalfYear.parse, opened)])]
        while half_years[-1] <= now:
            half_years.append(half_years[-1].next())
        return half_years


class Round(OfficeModel):
    half_year = models.CharField(_("Half-year"), max_length=7)
    # When the office expects the surveys; a reminder and not a lock: a round is closed by hand.
    due_on = models.DateField(_("Due date"))
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[RoundQuerySet] = RoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(fields=["office", "half_year"], name="evaluation_one_round"),
        ]

    def __str__(self) -> str:
        return self.half_year

    @property
    def period(self) -> HalfYear:
        return HalfYear.parse(self.half_year)

    @property
    def still_runs(self) -> bool:
        """Return True if its half-year is not over today in the reader's time zone: more may still
        be recorded for it.
        """
        return timezone.localdate() <= self.period.last_day

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class SubmissionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")


class Submission(TenantModel):
    """A community's survey in a round; the database increments ``revision`` with every change of state."""

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, db_constraint=False, related_name="submissions")
    state = models.CharField(max_length=10, choices=SubmissionState, default=SubmissionState.DRAFT)
    revision = models.PositiveIntegerField(default=1, editable=False)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="round", name="evaluation_submission_round", key="office"),
            models.UniqueConstraint(fields=["community", "round"], name="evaluation_one_submission"),
        ]
        indexes = [
            models.Index(fields=["office", "round", "state"], name="evaluation_by_state"),
            # For surveys submitted since a staff member's last visit.
            models.Index(
                fields=["office", "submitted_at"],
                condition=models.Q(submitted_at__isnull=False),
                name="evaluation_handed_in",
            ),
        ]

    @property
    def is_editable(self) -> bool:
        return self.state in (SubmissionState.DRAFT, SubmissionState.RETURNED)

    @property
    def is_handed_in(self) -> bool:
        return self.state in (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)

    @property
    def early_reason(self) -> str:
        """Return why it was last submitted before its half-year had ended; empty otherwise."""
        steps = self.steps.filter(state=StepState.SUBMITTED).order_by("-at", "-pk")
        return steps.values_list("reason", flat=True).first() or ""


class StepState(models.TextChoices):
    """The state that a step records; a reopened submission itself is RETURNED.

    The last three leave the submission's state as it is: they are said about one question (evaluation.remarks).
    """

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    REOPENED = "reopened", _("Reopened")
    REMARK = "remark", _("Remark")
    REPLY = "reply", _("Answer")
    RESOLVED = "resolved", _("Resolved")


class SubmissionStepQuerySet(models.QuerySet["SubmissionStep"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-id")

    def open_remarks(self) -> Self:
        """Return the newest remark or answer on each question of each survey, unless it resolved the conversation."""
        questions = self.exclude(part="").order_by("submission", "part", "-at", "-pk")
        newest = questions.distinct("submission", "part").values("pk")
        return self.filter(pk__in=newest).exclude(state=StepState.RESOLVED)


class SubmissionStep(TenantModel):
    """One step of a submission, with the reason if it was returned, reopened or submitted early; or a remark or answer
    on one question, whose code is ``part``.

    ``content``: what was submitted (evaluation.versions), stored when it is returned, to show what changes.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    submission = models.ForeignKey(Submission, models.CASCADE, db_constraint=False, related_name="steps")
    state = models.CharField(max_length=10, choices=StepState)
    part = models.CharField(max_length=40, blank=True)
    reason = models.TextField(max_length=4000, blank=True)
    content = models.JSONField(null=True)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[SubmissionStepQuerySet] = SubmissionStepQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="submission", name="evaluation_step_submission"),
        ]


class SubmittedRecords(TenantModel):
    """Digests of the records behind a survey at submission, so that a change that was undone does not count.

    ``digests`` by table and id (evaluation.figure_queries.digests); ``submitted_at``: before the figures were
    computed.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, db_constraint=False, related_name="+")
    submitted_at = models.DateTimeField()
    digests = models.JSONField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="submission", name="evaluation_submitted_submission"),
            models.UniqueConstraint(fields=["community", "submission"], name="evaluation_submitted_once"),
        ]


class AcceptedVersion(TenantModel):
    """An accepted survey's content, stored when it is reopened.

    ``content`` (evaluation.versions) holds the exact figures, so pages must show it through
    evaluation.figure_visibility.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    submission = models.ForeignKey(Submission, models.CASCADE, db_constraint=False, related_name="versions")
    number = models.PositiveSmallIntegerField()
    accepted_at = models.DateTimeField()
    reopened_at = models.DateTimeField(default=timezone.now)
    reopened_by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    reason = models.TextField(max_length=4000)
    content = models.JSONField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="submission", name="evaluation_version_submission"),
            models.UniqueConstraint(
                fields=["community", "submission", "number"], name="evaluation_one_version"
            ),
        ]


class Decision(models.TextChoices):
    OPEN = "open", _("Unanswered")
    CONFIRMED = "confirmed", _("Confirmed")
    OVERRIDDEN = "overridden", _("Overridden")


class CountingValue(models.TextChoices):
    """Which value of a part counts in ratings and sums."""

    COMPUTED = "computed", _("The computed value")
    OVERRIDE = "override", _("Override")


class AnswerQuerySet(models.QuerySet["Answer"]):
    def with_choice(self) -> Self:
        """Annotate each answer with the office's decision as ``choice``, None where it has not decided, and with what
        decides until then: ``half_year``, None unless the survey is submitted, and the office's ``settings``.
        """
        reviews = OverrideReview.objects.filter(answer=OuterRef("pk"))
        submitted = Submission.objects.filter(pk=OuterRef("submission"), state=SubmissionState.SUBMITTED)
        return self.annotate(
            choice=Subquery(reviews.values("counts")[:1]),
            half_year=Subquery(submitted.values("round__half_year")),
            settings=ArraySubquery(get_setting_lines(OuterRef("office"))),
        )


class Answer(TenantModel):
    """The coordinator's answer for one computed part. An override is stored next to the computed value and never
    replaces it.

    ``override_value`` is in the unit of the part: 0 to 100 for a percentage. A share also has its parts, unless only
    the percentage is known. ``counts``: which value counts until the office decides, set when the survey is submitted;
    counts with a target are compared again, since targets may change (`evaluation.figure_queries.overrides`).
    ``computed`` is the figure at the time of the answer (evaluation.survey.get_figure_snapshot), to show later
    changes.
    """

    # No index on this and ``by``: an office reads answers through surveys, and nothing searches by author.
    office = models.ForeignKey(
        "communities.Office", models.PROTECT, editable=False, related_name="+", db_index=False
    )
    submission = models.ForeignKey(Submission, models.CASCADE, db_constraint=False, related_name="answers")
    part = models.CharField(max_length=40)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    override_value = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    override_numerator = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    override_denominator = models.PositiveIntegerField(null=True, blank=True)
    counts = models.CharField(
        max_length=10,
        choices=CountingValue,
        default=CountingValue.COMPUTED,
        db_default=CountingValue.COMPUTED,
        editable=False,
    )
    reason = models.TextField(max_length=2000, blank=True)
    evidence = models.TextField(max_length=2000, blank=True)
    computed = models.JSONField(null=True)
    by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+", db_index=False)
    saved_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    # Set by with_choice().
    choice: str | None = None
    half_year: str | None = None
    settings: Sequence[str] = ()

    objects: ClassVar[AnswerQuerySet] = AnswerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="submission", name="evaluation_answer_submission"),
            models.UniqueConstraint(fields=["community", "submission", "part"], name="evaluation_one_answer"),
        ]


class OverrideReview(TenantModel):
    """The office's decision, made when it accepts a survey, on which value of an overridden part counts."""

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    submission = models.ForeignKey(Submission, models.CASCADE, db_constraint=False, related_name="reviews")
    answer = models.ForeignKey(Answer, models.CASCADE, db_constraint=False, related_name="reviews")
    counts = models.CharField(max_length=10, choices=CountingValue)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="submission", name="evaluation_review_submission"),
            SameTenant(field="answer", name="evaluation_review_answer"),
            models.UniqueConstraint(fields=["community", "answer"], name="evaluation_one_review"),
        ]


class AnswerDraft(TenantModel):
    """What one person typed for a question without saving it, unvalidated: visible only to that person and used by no
    figure.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, db_constraint=False, related_name="drafts")
    part = models.CharField(max_length=40)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    value = models.CharField(max_length=40, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    evidence = models.TextField(max_length=2000, blank=True)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="submission", name="evaluation_draft_submission"),
            models.UniqueConstraint(
                fields=["community", "submission", "part", "by"], name="evaluation_one_draft"
            ),
        ]
