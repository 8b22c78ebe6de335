"""What an office itself did in a period, apart from what its communities record, and its rows in a report."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from communities.models import Office
from evaluation.achievement_items import EVERY_KIND, Item, ItemKind, as_number
from evaluation.achievements import list_reach
from evaluation.deliverables import follow_deliverables
from evaluation.measures.achievements import CONTACTS, INWARD, Reach
from evaluation.public_achievements import may_be_published
from events.campaigns import Total, sum_outputs
from events.models import OfficeEvent, OfficeEventRole, OfficeOutput
from reports.achievements import describe_item, sum_names
from reports.schema import Achievement
from reports.target_texts import describe_progress
from stakeholders.contribution_texts import format_money
from stakeholders.grant_words import describe_deliverable, describe_grant, describe_terms
from stakeholders.models import Deliverable, Grant, OfficePartnership, SubGrant
from stakeholders.partnership_words import describe_partnership
from tfc.batched_queries import evaluate_together
from tfc.disclosure import Reader
from tfc.number_text import number_text
from tfc.periods import HalfYear
from tfc.text.punctuation import join_title

# The kind of these rows, after those of `ItemKind`.
OWN_WORK = "own_work"
# More grants, or partnerships, than an office ever has at a time.
MOST = 50


class OfficeWork:
    """``queries`` are evaluated with others of the page. Events that a community records too are left out, since the
    community's achievements contain them. ``half_year`` None: all time. ``reader``: NETWORK for a report.
    """

    def __init__(self, office: Office, half_year: HalfYear | None, reader: Reader = Reader.COMMUNITY) -> None:
        events = OfficeEvent.objects.filter(office=office).counted()
        grants = Grant.objects.filter(office=office).not_deleted().in_order()
        partnerships = OfficePartnership.objects.filter(office=office).not_deleted().in_order()
        if half_year:
            first, last = half_year.first_day, half_year.last_day
            events = events.filter(on__range=(first, last))
            grants = grants.filter(starts_on__lte=last, ends_on__gte=first)
            partnerships = partnerships.between(first, last)
        self._reader = reader
        self._events, self._grants, self._partnerships = events, grants[:MOST], partnerships[:MOST]
        outputs = OfficeOutput.objects.filter(event__in=events).order_by("id")
        # Unit, number, whether it is a lower bound, and what it was.
        self.lines = outputs.values_list("unit", "quantity", "at_least", "what")
        self.queries = (self._events, self.lines, self._grants, self._partnerships)

    @property
    def events(self) -> list[tuple[str, int]]:
        """Return the name of each role and the number of events in it."""
        roles = [event.role for event in self._events]
        return [(str(role.label), roles.count(role)) for role in OfficeEventRole if role in roles]

    @property
    def reach(self) -> Item | None:
        """Return the people at these events; None without an event for others than the team."""
        return next(list_reach(EVERY_KIND, sum_reach(self._events, self._reader)), None)

    @property
    def outputs(self) -> list[Total]:
        return sum_outputs((unit, number, at_least) for unit, number, at_least, _what in self.lines)

    @property
    def grants(self) -> list[tuple[Grant, str]]:
        """Return the grants that ran in the period."""
        return [(grant, describe_grant(grant)) for grant in self._grants]

    @property
    def partnerships(self) -> list[tuple[OfficePartnership, str]]:
        return [(partnership, describe_partnership(partnership)) for partnership in self._partnerships]


def sum_reach(events: Iterable[OfficeEvent], reader: Reader) -> Reach:
    reach = Reach()
    for event in events:
        if event.kind in INWARD:
            continue
        if event.people is None:
            reach += Reach(unrecorded=1)
        elif reader.hides(event.people):
            reach += Reach(at_least=True, events=1)
        else:
            reach += Reach(event.people, event.people, event.at_least, events=1)
    return reach


def describe_own_work(office: Office, half_year: HalfYear) -> list[Achievement]:
    """Return what the office did itself, in its scope: its events, their outputs and people, and its grants."""
    work = OfficeWork(office, half_year, Reader.NETWORK)
    evaluate_together(*work.queries)
    names = sum_names(work.lines)
    items = [Item(ItemKind.OUTPUT, total.unit, total.quantity, "", total.at_least) for total in work.outputs]
    units = [describe_item(item, names.get(item.unit, ())) for item in items if not _is_small(item)]
    reach = work.reach
    reached = [describe_item(reach, ())] if reach else []
    rows: list[Achievement] = [
        *(_describe_work(role, number, number_text(number)) for role, number in work.events),
        *reached,
        *units,
    ]
    rows += [_describe_work(partnership.name, None, "", about) for partnership, about in work.partnerships]
    rows += _describe_grants([grant for grant, _text in work.grants])
    return [{**row, "kind": OWN_WORK, "kind_text": _("The office's own work")} for row in rows]


def _is_small(item: Item) -> bool:
    return item.unit == CONTACTS and Reader.NETWORK.hides(int(item.value))


def _describe_grants(grants: Sequence[Grant]) -> Iterator[Achievement]:
    """Yield each grant with its deliverables; as many queries for many grants as for one."""
    promised = Deliverable.objects.filter(grant__in=grants).not_deleted().soonest_first()
    deliverables = list(promised.select_related("grant"))
    followed = follow_deliverables(deliverables)
    for grant in grants:
        amount = format_money(grant.amount, grant.currency)
        row = _describe_work(grant.title, as_number(grant.amount), amount, describe_terms(grant))
        yield {**row, "currency": grant.currency}
        for deliverable in deliverables:
            if deliverable.grant_id == grant.pk:
                progress = followed.get(deliverable.pk)
                title = join_title(grant.title, deliverable.title)
                text = describe_progress(progress) if progress else ""
                yield _describe_work(title, None, describe_deliverable(deliverable), text)


def _describe_work(title: str, value: int | float | None, value_text: str, note: str = "") -> Achievement:
    return {
        "kind": OWN_WORK,
        "kind_text": "",
        "unit": "",
        "title": title,
        "value": value,
        "currency": "",
        "at_least": False,
        "people_low": None,
        "people_high": None,
        "records": None,
        "value_text": value_text,
        "note": note,
    }


class PublishedWork:
    """What the public may read of an office's own work: its events and what they produced by half-year, and the grants
    whose amounts staff released, with what was passed on. ``queries`` are evaluated with others, in the office's scope.
    """

    def __init__(self, office: Office, half_years: Collection[HalfYear]) -> None:
        last = max((half_year.last_day for half_year in half_years), default=dt.date.min)
        grants = Grant.objects.filter(
            office=office, starts_on__lte=last, amounts_are_public=True
        ).not_deleted()
        sub_grants = SubGrant.objects.filter(
            office=office, grant__deleted_at=None, grant__amounts_are_public=True, on__lte=last
        ).not_deleted()
        self._half_years = half_years
        self._events = OfficeEvent.objects.filter(office=office).counted().order_by("id")
        self._lines = OfficeOutput.objects.filter(event__in=self._events.values("pk")).order_by("id")
        self.grants = grants.in_order()
        self.sub_grants = sub_grants.select_related("recipient").newest_first()
        self.queries = (self._events, self._lines, self.grants, self.sub_grants)

    @property
    def items(self) -> dict[HalfYear, list[Item]]:
        """Return the items of each half-year, without small numbers of people."""
        by_half_year: dict[HalfYear, list[OfficeEvent]] = defaultdict(list)
        for event in self._events:
            by_half_year[HalfYear.from_day(event.on)].append(event)
        return {
            half_year: list(_list_published(by_half_year[half_year], self._lines))
            for half_year in self._half_years
        }


def _list_published(events: Sequence[OfficeEvent], lines: Iterable[OfficeOutput]) -> Iterator[Item]:
    for role in OfficeEventRole:
        if number := sum(event.role == role for event in events):
            # The label is translated when it is read.
            yield Item(ItemKind.OUTPUT, f"events_{role}", number, records=number, name=role.label)  # type: ignore[arg-type]
    keys = {event.pk for event in events}
    totals = sum_outputs((line.unit, line.quantity, line.at_least) for line in lines if line.event_id in keys)
    outputs = [Item(ItemKind.OUTPUT, total.unit, total.quantity, "", total.at_least) for total in totals]
    reach = list_reach(EVERY_KIND, sum_reach(events, Reader.PUBLIC))
    yield from (item for item in (*outputs, *reach) if may_be_published(item))
