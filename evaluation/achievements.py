"""What a community, an office or all offices achieved in a half-year, or over all time: one item for each number."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from communities.models import Community, Office
from evaluation.achievement_items import EVERY_KIND, NAMED_KINDS, Item, ItemKind
from evaluation.achievement_records import (
    get_briefing_statuses,
    get_briefings,
    get_contribution_figures,
    get_contributions,
    get_stories,
    list_briefings,
    list_contributions,
    list_office_contributions,
    list_stories,
    list_trained,
)
from evaluation.campaign_results import (
    FROM_CAMPAIGNS,
    get_campaign_outputs,
    get_campaigns,
    get_joint_outputs,
    get_office_wins,
    get_wins,
    index_joint,
    list_campaigns,
    list_wins,
    sum_outputs,
)
from evaluation.measures.achievements import JointCampaign, Reach, Results
from evaluation.models import EventRollup
from evaluation.own_work import OwnWork
from evaluation.professionals import (
    add_up_professionals,
    read_community_professionals,
    read_office_professionals,
)
from evaluation.rollups.events import sum_by_community_and_kind
from events.models import Event, EventKind, OfficeOutput, Stage
from events.output_units import MONEY, get_office_unit_labels, get_unit_currency
from tfc.batched_queries import evaluate_together
from tfc.disclosure import Reader
from tfc.periods import HalfYear


@dataclass(frozen=True)
class Facts:
    """The results of events by kind and of campaigns, and the items from other records. ``joint_campaigns``: by ID;
    without them each campaign counts by itself. ``own_results`` and ``own_items`` are of an office's own work.
    """

    results: Mapping[str, Results]
    others: Sequence[Item]
    joint_campaigns: Mapping[int, JointCampaign] = field(default_factory=dict)
    # Labels of the units that the office added, by code.
    names: Mapping[str, str] = field(default_factory=dict)
    own_results: Results = field(default_factory=Results)
    own_items: Sequence[Item] = ()


def get_community_facts(
    community: Community, period: HalfYear | None, today: dt.date, *more: "QuerySet[Any]"
) -> Facts:
    """Return a community's own facts, exact, in its scope; ``period`` None: all time. Evaluates ``more`` in the same
    query.
    """
    held = Event.objects.held()
    sums = sum_by_community_and_kind(held.in_period(period) if period else held, Reader.COMMUNITY)
    trained = read_community_professionals(today)
    column = next((column for column in trained.columns if column.half_year == period), None)
    groups = column or (trained.together if period is None else None)
    last = period.get_reference_day(today) if period else today
    campaigns, wins = get_campaigns(last, community=community), get_wins(period, last, community=community)
    contributions, stories = get_contributions(period), get_stories(period, community=community)
    briefings, outputs = get_briefings(period), get_campaign_outputs(period, community=community)
    evaluate_together(campaigns, wins, outputs, contributions, briefings, stories, *more)
    others = [
        *list_campaigns(campaigns),
        *list_wins(wins),
        *list_trained(groups.trained.groups if groups and groups.trained else {}),
        *list_contributions(contributions),
        *list_briefings(briefings),
        *list_stories(stories),
    ]
    results = {kind: results for (_community, kind), results in sums.items()}
    return Facts(results | {FROM_CAMPAIGNS: sum_outputs(outputs, Reader.COMMUNITY)}, others)


def get_office_facts(
    office: Office,
    period: HalfYear | None,
    *more: "QuerySet[Any]",
    community: Community | None = None,
    chosen: Collection[int] | None = None,
    own_reader: Reader | None = None,
) -> Facts:
    """Return an office's facts from stored sums, without small numbers of people, in its scope. Evaluates ``more`` in
    the same query. ``community``: only this one's, as its office may see them, in the community's scope. ``chosen``:
    only those of these communities, by ID. ``own_reader``: who reads the office's own work; None without it.
    """
    place: dict[str, Any] = {"office": office} if chosen is None else {"community__in": chosen}
    place = {"community": community} if community else place
    rollups = EventRollup.objects.filter(**place)
    if period:
        rollups = rollups.filter(half_year=str(period))
    today = timezone.localdate(timezone=office.zone)
    last = period.get_reference_day(today) if period else today
    campaigns = get_campaigns(last, **place)
    wins = get_wins(period, last, **place) if community else get_office_wins(period, last, **place)
    figures, stories = get_contribution_figures(period, **place), get_stories(period, **place)
    outputs = get_campaign_outputs(period, **place)
    is_whole = community is None and chosen is None
    joint = get_joint_outputs(period, office) if is_whole else OfficeOutput.objects.none()
    briefings = get_briefings(period) if community else get_briefing_statuses(period, **place)
    own = OwnWork(office, period, own_reader) if own_reader is not None else None
    own_queries = own.queries if own else ()
    evaluate_together(campaigns, wins, outputs, joint, figures, stories, briefings, *own_queries, *more)
    by_kind: dict[str, list[Results]] = defaultdict(list)
    for kind, results in rollups.values_list("kind", "results"):
        by_kind[kind].append(Results.from_json(results))
    trained = read_office_professionals(office) if is_whole else add_up_professionals(office, **place)
    number = trained.half_years.index(period) if period in trained.half_years else None
    rows = trained.running if period is None else trained.single if number is not None else {}
    others = [
        *list_campaigns(campaigns),
        *list_wins(wins),
        *list_trained({group: row[-1 if number is None else number] for group, row in rows.items() if row}),
        *list_office_contributions(figures),
        *list_briefings(briefings),
        *list_stories(stories),
    ]
    sums = {kind: Results.add_up(results) for kind, results in by_kind.items()}
    sums[FROM_CAMPAIGNS] = sum_outputs([*outputs, *joint], Reader.NETWORK)
    facts = Facts(sums, others, index_joint(campaigns), get_office_unit_labels())
    return replace(facts, own_results=own.results, own_items=own.items) if own else facts


def list_items(several: Sequence[Facts]) -> list[Item]:
    """Return the items of these facts together; joint events and campaigns count once. An office's own work comes last,
    in items of its own.
    """
    by_kind: dict[str, list[Results]] = defaultdict(list)
    for facts in several:
        for kind, results in facts.results.items():
            by_kind[kind].append(results)
    kinds = {
        kind: Results.add_up(by_kind[kind]) for kind in (*EventKind.values, FROM_CAMPAIGNS) if kind in by_kind
    }
    joint_campaigns = {pk: joint for facts in several for pk, joint in facts.joint_campaigns.items()}
    everything = Results.add_up(kinds.values()).combine(joint_campaigns)
    names = {code: name for facts in several for code, name in facts.names.items()}
    own = Results.add_up(facts.own_results for facts in several)
    own_items = [
        *_list_outputs(own, names),
        *_list_reach(EVERY_KIND, own.reach),
        *_add_items(item for facts in several for item in facts.own_items),
    ]
    return [
        *_list_outputs(everything, names),
        *_list_reach(EVERY_KIND, everything.reach),
        *(item for kind, results in kinds.items() for item in _list_reach(kind, results.together.reach)),
        *sorted(_add_items(item for facts in several for item in facts.others), key=_get_order),
        *(replace(item, is_own=True) for item in sorted(own_items, key=_get_order)),
    ]


def _list_outputs(results: Results, names: Mapping[str, str]) -> Iterator[Item]:
    for unit, amount in sorted(results.outputs.items(), key=lambda row: _sort_unit(row[0])):
        code, currency = ("money" if unit.startswith(MONEY) else unit), get_unit_currency(unit)
        name = names.get(unit, "")
        yield Item(ItemKind.OUTPUT, code, amount.value, currency, amount.at_least, amount.records, name=name)


def _get_order(item: Item) -> tuple[int, int]:
    """Return where an item stands: by kind, campaigns by stage, wins from the newest on."""
    if item.kind == ItemKind.CAMPAIGN:
        return ItemKind.values.index(item.kind), Stage.values.index(item.unit)
    return ItemKind.values.index(item.kind), -item.on.toordinal() if item.on else 0


def _sort_unit(unit: str) -> tuple[bool, bool, str]:
    return unit.startswith(MONEY), unit.startswith("own-"), unit


def _list_reach(kind: str, reach: Reach) -> Iterator[Item]:
    if reach.events or reach.unrecorded:
        # Of the unrecorded events nobody knows, so that every number is a lower bound.
        at_least = reach.at_least or bool(reach.unrecorded)
        yield Item(
            ItemKind.REACH, kind, reach.attendances, "", at_least, reach.events,
            reach.people_low, None if at_least else reach.people_high, reach.unrecorded,
        )  # fmt: skip


def _add_items(items: Iterable[Item]) -> list[Item]:
    """Add up items of the same kind, unit and currency; each win, grant and partnership stays. Different people of
    two offices are added.
    """
    sums: dict[tuple[object, ...], Item] = {}
    for item in items:
        position = len(sums) if item.kind in NAMED_KINDS else 0
        key = (item.kind, item.unit, item.currency, item.name, position)
        earlier = sums.get(key)
        sums[key] = _add(earlier, item) if earlier else item
    return list(sums.values())


def _add(first: Item, second: Item) -> Item:
    def add(name: str) -> Any:
        values = getattr(first, name), getattr(second, name)
        return None if None in values else sum(values)

    return replace(
        first,
        value=first.value + second.value,
        at_least=first.at_least or second.at_least,
        records=add("records"),
        people_low=add("people_low"),
        people_high=add("people_high"),
    )
