"""The records, communities and offices behind one number of the achievements, and results from before the records."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import Community, Office
from dashboards.achievements_page import Period, find_item
from evaluation.achievement_items import EVERY_KIND, Item, ItemKind
from evaluation.achievements import Facts, list_items
from evaluation.campaign_results import (
    FROM_CAMPAIGNS,
    get_campaign_outputs,
    get_campaigns,
    get_joint_outputs,
    group_by_stage,
    sum_outputs,
)
from evaluation.measures.achievements import INWARD, Results
from evaluation.measures.gatherings import ENGAGEMENT_ROLES
from evaluation.models import EventRollup
from events.models import CampaignOutput, Event, HistoricalActivity, OfficeOutput, Output
from events.words import people_words
from tfc.disclosure import Reader
from tfc.number_text import count_text, number_text
from tfc.text.punctuation import join_bracketed, join_title, listed

# The most records that are listed behind one number.
LISTED = 200


@dataclass(frozen=True)
class SourceRow:
    """A record, a community or an office behind a number."""

    title: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class SourceList:
    """``total``: how many there are, with those that are not listed."""

    rows: Sequence[SourceRow]
    total: int

    @property
    def note(self) -> str:
        """“The newest 200 of 1,234”, if some are not listed."""
        if self.total <= len(self.rows):
            return ""
        values = {"listed": number_text(len(self.rows)), "total": number_text(self.total)}
        return _("The newest %(listed)s of %(total)s") % values


def get_records(community: Community, period: Period, item: Item) -> SourceList:
    """Return the events and campaigns behind outputs or people reached, newest first, or the campaigns at a stage by
    title, in the community's scope.
    """
    return SourceList(_list_records(community, period, item), (item.records or 0) + item.unrecorded)


def _list_records(community: Community, period: Period, item: Item) -> list[SourceRow]:
    events = period.filter_events(Event.objects.held()).newest_first()
    if item.kind == ItemKind.OUTPUT:
        return _list_outputs(community, period, item, events)
    if item.kind == ItemKind.CAMPAIGN:
        return _list_campaigns(community, period, item)
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
        (output.event.local_day, _build_event_row(community, output.event, describe_output(output)))
        for output in outputs.select_related("event").order_by("-event__starts_at", "-pk")[:LISTED]
    ]
    of_campaigns = get_campaign_outputs(period.half_year, community=community).filter(unit=item.code)
    for output in of_campaigns.select_related("campaign")[:LISTED]:
        url = reverse("events:campaign-detail", args=[community.slug, output.campaign_id])
        title = join_title(date_format(output.on), str(output.campaign))
        rows.append((output.on, SourceRow(title, describe_output(output), url)))
    rows.sort(key=lambda row: row[0], reverse=True)
    return [row for _day, row in rows[:LISTED]]


def _list_campaigns(community: Community, period: Period, item: Item) -> list[SourceRow]:
    campaigns: Any = get_campaigns(period.last_day, community=community)
    at_stage = campaigns.filter(stage=item.unit).order_by("title", "pk")
    return [
        SourceRow(
            campaign.title,
            campaign.stage_text,
            reverse("events:campaign-detail", args=[community.slug, campaign.pk]),
        )
        for campaign in at_stage[:LISTED]
    ]


def describe_output(output: Output | CampaignOutput | OfficeOutput) -> str:
    return join_bracketed(count_text(output.quantity, at_least=output.at_least), output.what)


def _build_event_row(community: Community, event: Event, text: str) -> SourceRow:
    url = reverse("events:event-detail", args=[community.slug, event.pk])
    return SourceRow(join_title(date_format(event.local_day), str(event)), text, url)


def get_communities(office: Office, period: Period, item: Item) -> SourceList:
    """Return the campaigns of each community and of the office itself, or their sums of outputs or people reached, by
    name, in the office's scope.
    """
    rows = list(_list_communities(office, period, item))
    return SourceList(rows, len(rows))


def _list_communities(office: Office, period: Period, item: Item) -> Iterator[SourceRow]:
    if item.kind == ItemKind.CAMPAIGN:
        campaigns = get_campaigns(period.last_day, office=office).select_related("community")
        for parts in group_by_stage(campaigns.order_by("title")).get(item.unit, ()):
            names = sorted((part.community or office).name for part in parts)
            yield SourceRow(parts[0].title, listed(names))
        return
    by_place = _get_results(office, period)
    for place, kinds in sorted(by_place.items(), key=lambda row: (row[0].name, row[0].pk)):
        facts = Facts({kind: Results.add_up(results) for kind, results in kinds.items()}, ())
        if own := find_item(list_items([facts]), item.key):
            yield SourceRow(place.name, own.text, _get_place_url(office, place))


def _get_place_url(office: Office, place: Community | Office) -> str:
    if isinstance(place, Office):
        return reverse("events:office-campaign-list", args=[office.slug])
    return reverse("dashboards:office-community", args=[office.slug, place.slug])


def _get_results(office: Office, period: Period) -> dict[Community | Office, dict[str, list[Results]]]:
    """Return the results of each community by kind of event, and those of its campaigns, or of the office's own."""
    results: dict[Community | Office, dict[str, list[Results]]] = defaultdict(lambda: defaultdict(list))
    rollups = EventRollup.objects.filter(office=office).select_related("community")
    if period.half_year:
        rollups = rollups.filter(half_year=str(period.half_year))
    for rollup in rollups:
        results[rollup.community][rollup.kind].append(Results.from_json(rollup.results))
    outputs = get_campaign_outputs(period.half_year, office=office).select_related("community")
    for output in outputs:
        place = output.community or office
        results[place][FROM_CAMPAIGNS].append(sum_outputs([output], Reader.NETWORK))
    if joint := list(get_joint_outputs(period.half_year, office)):
        results[office][FROM_CAMPAIGNS].append(sum_outputs(joint, Reader.NETWORK))
    return results


def get_offices(offices: Sequence[tuple[Office, Facts]], period: Period, item: Item) -> SourceList:
    """Return each office's part of an item."""
    rows = [
        SourceRow(
            office.name,
            own.text,
            f"{reverse('dashboards:office-achievements', args=[office.slug])}?period={period.code}",
        )
        for office, facts in offices
        if (own := find_item(list_items([facts]), item.key))
    ]
    return SourceList(rows, len(rows))


def get_history(place: str = "") -> "QuerySet[HistoricalActivity]":
    """Return an office's earlier results, of one ``place`` or of all; they are never added to records."""
    activities = HistoricalActivity.objects.order_by("-period_start", "pk").annotate(
        total=Window(Count("pk"))
    )
    return (activities.filter(place__iexact=place) if place else activities)[:LISTED]


def list_history(activities: "QuerySet[Any]") -> SourceList:
    rows = [
        SourceRow(
            join_title(_format_years(activity), activity.activity),
            count_text(activity.quantity, at_least=activity.at_least),
        )
        for activity in activities
    ]
    return SourceList(rows, activities[0].total if rows else 0)


def _format_years(activity: HistoricalActivity) -> str:
    first, last = activity.period_start.year, activity.period_end.year
    return str(first) if first == last else f"{first}–{last}"
