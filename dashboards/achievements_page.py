"""The pages of achievements: periods to choose from, tables of items, and the addresses of the records behind them."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Community, Office
from dashboards.figures.international import offices_with_stages
from evaluation.achievement_items import EVERY_KIND, NAMED_KINDS, Item, ItemKind
from evaluation.achievements import Facts, get_community_facts, get_office_facts, list_items
from events.forms import filters
from library.forms.stories import OWN
from tfc.disclosure import Reader
from tfc.periods import HalfYear, half_year_text
from tfc.tenancy import office_scope

ALL_TIME = "all"
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

    @property
    def last_day(self) -> dt.date:
        """The last day of the period, or today."""
        return self.half_year.get_reference_day(self.today) if self.half_year else self.today

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

    @property
    def first_lines(self) -> Sequence[Line]:
        """The lines that are never folded: of people reached the sum and the largest kinds of events."""
        return self._sorted[: OPEN + 1]

    @property
    def more_lines(self) -> Sequence[Line]:
        return self._sorted[OPEN + 1 :]

    @property
    def _sorted(self) -> Sequence[Line]:
        return sorted(self.lines, key=lambda line: (line.item.unit != EVERY_KIND, -line.item.value))


def build_tables(items: Iterable[Item], get_url: Callable[[Item], str]) -> list[ItemTable]:
    """``items``: those of the communities, or of an office's own work."""
    lines = [Line(item, get_url(item)) for item in items]
    tables = [ItemTable(kind, [line for line in lines if line.item.kind == kind]) for kind in ItemKind]
    return [table for table in tables if table.lines]


def split_items(items: Iterable[Item]) -> tuple[list[Item], list[Item]]:
    """Return the items of the communities, and those of the offices' own work."""
    listed = list(items)
    return [item for item in listed if not item.is_own], [item for item in listed if item.is_own]


def find_item(items: Iterable[Item], text: str) -> Item | None:
    """Return the item that a URL names as "output:items"; None for any other text."""
    return next((item for item in items if item.key == text), None)


def get_records_url(period: Period, item: Item) -> str:
    return f"?period={period.code}&item={item.key}#records"


def _get_list_url(place: Community | Office, pages: Mapping[ItemKind, tuple[str, str]], item: Item) -> str:
    """Return the URL of the list that has the records of the item; ``pages``: URL name and query by kind. "" without
    one.
    """
    name, query = pages.get(ItemKind(item.kind), ("", ""))
    return reverse(name, args=[place.slug]) + query if name else ""


# ── Communities


def get_community_items(community: Community, period: Period, *more: "QuerySet[Any]") -> list[Item]:
    return list_items([get_community_facts(community, period.half_year, period.today, *more)])


def get_community_url(community: Community, period: Period, item: Item) -> str:
    """Return where the records of an item are listed: here, or on the page of their own list."""
    pages = {
        ItemKind.TRAINING: ("dashboards:professionals", ""),
        ItemKind.CONTRIBUTION: ("stakeholders:contribution-list", f"?period={period.code}&kind={item.unit}"),
        ItemKind.BRIEFING: ("stakeholders:briefing-list", f"?period={period.code}&step={item.unit}"),
        ItemKind.STORY: ("library:story-list", f"?period={period.code}&owner={OWN}"),
    }
    if item.record_id:
        return reverse("events:campaign-detail", args=[community.slug, item.record_id])
    return _get_list_url(community, pages, item) or get_records_url(period, item)


# ── Offices


def get_office_url(office: Office, period: Period, item: Item) -> str:
    if item.kind == ItemKind.WIN:
        own = [office.slug, item.record_id]
        return reverse("events:office-campaign-detail", args=own) if item.record_id else ""
    if item.kind == ItemKind.GRANT:
        return reverse("stakeholders:grant-detail", args=[office.slug, item.record_id])
    pages = {
        ItemKind.TRAINING: ("dashboards:office-professionals", ""),
        ItemKind.BRIEFING: ("stakeholders:office-briefing-list", f"?period={period.code}&step={item.unit}"),
        ItemKind.STORY: ("library:office-story-list", f"?period={period.code}&owner={OWN}"),
        ItemKind.PARTNERSHIP: ("stakeholders:office-partnership-list", f"?period={period.code}"),
        ItemKind.EVENT: (
            "events:office-event-list",
            f"?period={period.code}&role={item.unit}&counts={filters.OWN}",
        ),
    }
    if item.kind == ItemKind.CONTRIBUTION:
        return reverse("dashboards:office-part", args=[office.slug, "resources_identified"])
    return _get_list_url(office, pages, item) or get_records_url(period, item)


def get_office_items(office: Office, period: Period, *more: "QuerySet[Any]") -> list[Item]:
    return list_items([get_office_facts(office, period.half_year, *more, own_reader=Reader.COMMUNITY)])


# ── All offices


def read_offices(period: Period) -> list[tuple[Office, Facts]]:
    """Read each office in its own scope; call outside any scope."""
    offices = []
    for office, _stages in offices_with_stages():
        with office_scope(office.pk):
            facts = get_office_facts(office, period.half_year, own_reader=Reader.NETWORK)
            offices.append((office, facts))
    return offices


def get_international_url(period: Period, item: Item) -> str:
    return "" if item.kind in NAMED_KINDS else get_records_url(period, item)
