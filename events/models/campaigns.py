"""Campaigns: what a community works for over months or years, who decides, its stages with evidence, and its events."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Community, Office
from events.models.attendance import EventPart
from stakeholders.models import Organization
from tfc.sharing import OwnedModel
from tfc.tenancy import Record, SameTenant, TenantModel, TrashQuerySet


class CampaignKind(models.TextChoices):
    AWARENESS = "awareness", _("Raise awareness")
    PETITION = "petition", _("Petition")
    POLICY = "policy", _("Policy or law")
    BUSINESS = "business", _("Business practice")
    CERTIFICATION = "certification", _("Certification")


class Stage(models.TextChoices):
    """The stages of a campaign, in order; it can end as not achieved."""

    PLANNED = "planned", pgettext_lazy("campaign", "Planned")
    ASKED = "asked", pgettext_lazy("campaign", "Asked")
    PLEDGED = "pledged", pgettext_lazy("campaign", "Pledged")
    ADOPTED = "adopted", pgettext_lazy("campaign", "Adopted")
    IN_FORCE = "in_force", pgettext_lazy("campaign", "In force")
    NOT_ACHIEVED = "not_achieved", pgettext_lazy("campaign", "Not achieved")


STAGE_NAMES: Mapping[str, Any] = dict(Stage.choices)
# A campaign is won on the day of its first stage of these.
WON = (Stage.ADOPTED, Stage.IN_FORCE)


class CampaignQuerySet(TrashQuerySet["Campaign"]):
    def owned_by(self, place: Community | Office) -> Self:
        """Filter a community's campaigns, or those of an office itself."""
        if isinstance(place, Community):
            return self.filter(community=place)
        return self.filter(community=None, office=place)

    def for_office(self, office: Office) -> Self:
        """Filter those of the office and of its communities that are not deleted."""
        return self.not_deleted().filter(office=office)

    def public(self) -> Self:
        """Filter the campaigns of the public page."""
        return self.not_deleted().filter(is_public=True)

    def with_stage(self, day: dt.date) -> Self:
        """Annotate the newest ``stage`` by the day, ``stage_since``, and ``won_on``, empty without a win by then."""
        stages = CampaignStage.objects.filter(campaign=OuterRef("pk"), on__lte=day)
        newest, won = stages.order_by("-on", "-id"), stages.filter(stage__in=WON).order_by("on", "id")
        return self.annotate(
            stage=Subquery(newest.values("stage")[:1]),
            stage_since=Subquery(newest.values("on")[:1]),
            won_on=Subquery(won.values("on")[:1]),
        )

    def for_public_page(self, day: dt.date) -> Self:
        """Return the ten newest with what the public login may read: title, goal, kind and stage."""
        columns = ("community_id", "title", "goal", "kind")
        return self.with_stage(day).newest_first().only(*columns)[:10]

    def won(self) -> Self:
        """Filter those that were won, the newest first; only after ``with_stage``."""
        return self.exclude(won_on=None).order_by("-won_on", "-id")

    def newest_first(self) -> Self:
        """Sort by the day of the newest stage; only after ``with_stage``."""
        return self.order_by("-stage_since", "-id")


