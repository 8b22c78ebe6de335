"""What campaigns achieved: their outputs outside of events, how many are at which stage, and wins by name."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import Coalesce

from communities.models import Office
from evaluation.achievement_items import Item, ItemKind
from evaluation.measures.achievements import JointCampaign, Results, sum_campaign
from events.models import Campaign, CampaignOutput, CampaignStage, OfficeEvent, OfficeOutput, Stage
from events.models.campaigns import CampaignQuerySet, CampaignStageQuerySet
from tfc.disclosure import Reader
from tfc.periods import HalfYear
from tfc.text.punctuation import listed

# In the results of a place, next to the kinds of events.
FROM_CAMPAIGNS = ""
# A joint campaign is at the highest stage of its communities; it is not achieved if none of them continues.
RANKS = ("", Stage.NOT_ACHIEVED, Stage.PLANNED, Stage.ASKED, Stage.PLEDGED, Stage.ADOPTED, Stage.IN_FORCE)


def get_campaign_outputs(period: HalfYear | None, **place: Any) -> "QuerySet[CampaignOutput]":
    """Return the outputs of a community or office, newest first; campaigns in the trash have none."""
    outputs = CampaignOutput.objects.filter(campaign__deleted_at=None, **place)
    if period:
        outputs = outputs.filter(on__range=(period.first_day, period.last_day))
    return outputs.order_by("-on", "-pk")


def get_joint_outputs(period: HalfYear | None, office: Office) -> "QuerySet[OfficeOutput]":
    """Return what the office's own events produced for joint campaigns."""
    events = OfficeEvent.objects.filter(office=office).counted()
    if period:
        events = events.between(period.first_day, period.last_day)
    return OfficeOutput.objects.filter(event__in=events).of_joint_campaigns().order_by("pk")


def sum_outputs(outputs: Iterable[CampaignOutput | OfficeOutput], reader: Reader) -> Results:
    """Return the sums of each campaign as ``reader`` may see them."""
    return Results.add_up(
        sum_campaign(output.campaign_id, [(output.unit, output.quantity, output.at_least)], reader)
        for output in outputs
    )


def index_joint(campaigns: Iterable[Campaign]) -> dict[int, JointCampaign]:
    """Return the joint ones by ID."""
    return {
        campaign.pk: JointCampaign(campaign.joint_key, campaign.counts_all)
        for campaign in campaigns
        if campaign.joint_key
    }


def get_campaigns(last: dt.date, **place: Any) -> CampaignQuerySet:
    """Return the campaigns with their stages on the last day of the period, or today."""
    campaigns = Campaign.objects.not_deleted().filter(**place).with_stage(last)
    return campaigns.only("title", "joint_key", "counts_all", "community", "office")


def group_by_stage(campaigns: Iterable[Campaign]) -> dict[str, list[list[Campaign]]]:
    """Return the campaigns at each stage; those of one joint campaign are together, at the furthest of their stages."""
    joint: dict[object, list[Campaign]] = defaultdict(list)
    for campaign in campaigns:
        joint[campaign.joint_key or campaign.pk].append(campaign)
    by_stage: dict[str, list[list[Campaign]]] = defaultdict(list)
    for parts in joint.values():
        by_stage[max((part.stage or "" for part in parts), key=RANKS.index)].append(parts)
    return by_stage


def get_wins(period: HalfYear | None, last: dt.date, **place: Any) -> CampaignStageQuerySet:
    wins = CampaignStage.objects.wins().filter(on__lte=last, **place).select_related("campaign", "community")
    if period:
        wins = wins.filter(on__gte=period.first_day)
    return wins.order_by("-on", "pk")


def get_office_wins(period: HalfYear | None, last: dt.date, **places: Any) -> CampaignStageQuerySet:
    """Return the wins of an office and its communities, or of some of them, a joint one once, with the names of those
    that take part as ``places``.
    """
    parts = Campaign.objects.not_deleted().filter(joint_key=OuterRef("campaign__joint_key"), **places)
    names = parts.annotate(place=Coalesce("community__name", "office__name")).order_by("place")
    wins = (
        get_wins(period, last, **places)
        .counted_once(**places)
        .select_related("campaign", "community", "office")
    )
    return wins.annotate(places=ArraySubquery(names.values("place")))


def list_campaigns(campaigns: Iterable[Campaign]) -> Iterator[Item]:
    """Yield the number of campaigns at each stage."""
    by_stage = group_by_stage(campaigns)
    for stage in Stage.values:
        if number := len(by_stage[stage]):
            yield Item(ItemKind.CAMPAIGN, stage, number, records=number)


def list_wins(wins: Iterable[CampaignStage]) -> Iterator[Item]:
    """Yield the wins by name, those of an office with their communities."""
    for win in wins:
        names = getattr(win, "places", None)
        place = "" if names is None else listed(names or [(win.community or win.office).name])
        is_own = names is None or win.community_id is None
        yield Item(
            ItemKind.WIN, win.campaign.kind, 1, records=1, name=win.campaign.title, on=win.on,
            evidence=win.evidence, place=place, record_id=win.campaign_id if is_own else None,
        )  # fmt: skip
