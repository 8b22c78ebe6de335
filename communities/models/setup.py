"""The set-up of a new community: its completed steps, and the pairing with an experienced one."""

import datetime as dt
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models.communities import Community, Office, Stage
from communities.models.people import User
from tfc.tenancy import OfficeModel, SameTenant, TenantModel


class SetupStep(models.TextChoices):
    TEAM = "team", _("A team: a coordinator and three members")
    CADENCE = "cadence", _("Meeting rhythm")
    LANGUAGES = "languages", _("Languages of the town")
    MEETING = "meeting", _("First meeting")
    SECTORS = "sectors", _("Organizations of four sectors")
    PAGE = "page", _("Public page")
    RESEARCH = "research", _("Research begun")
    PROFILE = "profile", _("Population profile")


# The stages in which a community is still being set up.
EARLY = (Stage.CANDIDATE, Stage.AWARENESS, Stage.LEADERSHIP_TEAM, Stage.DISCOVERING)


class SetupProgress(TenantModel):
    """A community's set-up as its office sees it: the codes of the completed steps, never the records behind them."""

    office = models.ForeignKey(Office, models.PROTECT, editable=False, related_name="+")
    done = ArrayField(models.CharField(max_length=10, choices=SetupStep), default=list)
    counted_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="community", name="communities_setup_office", key="office"),
            models.UniqueConstraint(fields=["community"], name="communities_one_setup"),
        ]


class PairingQuerySet(models.QuerySet["Pairing"]):
    def running(self) -> Self:
        return self.filter(until=None)

    def for_community(self, community: Community) -> Self:
        """Return pairings in which a community is one of the two."""
        return self.filter(Q(newcomer=community) | Q(mentor=community))


class Pairing(OfficeModel):
    """A new community and the experienced one that its office paired with it. Only these two and the office read this
    row.

    ``joint_keys``: of the events that both share while they are paired; counted by the figures login, since neither
    community may read the other's events.
    """

    newcomer = models.ForeignKey(
        Community, models.PROTECT, db_constraint=False, editable=False, related_name="+"
    )
    mentor = models.ForeignKey(
        Community, models.PROTECT, db_constraint=False, related_name="+", verbose_name=_("Mentor")
    )
    since = models.DateField(_("Since"))
    until = models.DateField(_("Until"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    joint_keys = ArrayField(models.UUIDField(), default=list, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[PairingQuerySet] = PairingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            SameTenant(field="newcomer", key="office", name="communities_pairing_newcomer"),
            SameTenant(field="mentor", key="office", name="communities_pairing_mentor"),
            models.UniqueConstraint(
                fields=["office", "newcomer"], condition=Q(until=None), name="communities_one_mentor"
            ),
            models.CheckConstraint(name="communities_pair_of_two", condition=~Q(newcomer=F("mentor"))),
            models.CheckConstraint(
                name="communities_pairing_ends_after", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def other(self, community: Community) -> Community:
        return self.mentor if self.newcomer_id == community.pk else self.newcomer

    def covers(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)
