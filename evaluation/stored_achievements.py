"""What communities achieved in several half-years, from stored sums, for files with all of them."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from communities.models import Office
from evaluation.achievement_items import Item, ItemKind
from evaluation.achievement_records import list_briefings, list_office_contributions, list_stories
from evaluation.achievements import Facts, list_items
from evaluation.campaign_results import (
    FROM_CAMPAIGNS,
    get_campaign_outputs,
    get_campaigns,
    get_joint_outputs,
    index_joint,
    list_campaigns,
    sum_outputs,
)
from evaluation.measures.achievements import JointCampaign, Results
from evaluation.models import EventRollup, Figure
from events.models import Campaign, CampaignOutput, CampaignStage, OfficeOutput
from library.models import Story
from stakeholders.models import BriefingStatus
from tfc.batched_queries import evaluate_together
from tfc.disclosure import Reader
from tfc.periods import HalfYear


@dataclass(frozen=True)
class StoredFacts:
    """What several communities achieved, as their office may see it. ``facts`` (of events, campaigns, contributions,
    briefings and stories) are by community and half-year. ``campaigns``: with their stages on the last day of each
    half-year. ``wins``: community, day, kind and joint key, the first first. The community is None for campaigns of the
    office itself.
    """

    facts: Mapping[tuple[int | None, HalfYear], Facts]
    joint_campaigns: Mapping[int, JointCampaign]
    campaigns: Mapping[HalfYear, Sequence[Campaign]]
    wins: Sequence[tuple[int | None, dt.date, str, UUID | None]]

    def list_items(self, community_ids: Collection[int | None], half_year: HalfYear) -> list[Item]:
        """Return the items of these communities together; joint events and campaigns count once."""
        keys = [(pk, half_year) for pk in community_ids]
        own = [campaign for campaign in self.campaigns[half_year] if campaign.community_id in community_ids]
        others = [*self._list_wins(community_ids, half_year), *list_campaigns(own)]
        campaigns = Facts({}, others, self.joint_campaigns)
        return list_items([*(self.facts[key] for key in keys if key in self.facts), campaigns])

    def _list_wins(self, community_ids: Collection[int | None], half_year: HalfYear) -> Iterator[Item]:
        """Yield the number of wins of each kind, a joint one where it was won first."""
        joint: set[UUID] = set()
        kinds: Counter[str] = Counter()
        for community_id, day, kind, joint_key in self.wins:
            if community_id not in community_ids or joint_key in joint:
                continue
            joint |= {joint_key} if joint_key else set()
            kinds[kind] += HalfYear.from_day(day) == half_year
        for kind, number in kinds.items():
            if number:
                yield Item(ItemKind.WIN, kind, number, records=number)


def read_stored_facts(
    community_ids: Collection[int],
    half_years: Collection[HalfYear],
    contributions: Iterable[Figure],
    office: Office | None = None,
    *more: "QuerySet[Any]",
) -> StoredFacts:
    """``contributions``: the stored figures that contain them. ``office``: whose own campaigns are read too. Evaluates
    ``more`` in the same query.
    """
    places = Q(community__in=community_ids) | (Q(community=None, office=office) if office else Q(pk=None))
    rollups: Any = EventRollup.objects.filter(community__in=community_ids, half_year__in=map(str, half_years))
    rollups = rollups.values_list("community_id", "half_year", "kind", "results")
    wins: Any = CampaignStage.objects.wins().filter(places).order_by("on", "pk")
    wins = wins.values_list("community_id", "on", "campaign__kind", "campaign__joint_key")
    outputs = get_campaign_outputs(None).filter(places)
    joint = get_joint_outputs(None, office) if office else OfficeOutput.objects.none()
    today = timezone.localdate()
    campaigns = {
        period: get_campaigns(period.get_reference_day(today)).filter(places) for period in half_years
    }
    briefings = BriefingStatus.objects.filter(community__in=community_ids)
    stories = Story.objects.filter(community__in=community_ids, deleted_at=None).only(
        "community", "created_at"
    )
    evaluate_together(rollups, wins, outputs, joint, briefings, stories, *campaigns.values(), *more)
    by_place: list[tuple[int | None, CampaignOutput | OfficeOutput]] = [
        *((output.community_id, output) for output in outputs),
        *((None, output) for output in joint),
    ]
    by_kind = _sum_by_kind(rollups, by_place)
    others = _list_others(contributions, briefings, stories)
    facts = {key: Facts(by_kind.get(key, {}), others.get(key, ())) for key in {*by_kind, *others}}
    joint_campaigns = index_joint(campaign for several in campaigns.values() for campaign in several)
    return StoredFacts(
        facts, joint_campaigns, {key: list(rows) for key, rows in campaigns.items()}, list(wins)
    )


def _sum_by_kind(
    rollups: Iterable[tuple[int, str, str, Any]],
    outputs: Iterable[tuple[int | None, CampaignOutput | OfficeOutput]],
) -> dict[tuple[int | None, HalfYear], dict[str, Results]]:
    by_kind: dict[tuple[int | None, HalfYear], dict[str, Results]] = defaultdict(dict)
    for community_id, half_year, kind, results in rollups:
        by_kind[community_id, HalfYear.parse(half_year)][kind] = Results.from_json(results)
    made: dict[tuple[int | None, HalfYear], list[CampaignOutput | OfficeOutput]] = defaultdict(list)
    for place_id, output in outputs:
        made[place_id, HalfYear.from_day(output.on)].append(output)
    for key, own in made.items():
        by_kind[key][FROM_CAMPAIGNS] = sum_outputs(own, Reader.NETWORK)
    return by_kind


def _list_others(
    contributions: Iterable[Figure], briefings: Iterable[BriefingStatus], stories: Iterable[Story]
) -> dict[tuple[int | None, HalfYear], list[Item]]:
    items: dict[tuple[int | None, HalfYear], list[Item]] = defaultdict(list)
    for figure in contributions:
        items[figure.community_id, figure.period] += list_office_contributions([figure.details])
    for status in briefings:
        days = (status.shared_on, status.answered_on, status.followed_on)
        items[status.community_id, HalfYear.from_day(status.shared_on)] += list_briefings([days])
    for story in stories:
        day = timezone.localtime(story.created_at).date()
        items[story.community_id, HalfYear.from_day(day)] += list_stories([story.pk])
    return items
