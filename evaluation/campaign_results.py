"""What campaigns achieved: their outputs outside of events, how many are at which stage, and wins by name."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from evaluation.achievement_items import Item, ItemKind
from evaluation.measures.achievements import CampaignFacts, Results, sum_campaigns
from events.models import Campaign, CampaignOutput, CampaignStage, Stage
from events.models.campaigns import CampaignStageQuerySet
from tfc.disclosure import Reader
from tfc.periods import HalfYear

# In the results of a place, next to the kinds of events.
FROM_CAMPAIGNS = ""


def get_campaign_outputs(period: HalfYear | None, **place: Any) -> "QuerySet[CampaignOutput]":
    """Return the outputs of a community or office, newest first; campaigns in the trash have none."""
    outputs = CampaignOutput.objects.filter(campaign__deleted_at=None, **place).select_related("campaign")
    if period:
        outputs = outputs.filter(on__range=(period.first_day, period.last_day))
    return outputs.order_by("-on", "-pk")


def sum_outputs(outputs: Iterable[CampaignOutput], reader: Reader) -> Results:
    """Return the sums by unit as ``reader`` may see them; a joint campaign counts once."""
    lines: dict[Campaign, list[tuple[str, int, bool]]] = defaultdict(list)
    for output in outputs:
        lines[output.campaign].append((output.unit, output.quantity, output.at_least))
    return sum_campaigns(
        (
            CampaignFacts(campaign.joint_key or campaign.pk, tuple(own), campaign.counts_all)
            for campaign, own in lines.items()
        ),
        reader,
    )


def get_campaigns(last: dt.date, **place: Any) -> "QuerySet[Any, str]":
    """Return the stages of the campaigns on the last day of the period, or today."""
    campaigns: Any = Campaign.objects.not_deleted().filter(**place).with_stage(last)
    return campaigns.values_list("stage", flat=True)


def get_wins(period: HalfYear | None, last: dt.date, **place: Any) -> CampaignStageQuerySet:
    wins = CampaignStage.objects.wins().filter(on__lte=last, **place).select_related("campaign")
    if period:
        wins = wins.filter(on__gte=period.first_day)
    return wins.order_by("-on", "pk")


def list_campaigns(campaigns: Iterable[str], wins: Iterable[CampaignStage]) -> Iterator[Item]:
    """Yield the campaigns by their stage, and the wins by name."""
    stages = Counter(campaigns)
    for stage in Stage.values:
        if number := stages[stage]:
            yield Item(ItemKind.CAMPAIGN, stage, number, records=number)
    for win in wins:
        yield Item(
            ItemKind.WIN, win.campaign.kind, 1, records=1, name=win.campaign.title, on=win.on,
            evidence=win.evidence,
        )  # fmt: skip
