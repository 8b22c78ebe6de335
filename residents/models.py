"""Waves of the residents' awareness survey, and anonymous answers."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from tfc.periods import HalfYear
from tfc.tenancy import Record, SameTenant, TenantModel, TrashQuerySet

# After this time the single answers of a survey are deleted; its totals stay.
ANSWERS_KEPT_MONTHS = 12
SMALLEST_QUOTA = 30
# Additional answers needed before a result that was shown changes.
SMALLEST_CHANGE = 5


class Sampling(models.TextChoices):
    """How residents were met. Only the first two come close to a sample of the community."""

    DOOR_TO_DOOR = "door_to_door", _("Door to door")
    STREET = "street", _("In the street")
    EVENT = "event", _("At an event")
    POSTER = "poster", _("Poster with a code")
    ONLINE = "online", _("Online")


class AnswerSource(models.TextChoices):
    PHONE = "phone", _("On the resident's phone")
    PAPER = "paper", _("From paper")
    FILE = "file", _("From a file")


def _get_number_in_results() -> Coalesce:
    """Build an expression: the number of answers in the results of each survey."""
    totals = AwarenessTotal.objects.filter(wave=models.OuterRef("pk")).order_by().values("wave")
    return Coalesce(models.Subquery(totals.values(sum=models.Sum("answers"))), 0)


class WaveQuerySet(TrashQuerySet["AwarenessWave"]):
    def newest_first(self) -> Self:
        return self.order_by("-starts_on", "-id")

    def with_number(self) -> Self:
        """Annotate ``number``: the responses, in the results or not.

        After a year, only the results remain.
        """
        uncounted = models.Count("answers", models.Q(answers__counted=False))
        return self.annotate(number=Greatest(models.Count("answers"), uncounted + _get_number_in_results()))

    def with_postponed_results(self) -> Self:
        """Return closed surveys with counted answers whose results wait for judgments."""
        counted = AwarenessAnswer.objects.filter(wave=models.OuterRef("pk"), counted=True).order_by()
        number = models.Subquery(counted.values("wave").values(number=models.Count("pk")))
        return (
            self.filter(closed_at__isnull=False)
            .alias(number_counted=number)
            .filter(number_counted__gt=_get_number_in_results())
        )

    def over(self, today: date) -> Self:
        """Return surveys that the team closed or whose last day is past."""
        return self.filter(models.Q(closed_at__isnull=False) | models.Q(ends_on__lt=today))

    def with_set_aside(self) -> Self:
        """Annotate ``number_set_aside``: how many answers wait for a coordinator's decision."""
        return self.annotate(number_set_aside=models.Count("set_aside"))


class AwarenessWave(Record):
    """A wave of the survey. ``code`` is part of its public URL; ``version`` is the questionnaire's."""

    code = models.CharField(max_length=12, editable=False)
    version = models.PositiveSmallIntegerField(editable=False)
    sampling = models.CharField(_("How you meet people"), max_length=14, choices=Sampling)
    place = models.CharField(_("Where"), max_length=160, blank=True)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    quota = models.PositiveIntegerField(
        _("Maximum responses from phones"),
        default=400,
        validators=[MinValueValidator(SMALLEST_QUOTA), MaxValueValidator(5000)],
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    # Numbers of answers that were set aside and then included or left out, for the audit log.
    included_answers = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    left_out_answers = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # Set by with_set_aside().
    number_set_aside: int
    # Set by with_number().
    number: int

    objects: ClassVar[WaveQuerySet] = WaveQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["community", "code"], name="residents_wave_code"),
        ]

    def is_over(self, today: date) -> bool:
        """Return True if no more answers are accepted. A survey ends automatically after its last day."""
        return self.closed_at is not None or self.ends_on < today

    @property
    def last_day_of_half_year(self) -> date:
        """Return the latest possible last day: all answers of a survey belong to one half-year."""
        return HalfYear.from_day(self.starts_on).last_day

    @property
    def has_lost_answers(self) -> bool:
        """Return True if single answers in its totals were deleted.

        The same answer could then be counted twice.
        """
        return self.answers.filter(counted=True).count() < self.number_counted()

    def number_counted(self) -> int:
        return self.totals.aggregate(sum=models.Sum("answers"))["sum"] or 0

    @property
    def has_postponed_results(self) -> bool:
        return AwarenessWave.objects.with_postponed_results().filter(pk=self.pk).exists()

    def count_responses(self) -> int:
        """Count the responses, in the results or not. One query."""
        return AwarenessWave.objects.with_number().get(pk=self.pk).number


class ResidentAnswer(TenantModel):
    """One resident's answers as codes of the questionnaire; the day is the only time stored.

    No IP address, user agent, text or link between answers. ``client_id`` comes from the form, so that an answer sent
    twice is counted one time.

    Pages, lists, figures and files never read single answers, only the totals.
    """

    client_id = models.UUIDField()
    day = models.DateField()
    language = models.CharField(max_length=10)
    hotline_unprompted = models.CharField(max_length=10)
    route_unprompted = models.CharField(max_length=10)
    hotline_prompted = models.CharField(max_length=10)
    route_prompted = models.CharField(max_length=10)
    definition = models.CharField(max_length=10)
    risks = models.JSONField(default=list)

    class Meta(TenantModel.Meta):
        abstract = True


