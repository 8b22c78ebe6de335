"""What residents know: waves of the awareness survey, and answers that nobody can be found by."""

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import Record, RecordQuerySet, SameTenant, TenantModel


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


class WaveQuerySet(RecordQuerySet["AwarenessWave"]):
    def in_the_bin(self) -> Self:
        return self.filter(deleted_at__isnull=False)

    def newest_first(self) -> Self:
        return self.order_by("-starts_on", "-id")


class AwarenessWave(Record):
    """One fielding of the survey. ``code`` stands in its public address; ``version`` is the instrument's."""

    code = models.CharField(max_length=12, editable=False)
    version = models.PositiveSmallIntegerField(editable=False)
    sampling = models.CharField(_("how you meet people"), max_length=14, choices=Sampling)
    place = models.CharField(_("where"), max_length=160, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    quota = models.PositiveIntegerField(
        _("at most so many answers"), default=400, validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    closed_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[WaveQuerySet] = WaveQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["community", "code"], name="evaluation_wave_code"),
        ]


class AwarenessAnswer(TenantModel):
    """One resident's answers as codes of the instrument (evaluation.awareness); the day is all that tells when.

    No address, no agent, no text and nothing that links two answers. ``client_id`` is made by the form itself, so
    that an answer sent twice is counted once. ``batch`` is drawn for each file that is read in, so that all its answers
    can be taken out again.
    """

    wave = models.ForeignKey(AwarenessWave, models.CASCADE, db_constraint=False, related_name="answers")
    client_id = models.UUIDField()
    day = models.DateField()
    language = models.CharField(max_length=10)
    source = models.CharField(max_length=5, choices=AnswerSource)
    hotline_unprompted = models.CharField(max_length=10)
    route_unprompted = models.CharField(max_length=10)
    hotline_prompted = models.CharField(max_length=10)
    route_prompted = models.CharField(max_length=10)
    definition = models.CharField(max_length=10)
    risks = models.JSONField(default=list)
    batch = models.UUIDField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="wave", name="evaluation_answer_wave"),
            models.UniqueConstraint(
                fields=["community", "wave", "client_id"], name="evaluation_answer_sent_once"
            ),
        ]


class Turned(models.TextChoices):
    """Why an attempt to answer was turned away."""

    QUOTA = "quota", _("The wave was full")
    TRAP = "trap", _("A field that only programs fill was filled")
    HASTE = "haste", _("It came faster than anybody reads")
    RUSH = "rush", _("Too many came at once")


class TurnedAway(TenantModel):
    """How many attempts to answer were turned away on a day, and why; the office may read it too.

    Nothing of the answers. What was turned away and then kept, sent again from the same form, is taken off again, since
    the form itself carries that it was turned away.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    wave = models.ForeignKey(AwarenessWave, models.CASCADE, db_constraint=False, related_name="turned_away")
    day = models.DateField()
    why = models.CharField(max_length=6, choices=Turned)
    number = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="wave", name="evaluation_turnedaway_wave"),
            models.UniqueConstraint(
                fields=["community", "wave", "day", "why"], name="evaluation_turned_away_once"
            ),
        ]
