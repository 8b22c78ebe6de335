"""The pages of achievements: periods to choose from, tables of items, and the records behind an item."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import Community, Office
from dashboards.figures.international import offices_with_stages
from evaluation.achievement_items import EVERY_KIND, Item, ItemKind
from evaluation.achievements import Facts, get_community_facts, get_office_facts, list_items
from evaluation.campaign_results import FROM_CAMPAIGNS, get_campaign_outputs, sum_outputs
from evaluation.measures.achievements import INWARD, Results
from evaluation.measures.gatherings import ENGAGEMENT_ROLES
from evaluation.models import EventRollup
from events.models import Campaign, CampaignOutput, Event, HistoricalActivity, Output
from events.words import people_words
from tfc.disclosure import Reader
from tfc.number_text import count_text
from tfc.periods import HalfYear, half_year_text
from tfc.tenancy import office_scope
from tfc.text.punctuation import join_bracketed, join_title

ALL_TIME = "all"
# The most records that are listed behind one number.
LISTED = 200
# The most lines that a phone shows without being asked.
OPEN = 5


@dataclass(frozen=True)
class Period:
    """``half_year`` None: all time."""

    half_year: HalfYear | None
    today: dt.date

    @classmethod
    def chosen(cls, text: str, today: dt.date) -> "Period":
        """Return the named period, or else the current half-year."""
        half_year = None if text == ALL_TIME else HalfYear.named(text) or HalfYear.from_day(today)
        return cls(half_year, today)

    @property
    def code(self) -> str:
        return str(self.half_year or ALL_TIME)

    @property
    def label(self) -> str:
        return half_year_text(self.half_year) if self.half_year else _("All time")

    @property
    def choices(self) -> list[dict[str, Any]]:
        now = HalfYear.from_day(self.today)
        periods = [Period(half_year, self.today) for half_year in (now, now.previous(), None)]
        codes = dict.fromkeys([self.code, *(period.code for period in periods)])
        named = [Period.chosen(code, self.today) for code in sorted(codes, reverse=True)]
        named.sort(key=lambda period: period.code == ALL_TIME)
        return [
            {"label": period.label, "url": f"?period={period.code}", "current": period.code == self.code}
            for period in named
        ]

    def filter_events(self, events: Any) -> Any:
        return events.in_period(self.half_year) if self.half_year else events


@dataclass(frozen=True)
class Line:
    """An item and the address of the records behind it, empty if the reader may not open them."""

    item: Item
    url: str


@dataclass(frozen=True)
class ItemTable:
    kind: ItemKind
    lines: Sequence[Line]

    @property
    def is_open(self) -> bool:
        """Whether a phone shows it at once; a wide screen always does."""
        return self.kind == ItemKind.REACH or len(self.lines) <= OPEN


@dataclass(frozen=True)
class SourceRow:
    """A record, a community or an office behind a number."""

    title: str
    text: str
    url: str = ""


def build_tables(items: Iterable[Item], get_url: Callable[[Item], str]) -> list[ItemTable]:
    lines = [Line(item, get_url(item)) for item in items]
    tables = [ItemTable(kind, [line for line in lines if line.item.kind == kind]) for kind in ItemKind]
    return [table for table in tables if table.lines]


def find_item(items: Iterable[Item], text: str) -> Item | None:
    """Return the item that a URL names as "output:items"; None for any other text."""
    return next((item for item in items if f"{item.kind}:{item.code}" == text), None)


def get_records_url(period: Period, item: Item) -> str:
    return f"?period={period.code}&item={item.kind}:{item.code}#records"


# ── Communities


def get_community_items(community: Community, period: Period, *more: "QuerySet[Any]") -> list[Item]:
    return list_items([get_community_facts(community, period.half_year, period.today, *more)])


def get_community_url(community: Community, period: Period, item: Item) -> str:
    """Return where the records of an item are listed: here, or on the page of their own list."""
    pages = {
        ItemKind.CAMPAIGN: "events:campaign-list",
        ItemKind.WIN: "events:campaign-list",
        ItemKind.TRAINING: "dashboards:professionals",
        ItemKind.CONTRIBUTION: "stakeholders:contribution-list",
        ItemKind.BRIEFING: "stakeholders:briefing-list",
        ItemKind.STORY: "library:story-list",
    }
    page = pages.get(ItemKind(item.kind))
    return reverse(page, args=[community.slug]) if page else get_records_url(period, item)


def list_records(community: Community, period: Period, item: Item) -> list[SourceRow]:
    """Return the events and campaigns behind outputs or people reached, newest first, in the community's scope."""
    events = period.filter_events(Event.objects.held()).newest_first()
    if item.kind == ItemKind.OUTPUT:
        return _list_outputs(community, period, item, events)
    if item.kind != ItemKind.REACH:
        return []
    events = events.filter(hosting__in=ENGAGEMENT_ROLES).exclude(kind__in=INWARD)
    if item.unit != EVERY_KIND:
        events = events.filter(kind=item.unit)
    return [
        _build_event_row(community, event, people_words(event.people_present) or _("Attendance is missing"))
        for event in events[:LISTED]
    ]


