"""Shares of joint campaigns between two communities of an office."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Community
from events.models.campaigns import STAGE_NAMES, Campaign
from tfc.tenancy import SameTenant, TenantModel


class CampaignShareQuerySet(models.QuerySet["CampaignShare"]):
    def sent_to(self, community: Community) -> Self:
        """Filter what other communities sent to this one and did not take back."""
        return self.filter(other=community, holds=True)

    def waiting_for(self, community: Community) -> Self:
        """Filter what was sent to this community and has no answer yet."""
        answers = self.model._default_manager.filter(
            community=community, other=OuterRef("community"), joint_key=OuterRef("joint_key")
        )
        return self.sent_to(community).filter(~Exists(answers)).select_related("community").order_by("id")


class CampaignShare(TenantModel):
    """A statement of one community to another: “this is our joint campaign”, or with ``holds`` false “it is not”.

    As for joint events (`JointShare`), each of the two writes a row of its own and reads that of the other. The row has
    everything that the other may know of the campaign.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    other = models.ForeignKey(Community, models.PROTECT, db_constraint=False, related_name="+")
    joint_key = models.UUIDField()
    holds = models.BooleanField(default=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, db_constraint=False, null=True, related_name="joint_shares"
    )
    in_trash = models.BooleanField(default=False)
    title = models.CharField(_("Title"), max_length=160, blank=True)
    goal = models.TextField(pgettext_lazy("campaign", "Goal"), max_length=1000, blank=True)
    kind = models.CharField(max_length=14, blank=True)
    # Each stage as a dictionary of ``events.actions.campaigns.add_stage``, in order, with days as text.
    stages = models.JSONField(_("Stages"), default=list)
    counts_all = models.BooleanField(_("Our outputs are those of all communities"), default=False)
    declared_by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[CampaignShareQuerySet] = CampaignShareQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="community", name="events_campaignshare_office", key="office"),
            SameTenant(field="other", name="events_campaignshare_other", key="office"),
            SameTenant(field="campaign", name="events_campaignshare_campaign"),
            models.UniqueConstraint(
                fields=["community", "other", "joint_key"], name="events_campaign_shared_once"
            ),
            models.CheckConstraint(
                name="events_campaign_shared_by_two", condition=~Q(community=models.F("other"))
            ),
            models.CheckConstraint(
                name="events_campaignshare_shows_what_is_held",
                condition=Q(holds=True, campaign__isnull=False)
                | Q(holds=False, campaign=None, title="", goal="", stages=[]),
            ),
        ]
        indexes = [models.Index(fields=["other", "joint_key"], name="events_campaign_told")]

    def __str__(self) -> str:
        return self.title

    @property
    def stage_name(self) -> str:
        return str(STAGE_NAMES[self.stages[-1]["stage"]]) if self.stages else ""
