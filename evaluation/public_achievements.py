"""What a community's public page shows of its achievements: sums of half-years that are over, and wins by name."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from evaluation.achievement_items import EVERY_KIND, Item, ItemKind
from evaluation.achievements import Facts, list_items
from evaluation.campaign_results import FROM_CAMPAIGNS, get_campaign_outputs, sum_outputs
from evaluation.measures.achievements import CONTACTS, Results
from evaluation.models import EventRollup
from events.models import Campaign
from tfc.disclosure import Reader
from tfc.periods import HalfYear

# The most units, and wins, that the page lists.
MOST = 8
# Numbers of people are rounded down to tens: otherwise a record that is added later to a past half-year would show its
# number of people to those who compare two days.
PEOPLE_ROUNDED_TO = 10


@dataclass(frozen=True)
class PublicAchievements:
    """``last_day``: of the last half-year that is in the numbers."""

    last_day: dt.date
    attendances: Item | None
    outputs: Sequence[Item]
    wins: Sequence[Campaign]

    def __bool__(self) -> bool:
        return bool(self.attendances or self.outputs or self.wins)


def may_be_published(item: Item) -> bool:
    """Return whether the number is known, and no small number of people."""
    return item.is_shown and not (counts_people(item) and Reader.PUBLIC.hides(int(item.value)))


def counts_people(item: Item) -> bool:
    return item.kind == ItemKind.REACH or item.unit == CONTACTS


def round_people(item: Item) -> Item:
    """Return a number of people rounded down, as "at least"; other numbers stay."""
    if not (item.value and counts_people(item)):
        return item
    return replace(item, value=int(item.value) // PEOPLE_ROUNDED_TO * PEOPLE_ROUNDED_TO, at_least=True)


def get_public_achievements() -> PublicAchievements:
    """Return what everybody may read, with the login of public pages.

    The running half-year is left out, since the difference of two days would show the people at a single event. Of
    campaigns only public ones count.
    """
    today = timezone.localdate()
    first_day = HalfYear.from_day(today).first_day
    by_kind: dict[str, list[Results]] = defaultdict(list)
    rollups = EventRollup.objects.filter(half_year__lt=str(HalfYear.from_day(today)))
    for kind, results in rollups.values_list("kind", "results"):
        by_kind[kind].append(Results.from_json(results))
    sums = {kind: Results.add_up(results) for kind, results in by_kind.items()}
    outputs = get_campaign_outputs(None, on__lt=first_day, campaign__is_public=True)
    outputs = outputs.only("campaign", "unit", "quantity", "at_least")
    sums[FROM_CAMPAIGNS] = sum_outputs(outputs, Reader.PUBLIC)
    items = [round_people(item) for item in list_items([Facts(sums, ())]) if may_be_published(item)]
    wins = Campaign.objects.public().with_stage(today).won()
    return PublicAchievements(
        first_day - dt.timedelta(days=1),
        next((item for item in items if (item.kind, item.unit) == (ItemKind.REACH, EVERY_KIND)), None),
        [item for item in items if item.kind == ItemKind.OUTPUT][:MOST],
        list(wins.only("title", "kind")[:MOST]),
    )
