"""The optional yearly partner survey: how well the sectors work with each other."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from stakeholders.models.register import Organization, Sector
from tfc.tenancy import Record, SameTenant, TenantModel, TrashQuerySet

# Fewer answers than this about a sector are not shown, not even to the community itself.
FEWEST_ANSWERS = 5


class Score(models.IntegerChoices):
    NOT_AT_ALL = 0, _("We have nothing to do with them")
    LITTLE = 1, _("We know whom to ask, and seldom do")
    WELL = 2, _("We work together now and then")
    VERY_WELL = 3, _("We work together well and often")


class TrustRoundQuerySet(TrashQuerySet["TrustRound"]):
    def with_response(self) -> Self:
        """Annotate how many were invited by an email that was sent, how many could not be, and how many answered."""
        sent = models.Q(invitations__sent_at__isnull=False)
        return self.annotate(
            invited_count=models.Count("invitations", filter=sent),
            unsent=models.Count("invitations", filter=models.Q(invitations__isnull=False) & ~sent),
            answered=models.Count("invitations", filter=models.Q(invitations__answered=True)),
        )


class TrustRound(Record):
    """The survey of one year. Its last day is never moved later, so that no result can be compared
    with a later one.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    closes_on = models.DateField(_("Last day"))

    # Set by with_response().
    invited_count: int
    unsent: int
    answered: int

    objects: ClassVar[TrustRoundQuerySet] = TrustRoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["community", "year"], name="stakeholders_one_trust_round_a_year"),
        ]

    def is_open(self, day: dt.date) -> bool:
        return day <= self.closes_on


class TrustInvitation(TenantModel):
    """One organization's link. Whether it answered is stored here, but not its answer."""

    round = models.ForeignKey(TrustRound, models.CASCADE, db_constraint=False, related_name="invitations")
    organization = models.ForeignKey(Organization, models.CASCADE, db_constraint=False, related_name="+")
    token_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField(null=True)
    # There is only one reminder.
    reminded_at = models.DateTimeField(null=True)
    answered = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="round", name="stakeholders_trustinvitation_round"),
            SameTenant(field="organization", name="stakeholders_trustinvitation_organization"),
            models.UniqueConstraint(
                fields=["community", "round", "organization"], name="stakeholders_invited_once"
            ),
        ]


class TrustAnswer(TenantModel):
    """How well one organization of a sector works with another sector. Which organization is not stored."""

    round = models.ForeignKey(TrustRound, models.CASCADE, db_constraint=False, related_name="answers")
    sector = models.CharField(max_length=20, choices=Sector)
    other = models.CharField(max_length=20, choices=Sector)
    score = models.PositiveSmallIntegerField(choices=Score)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="round", name="stakeholders_trustanswer_round"),
        ]