class Campaign(OwnedModel, Record):
    """``decider`` or else ``decider_name``: the organization or the official that decides. The office reads what is
    not in the trash, and has campaigns of its own.
    """

    title = models.CharField(_("Title"), max_length=160)
    kind = models.CharField(_("Kind"), max_length=14, choices=CampaignKind)
    goal = models.TextField(pgettext_lazy("campaign", "Goal"), max_length=1000)
    decider = models.ForeignKey(
        Organization,
        models.PROTECT,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Who decides"),
    )
    decider_name = models.CharField(_("Who decides, if not in the list"), max_length=160, blank=True)
    # Of an office, which has no list of organizations: a name in each line.
    partner_names = models.TextField(_("Organizations that take part"), max_length=1000, blank=True)
    target = models.PositiveIntegerField(_("Target"), null=True, blank=True)
    target_unit = models.CharField(_("Unit of the target"), max_length=20, blank=True)
    is_public = models.BooleanField(_("Show on our public page"), default=False)
    # A joint campaign has the same key in each community, and sums count it once.
    joint_key = models.UUIDField(null=True, editable=False)
    # Of a joint campaign: these outputs are those of all its communities.
    counts_all = models.BooleanField(
        _("Our outputs are those of all communities"), default=False, editable=False
    )

    # Set by with_stage().
    stage: str | None
    stage_since: dt.date | None
    won_on: dt.date | None

    objects: ClassVar[CampaignQuerySet] = CampaignQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            models.UniqueConstraint(fields=["office", "id"], name="events_campaign_in_office"),
            # Communities that joined through a third do not read each other's rows. Only those who joined know the key.
            models.UniqueConstraint(
                fields=["office", "joint_key"],
                name="events_campaign_claimed_once",
                condition=Q(counts_all=True),
            ),
            models.UniqueConstraint(
                fields=["office", "community", "client_id"],
                name="events_campaign_sent_once",
                nulls_distinct=False,
                condition=Q(client_id__isnull=False),
            ),
            SameTenant(field="community", name="events_campaign_office", key="office"),
            SameTenant(field="decider", name="events_campaign_decider"),
            models.CheckConstraint(
                name="events_campaign_of_office_is_plain",
                condition=Q(community__isnull=False) | Q(decider=None, is_public=False),
            ),
            models.CheckConstraint(
                name="events_campaign_target_has_unit",
                condition=Q(target=None, target_unit="") | Q(target__gt=0) & ~Q(target_unit=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def decided_by(self) -> str:
        return self.decider.name if self.decider else self.decider_name

    @property
    def stage_text(self) -> str:
        """“Asked since May 1, 2026”; only after ``with_stage``."""
        if self.stage_since is None:
            return ""
        return _("%(stage)s since %(day)s") % {"stage": self.stage_name, "day": date_format(self.stage_since)}

    @property
    def summary(self) -> str:
        """“Petition · City council · Asked since May 1, 2026”; only after ``with_stage``."""
        parts = (self.get_kind_display(), self.decided_by, self.stage_text)
        return " · ".join(str(part) for part in parts if part)

    @property
    def stage_name(self) -> str:
        """The name of the newest stage; only after ``with_stage``."""
        return str(STAGE_NAMES.get(self.stage or "", ""))


class CampaignStageQuerySet(models.QuerySet["CampaignStage"]):
    def wins(self) -> Self:
        """Filter the first stage by which each campaign was won; campaigns in the trash have none."""
        first = self.model._default_manager.filter(campaign=OuterRef("campaign"), stage__in=WON)
        return self.filter(
            campaign__deleted_at=None, pk=Subquery(first.order_by("on", "id").values("pk")[:1])
        )

    def counted_once(self, **places: Any) -> Self:
        """Leave out wins of a joint campaign that another community had before; for sums of an office, after
        ``wins``. ``places``: whose wins are summed, or empty for all in scope.
        """
        earlier = self.model._default_manager.wins().filter(
            campaign__joint_key=OuterRef("campaign__joint_key"), **places
        )
        earlier = earlier.filter(Q(on__lt=OuterRef("on")) | Q(on=OuterRef("on"), pk__lt=OuterRef("pk")))
        return self.exclude(Exists(earlier))

    def in_order(self) -> Self:
        return self.order_by("on", "id")


class CampaignStage(OwnedModel):
    """The stage of a campaign from a day on, with its evidence or what was learned. Only the newest is ever removed."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, db_constraint=False, related_name="stages")
    stage = models.CharField(_("Stage"), max_length=12, choices=Stage)
    on = models.DateField(_("Since"))
    evidence = models.CharField(_("Evidence"), max_length=300, blank=True)
    link = models.URLField(_("Link"), max_length=500, blank=True)
    evidence_on = models.DateField(_("Date of the evidence"), null=True, blank=True)
    lesson = models.TextField(_("What you learned"), max_length=1000, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")

    objects: ClassVar[CampaignStageQuerySet] = CampaignStageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            SameTenant(field="campaign", name="events_campaignstage_campaign"),
            SameTenant(field="campaign", name="events_campaignstage_owner", key="office"),
            models.UniqueConstraint(
                fields=["community", "campaign", "stage"],
                name="events_campaign_stage_once",
                nulls_distinct=False,
            ),
        ]


class CampaignPartner(TenantModel):
    """An organization that takes part in a campaign."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, db_constraint=False, related_name="partners")
    organization = models.ForeignKey(Organization, models.PROTECT, db_constraint=False, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="campaign", name="events_campaignpartner_campaign"),
            SameTenant(field="organization", name="events_campaignpartner_organization"),
            models.UniqueConstraint(
                fields=["community", "campaign", "organization"], name="events_campaign_partner_once"
            ),
        ]


class CampaignOutput(OwnedModel):
    """What a campaign reached outside of its events, such as signatures online. ``unit``: see events.output_units.

    Outputs that were sent with one form have the same ``client_id``.
    """

    client_id = models.UUIDField(null=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, db_constraint=False, related_name="outputs")
    on = models.DateField(_("Date"))
    unit = models.CharField(_("Unit"), max_length=20)
    quantity = models.PositiveIntegerField(_("How many"))
    at_least = models.BooleanField(_("At least"), default=False)
    what = models.CharField(_("What"), max_length=160, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            SameTenant(field="campaign", name="events_campaignoutput_campaign"),
            SameTenant(field="campaign", name="events_campaignoutput_owner", key="office"),
        ]


class CampaignEvent(EventPart):
    """An event of a campaign: an action, a stand, a hearing."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, db_constraint=False, related_name="events")

    class Meta(EventPart.Meta):
        constraints = [
            *EventPart.Meta.constraints,
            SameTenant(field="campaign", name="events_campaignevent_campaign"),
            models.UniqueConstraint(fields=["community", "event"], name="events_one_campaign_an_event"),
        ]
