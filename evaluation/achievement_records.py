"""Achievements from other records: professionals trained, contributions, briefings and stories."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from evaluation.achievement_items import Item, ItemKind
from evaluation.measures import EVERY_GROUP
from evaluation.models import Figure
from library.models import Story
from stakeholders.models import BriefingShare, BriefingStatus, BriefingStep, Contribution, ContributionKind
from tfc.periods import HalfYear


def list_trained(groups: Mapping[str, Any]) -> Iterator[Item]:
    """Yield the people certainly trained by profession; ``groups``: ranges with ``lower`` and ``upper``."""
    for group in EVERY_GROUP:
        people = groups.get(group)
        if people and people.lower:
            yield Item(
                ItemKind.TRAINING, group, people.lower, at_least=people.lower != people.upper,
                people_low=people.lower, people_high=people.upper,
            )  # fmt: skip


def get_contributions(period: HalfYear | None) -> "QuerySet[Contribution, tuple[str, str, Decimal | None]]":
    contributions = Contribution.objects.not_deleted()
    if period:
        contributions = contributions.filter(received_on__range=(period.first_day, period.last_day))
    return contributions.order_by("kind", "currency").values_list("kind", "currency", "amount")


def list_contributions(contributions: Iterable[tuple[str, str, Decimal | None]]) -> Iterator[Item]:
    amounts: dict[tuple[str, str], list[Decimal | None]] = defaultdict(list)
    for kind, currency, amount in contributions:
        amounts[kind, currency].append(amount)
    for (kind, currency), received in amounts.items():
        total = sum((amount for amount in received if amount is not None), Decimal())
        yield Item(ItemKind.CONTRIBUTION, kind, total, currency, None in received, len(received))


def get_contribution_figures(period: HalfYear | None, **place: Any) -> "QuerySet[Figure, Any]":
    """Return the details of the communities' stored figures, the only contributions that an office may read."""
    figures = Figure.objects.filter(**place).of_part("resources_identified")
    if period:
        figures = figures.for_half_year(period)
    return figures.values_list("details", flat=True)


def list_office_contributions(figures: Iterable[Mapping[str, Any]]) -> Iterator[Item]:
    for details in figures:
        total = details.get("supplementary", {}).get("giving", {}).get("total", {})
        unknown = total.get("unknown", {})
        for currency, amount in total.get("money", {}).items():
            yield _make_contribution(ContributionKind.MONEY, amount, currency, unknown)
        for kind, name in ((ContributionKind.HOURS, "hours"), (ContributionKind.GOODS, "pieces")):
            if total.get(name) is not None:
                yield _make_contribution(kind, total[name], "", unknown)


def _make_contribution(kind: str, amount: str, currency: str, unknown: Mapping[str, int]) -> Item:
    return Item(ItemKind.CONTRIBUTION, kind, Decimal(amount), currency, bool(unknown.get(kind)))


def get_briefings(period: HalfYear | None) -> "QuerySet[BriefingShare, Any]":
    shares = BriefingShare.objects.counting()
    if period:
        shares = shares.shared_in(period.first_day, period.last_day)
    return shares.values_list("pk", "answered_on", "followed_on")


def get_briefing_statuses(period: HalfYear | None, **place: Any) -> "QuerySet[BriefingStatus, Any]":
    """Return what an office may read of briefings."""
    statuses = BriefingStatus.objects.filter(**place)
    if period:
        statuses = statuses.shared_in(period.first_day, period.last_day)
    return statuses.values_list("pk", "answered_on", "followed_on")


def list_briefings(briefings: Iterable[tuple[Any, ...]]) -> Iterator[Item]:
    for unit, column in zip(BriefingStep.values, zip(*briefings, strict=True), strict=False):
        number = sum(value is not None for value in column)
        yield Item(ItemKind.BRIEFING, unit, number, records=number)


def get_stories(period: HalfYear | None, **place: Any) -> "QuerySet[Story, int]":
    stories = Story.objects.filter(deleted_at=None, **place)
    if period:
        stories = stories.added_in(period.first_day, period.last_day)
    return stories.values_list("pk", flat=True)


def list_stories(stories: Iterable[int]) -> Iterator[Item]:
    if number := len(list(stories)):
        yield Item(ItemKind.STORY, "stories", number, records=number)