def _list_outputs(community: Community, period: Period, item: Item, events: Any) -> list[SourceRow]:
    outputs = Output.objects.filter(unit=item.code, event__in=events.order_by().values("pk"))
    rows = [
        (output.event.local_day, _build_event_row(community, output.event, _describe_output(output)))
        for output in outputs.select_related("event").order_by("-event__starts_at", "-pk")[:LISTED]
    ]
    for output in get_campaign_outputs(period.half_year, community=community).filter(unit=item.code)[:LISTED]:
        url = reverse("events:campaign-detail", args=[community.slug, output.campaign_id])
        title = join_title(date_format(output.on), str(output.campaign))
        rows.append((output.on, SourceRow(title, _describe_output(output), url)))
    rows.sort(key=lambda row: row[0], reverse=True)
    return [row for _day, row in rows[:LISTED]]


def _describe_output(output: Output | CampaignOutput) -> str:
    return join_bracketed(count_text(output.quantity, at_least=output.at_least), output.what)


def _build_event_row(community: Community, event: Event, text: str) -> SourceRow:
    url = reverse("events:event-detail", args=[community.slug, event.pk])
    return SourceRow(join_title(date_format(event.local_day), str(event)), text, url)


# ── Offices


def get_office_url(office: Office, period: Period, item: Item) -> str:
    if item.kind == ItemKind.WIN:
        return ""
    pages = {
        ItemKind.TRAINING: reverse("dashboards:office-professionals", args=[office.slug]),
        ItemKind.CONTRIBUTION: reverse("dashboards:office-part", args=[office.slug, "resources_identified"]),
        ItemKind.STORY: reverse("library:office-story-list", args=[office.slug]),
    }
    return pages.get(ItemKind(item.kind)) or get_records_url(period, item)


def get_office_items(office: Office, period: Period, *more: "QuerySet[Any]") -> list[Item]:
    return list_items([get_office_facts(office, period.half_year, *more)])


def list_communities(office: Office, period: Period, item: Item) -> Iterator[SourceRow]:
    """Yield each community's campaigns, or its sum of outputs or people reached, by name, in the office's scope."""
    if item.kind == ItemKind.CAMPAIGN:
        last = period.half_year.last_day if period.half_year else period.today
        campaigns = Campaign.objects.for_office(office).with_stage(min(last, period.today))
        for campaign in campaigns.select_related("community").order_by("title"):
            if campaign.stage == item.unit:
                yield SourceRow(campaign.title, campaign.community.name)
        return
    by_community = _get_results(office, period)
    for community, kinds in sorted(by_community.items(), key=lambda row: (row[0].name, row[0].pk)):
        facts = Facts({kind: Results.add_up(results) for kind, results in kinds.items()}, ())
        if own := find_item(list_items([facts]), f"{item.kind}:{item.code}"):
            url = reverse("dashboards:office-community", args=[office.slug, community.slug])
            yield SourceRow(community.name, describe(own), url)


def _get_results(office: Office, period: Period) -> dict[Community, dict[str, list[Results]]]:
    """Return each community's results by kind of event, and those of its campaigns."""
    results: dict[Community, dict[str, list[Results]]] = defaultdict(lambda: defaultdict(list))
    rollups = EventRollup.objects.filter(office=office).select_related("community")
    if period.half_year:
        rollups = rollups.filter(half_year=str(period.half_year))
    for rollup in rollups:
        results[rollup.community][rollup.kind].append(Results.from_json(rollup.results))
    outputs = get_campaign_outputs(period.half_year, office=office).select_related("campaign", "community")
    for output in outputs:
        results[output.community][FROM_CAMPAIGNS].append(sum_outputs([output], Reader.NETWORK))
    return results


def describe(item: Item) -> str:
    """Return the number of an item in a line of text; for people reached it says which number it is."""
    if item.kind != ItemKind.REACH:
        return item.number
    numbers = {"attendances": item.number, "people": item.people, "events": item.events}
    return _("%(attendances)s attendances, %(people)s different people (%(events)s)") % numbers


# ── All offices


def read_offices(period: Period) -> list[tuple[Office, Facts]]:
    """Read each office in its own scope; call outside any scope."""
    offices = []
    for office, _stages in offices_with_stages():
        with office_scope(office.pk):
            offices.append((office, get_office_facts(office, period.half_year)))
    return offices


def get_international_url(period: Period, item: Item) -> str:
    return "" if item.kind == ItemKind.WIN else get_records_url(period, item)


def list_offices(offices: Sequence[tuple[Office, Facts]], period: Period, item: Item) -> Iterator[SourceRow]:
    """Yield each office's part of an item."""
    for office, facts in offices:
        if own := find_item(list_items([facts]), f"{item.kind}:{item.code}"):
            url = f"{reverse('dashboards:office-achievements', args=[office.slug])}?period={period.code}"
            yield SourceRow(office.name, describe(own), url)


# ── From before the records


def get_history(place: str = "") -> "QuerySet[HistoricalActivity]":
    """Return an office's earlier results, of one ``place`` or of all; they are never added to records."""
    activities = HistoricalActivity.objects.order_by("-period_start", "pk")
    return (activities.filter(place__iexact=place) if place else activities)[:LISTED]


def list_history(activities: Iterable[HistoricalActivity]) -> list[SourceRow]:
    return [
        SourceRow(
            join_title(_format_years(activity), activity.activity),
            count_text(activity.quantity, at_least=activity.at_least),
        )
        for activity in activities
    ]


def _format_years(activity: HistoricalActivity) -> str:
    first, last = activity.period_start.year, activity.period_end.year
    return str(first) if first == last else f"{first}–{last}"
