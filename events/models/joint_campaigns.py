"""Shares of joint campaigns between two communities of an office, or between one and the office itself."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Community, Office
from events.models.campaigns import STAGE_NAMES, Campaign, CampaignKind
from tfc.sharing import OwnedModel
from tfc.tenancy import SameTenant


class CampaignShareQuerySet(models.QuerySet["CampaignShare"]):
    def sent_to(self, place: Community | Office) -> Self:
        """Filter what others sent to this community, or to this office, and did not take back."""
        return self._to(place).filter(holds=True).select_related("community", "office")

    def _to(self, place: Community | Office) -> Self:
        if isinstance(place, Community):
            return self.filter(other=place)
        return self.filter(other=None, office=place)

    def waiting_for(self, place: Community | Office) -> Self:
        """Filter what was sent to this place and has no answer yet."""
        return self.sent_to(place).filter(~Exists(self._get_own_rows(place))).order_by("id")

    def answering(self, place: Community | Office) -> Self:
        """Filter the answers to what this place shared, with its own campaign's ID as ``answered_campaign``."""
        own = self._get_own_rows(place).filter(pk__lt=OuterRef("pk"), campaign__deleted_at=None)
        answers = self._to(place).annotate(answered_campaign=Subquery(own.values("campaign")[:1]))
        return answers.exclude(answered_campaign=None).order_by("id")

    def _get_own_rows(self, place: Community | Office) -> "CampaignShareQuerySet":
        """Return the rows of this place for the sender of the outer row, about the same campaign."""
        own: CampaignShareQuerySet = self.model._default_manager.filter(
            community=place if isinstance(place, Community) else None, joint_key=OuterRef("joint_key")
        )
        # The office has no number in these columns.
        return own.annotate(to=Coalesce("other", 0)).filter(to=Coalesce(OuterRef("community"), 0))


class CampaignShare(OwnedModel):
    """A statement of one community to another: “this is our joint campaign”, or with ``holds`` false “it is not”.

    As for joint events (`JointShare`), each of the two writes a row of its own and reads that of the other. The row has
    everything that the other may know of the campaign. Without ``community`` the office itself says it, without
    ``other`` it is said to the office.
    """

    other = models.ForeignKey(Community, models.PROTECT, db_constraint=False, null=True, related_name="+")
    joint_key = models.UUIDField()
    holds = models.BooleanField(default=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, db_constraint=False, null=True, related_name="joint_shares"
    )
    in_trash = models.BooleanField(default=False)
    title = models.CharField(_("Title"), max_length=160, blank=True)
    goal = models.TextField(pgettext_lazy("campaign", "Goal"), max_length=1000, blank=True)
    kind = models.CharField(_("Kind"), max_length=14, choices=CampaignKind, blank=True)
    # The name of the organization, or what was entered: lists of organizations are not shared.
    decider_name = models.CharField(_("Who decides"), max_length=160, blank=True)
    target = models.PositiveIntegerField(_("Target"), null=True)
    target_unit = models.CharField(_("Unit of the target"), max_length=20, blank=True)
    # Each stage as a dictionary of ``events.actions.campaigns.add_stage``, in order, with days as text.
    stages = models.JSONField(_("Stages"), default=list)
    counts_all = models.BooleanField(_("Our outputs are those of all communities"), default=False)
    declared_by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(auto_now=True)

    # Set by answering().
    answered_campaign: int

    objects: ClassVar[CampaignShareQuerySet] = CampaignShareQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            SameTenant(field="community", name="events_campaignshare_office", key="office"),
            SameTenant(field="other", name="events_campaignshare_other", key="office"),
            SameTenant(field="campaign", name="events_campaignshare_campaign"),
            SameTenant(field="campaign", name="events_campaignshare_owner", key="office"),
            models.UniqueConstraint(
                fields=["office", "community", "other", "joint_key"],
                name="events_campaign_shared_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="events_campaign_shared_by_two",
                condition=~Q(community=models.F("other"))
                & (Q(community__isnull=False) | Q(other__isnull=False)),
            ),
            models.CheckConstraint(
                name="events_campaignshare_shows_what_is_held",
                condition=Q(holds=True, campaign__isnull=False)
                | Q(holds=False, campaign=None, title="", goal="", kind="", stages=[])
                & Q(decider_name="", target=None, target_unit=""),
            ),
        ]
        indexes = [models.Index(fields=["other", "joint_key"], name="events_campaign_told")]

    def __str__(self) -> str:
        return self.title

    @property
    def sender(self) -> Community | Office:
        return self.community or self.office

    @property
    def recipient(self) -> Community | Office:
        return self.other or self.office

    @property
    def stage_name(self) -> str:
        return str(STAGE_NAMES[self.stages[-1]["stage"]]) if self.stages else ""
