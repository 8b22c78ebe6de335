"""What residents know: waves of the awareness survey, and answers that nobody can be found by."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from tfc.periods import HalfYear
from tfc.tenancy import Record, RecordQuerySet, SameTenant, TenantModel

# After that long the single answers of a survey are deleted; its totals stay.
ANSWERS_KEPT_MONTHS = 12
SMALLEST_QUOTA = 30
# Further answers before a result that was shown changes.
SMALLEST_CHANGE = 5


class Sampling(models.TextChoices):
    """How residents were met. Only the first two come close to a sample of the town."""

    DOOR_TO_DOOR = "door_to_door", _("From door to door")
    STREET = "street", _("In the street")
    EVENT = "event", _("At an event")
    POSTER = "poster", _("By a poster with a code")
    ONLINE = "online", _("Online")


class AnswerSource(models.TextChoices):
    PHONE = "phone", _("On the resident's phone")
    PAPER = "paper", _("Typed in from paper")
    FILE = "file", _("From a file")


def _get_number_in_results() -> Coalesce:
    """Of each survey of a query, how many answers its results are of."""
    totals = AwarenessTotal.objects.filter(wave=models.OuterRef("pk")).order_by().values("wave")
    return Coalesce(models.Subquery(totals.values(sum=models.Sum("answers"))), 0)


class WaveQuerySet(RecordQuerySet["AwarenessWave"]):
    def newest_first(self) -> Self:
        return self.order_by("-starts_on", "-id")

    def with_number(self) -> Self:
        """Annotate ``number``: the responses, in the results or not. After a year the results alone are left."""
        uncounted = models.Count("answers", models.Q(answers__counted=False))
        return self.annotate(number=Greatest(models.Count("answers"), uncounted + _get_number_in_results()))

    def with_postponed_results(self) -> Self:
        """Closed surveys with answers that count, whose results wait until own words are judged."""
        counted = AwarenessAnswer.objects.filter(wave=models.OuterRef("pk"), counted=True).order_by()
        number = models.Subquery(counted.values("wave").values(number=models.Count("pk")))
        return (
            self.filter(closed_at__isnull=False)
            .alias(number_counted=number)
            .filter(number_counted__gt=_get_number_in_results())
        )

    def over(self, today: date) -> Self:
        """Closed by the team, or past their last day."""
        return self.filter(models.Q(closed_at__isnull=False) | models.Q(ends_on__lt=today))

    def with_set_aside(self) -> Self:
        """Each with ``number_set_aside``: how many answers wait for a coordinator's decision."""
        return self.annotate(number_set_aside=models.Count("set_aside"))


class AwarenessWave(Record):
    """One fielding of the survey. ``code`` stands in its public address; ``version`` is the instrument's."""

    code = models.CharField(max_length=12, editable=False)
    version = models.PositiveSmallIntegerField(editable=False)
    sampling = models.CharField(_("how you meet people"), max_length=14, choices=Sampling)
    place = models.CharField(_("where"), max_length=160, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    quota = models.PositiveIntegerField(
        _("at most so many answers"),
        default=400,
        validators=[MinValueValidator(SMALLEST_QUOTA), MaxValueValidator(5000)],
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    # How many answers that had been set aside a coordinator included, and how many were left out; for the audit log.
    included_answers = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    left_out_answers = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # Of with_set_aside() alone.
    number_set_aside: int
    # Of with_number() alone.
    number: int

    objects: ClassVar[WaveQuerySet] = WaveQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["community", "code"], name="residents_wave_code"),
        ]

    def is_over(self, today: date) -> bool:
        """No answer comes in any more by any route. A survey ends by itself after its last day."""
        return self.closed_at is not None or self.ends_on < today

    @property
    def last_day_of_half_year(self) -> date:
        """A survey can be open until then, not longer: its answers belong to one half-year."""
        return HalfYear.from_day(self.starts_on).last_day

    @property
    def has_lost_answers(self) -> bool:
        """Single answers that its totals count were deleted, so the same answer could be counted twice."""
        return self.answers.filter(counted=True).count() < self.number_counted()

    def number_counted(self) -> int:
        return self.totals.aggregate(sum=models.Sum("answers"))["sum"] or 0

    @property
    def has_postponed_results(self) -> bool:
        return AwarenessWave.objects.with_postponed_results().filter(pk=self.pk).exists()

    def count_responses(self) -> int:
        """The responses, in the results or not. One query."""
        return AwarenessWave.objects.with_number().get(pk=self.pk).number


class ResidentAnswer(TenantModel):
    """One resident's answers as codes of the instrument (residents); the day is all that tells when.

    No address, no agent, no text and nothing that links two answers. ``client_id`` is made by the form itself, so
    that an answer sent twice is counted once.

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
    """An answer that counts once the survey is closed. ``counted``: the totals include it.

    ``batch`` is drawn for each file that is read in, so that all its answers can be taken out again.
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
    """An answer from a phone that came in a burst: it counts nowhere until a coordinator includes all of them."""

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

    Written when the survey is closed (residents.actions.totals). Too few valid answers to a question are
    stored as 0 of 0. ``last_on``: the day of closing. ``sha256`` is of all the others.
    """

    wave = models.ForeignKey(AwarenessWave, models.CASCADE, db_constraint=False, related_name="totals")
    half_year = models.CharField(max_length=7)
    first_on = models.DateField()
    last_on = models.DateField()
    answers = models.PositiveIntegerField()
    access_knows = models.PositiveIntegerField()
    # Of those who answered: whose own words nobody has judged. They may know or not.
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
        """Words of answers that are in the survey's results."""
        counted = AwarenessAnswer.objects.filter(wave=wave, counted=True).values("client_id")
        return self.filter(wave=wave, client_id__in=counted)

    def to_judge(self, wave: AwarenessWave) -> Self:
        """What a coordinator reads once the survey is closed, in an order that tells nothing."""
        if wave.closed_at is None:
            return self.none()
        return self.of_counted(wave).filter(judged="").order_by("key")


class OwnWords(TenantModel):
    """Words of a resident that are neither clearly right nor clearly wrong, until a coordinator has judged them.

    Read by coordinators alone, after the survey has closed, as the text and nothing else. ``key`` is drawn, and gives
    the order. ``text`` is emptied when it is judged; the row goes when the judgments take effect together.
    ``client_id`` is that of the answer, and stands on no page.
    """

    wave = models.ForeignKey(AwarenessWave, models.CASCADE, db_constraint=False, related_name="own_words")
    client_id = models.UUIDField()
    question = models.CharField(max_length=20)
    text = models.CharField(max_length=200, blank=True)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    judged = models.CharField(max_length=5, blank=True)

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
    """Why an attempt to answer was turned away."""

    QUOTA = "quota", _("The survey was full")
    TRAP = "trap", _("A field that only programs fill was filled")
    HASTE = "haste", _("It came faster than anybody reads")
    RUSH = "rush", _("Too many came at once")
    BURST = "burst", _("They came in a burst, were set aside and left out")


class TurnedAway(TenantModel):
    """How many attempts to answer were turned away on a day, and why; the office may read it too.

    Nothing of the answers. What was turned away and then kept, sent again from the same form, is taken off again, since
    the form itself carries that it was turned away.
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