class AwarenessAnswer(ResidentAnswer):
    """An answer that counts when the survey is closed. ``counted``: the totals include it.

    ``batch``: random id of an imported file, to undo the import.
    """

    wave = models.ForeignKey(AwarenessWave, models.CASCADE, db_constraint=False, related_name="answers")
    source = models.CharField(max_length=5, choices=AnswerSource)
    batch = models.UUIDField(null=True, editable=False)
    counted = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta(ResidentAnswer.Meta):
        abstract = False
        constraints = [
            *ResidentAnswer.Meta.constraints,
            SameTenant(field="wave", name="residents_answer_wave"),
            models.UniqueConstraint(
                fields=["community", "wave", "client_id"], name="residents_answer_sent_once"
            ),
        ]


class SetAsideAnswer(ResidentAnswer):
    """An answer from a phone in a burst: it does not count until a coordinator includes the whole burst."""

    wave = models.ForeignKey(AwarenessWave, models.CASCADE, db_constraint=False, related_name="set_aside")

    class Meta(ResidentAnswer.Meta):
        abstract = False
        constraints = [
            *ResidentAnswer.Meta.constraints,
            SameTenant(field="wave", name="residents_setaside_wave"),
            models.UniqueConstraint(
                fields=["community", "wave", "client_id"], name="residents_set_aside_once"
            ),
        ]


class AwarenessTotal(TenantModel):
    """The results of a survey in a half-year: how many knew, of how many valid answers.

    Written when the survey is closed (residents.actions.totals). Too few valid answers to a question are stored as 0
    of 0. ``last_on``: the survey's last day in the half-year, at most the day of closing. ``sha256``: hash of all
    other fields.
    """

    wave = models.ForeignKey(AwarenessWave, models.CASCADE, db_constraint=False, related_name="totals")
    half_year = models.CharField(max_length=7)
    first_on = models.DateField()
    last_on = models.DateField()
    answers = models.PositiveIntegerField()
    access_knows = models.PositiveIntegerField()
    # Of the valid answers: those with texts that were not judged. They may know or not.
    access_unclear = models.PositiveIntegerField(default=0, db_default=0)
    access_valid = models.PositiveIntegerField()
    prompted_knows = models.PositiveIntegerField()
    prompted_valid = models.PositiveIntegerField()
    risks_knows = models.PositiveIntegerField()
    risks_valid = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="wave", name="residents_total_wave"),
            models.UniqueConstraint(
                fields=["community", "wave", "half_year"], name="residents_added_up_once"
            ),
        ]


class OwnWordsQuerySet(models.QuerySet["OwnWords"]):
    def of_counted(self, wave: AwarenessWave) -> Self:
        """Return texts of answers that are in the survey's results."""
        counted = AwarenessAnswer.objects.filter(wave=wave, counted=True).values("client_id")
        return self.filter(wave=wave, client_id__in=counted)

    def to_judge(self, wave: AwarenessWave) -> Self:
        """Return the texts that a coordinator judges after closing, in random order."""
        if wave.closed_at is None:
            return self.none()
        return self.of_counted(wave).filter(judged="").order_by("key")


class OwnWords(TenantModel):
    """An open answer that is neither clearly right nor clearly wrong, until a coordinator judges it.

    Only coordinators read it, after the survey has closed, and see only the text. ``key`` is random and determines the
    order. ``text`` is emptied when judged; the row is deleted when all judgments take effect together. ``judge_by`` is
    30 days after the survey first closed with the text, also if it is open again. ``client_id`` is that of the answer
    and appears on no page.
    """

    wave = models.ForeignKey(AwarenessWave, models.CASCADE, db_constraint=False, related_name="own_words")
    client_id = models.UUIDField()
    question = models.CharField(max_length=20)
    text = models.CharField(max_length=200, blank=True)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    judged = models.CharField(max_length=5, blank=True)
    judge_by = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[OwnWordsQuerySet] = OwnWordsQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="wave", name="residents_ownwords_wave"),
            models.UniqueConstraint(
                fields=["community", "wave", "client_id", "question"], name="residents_ownwords_once"
            ),
        ]


class RejectionReason(models.TextChoices):
    """Why a submission was rejected."""

    QUOTA = "quota", _("The survey was full")
    TRAP = "trap", _("A hidden field was filled in, as programs do")
    HASTE = "haste", _("Sent faster than a person can read")
    RUSH = "rush", _("Too many came at once")
    BURST = "burst", _("Set aside after a burst, then left out")


class TurnedAway(TenantModel):
    """Number of rejected submissions by day and reason; the office may read it too.

    No content of answers. A rejected answer that is resubmitted from the same form and stored is subtracted again,
    since the form carries its rejections.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    wave = models.ForeignKey(AwarenessWave, models.CASCADE, db_constraint=False, related_name="turned_away")
    day = models.DateField()
    why = models.CharField(max_length=6, choices=RejectionReason)
    number = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="wave", name="residents_turnedaway_wave"),
            models.UniqueConstraint(
                fields=["community", "wave", "day", "why"], name="residents_turned_away_once"
            ),
        ]
