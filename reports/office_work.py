"""An office's own work, apart from what its communities record, as rows of a report and as the public may read it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext as _

from communities.models import Office
from evaluation.achievement_items import Item, ItemKind, as_number
from evaluation.achievements import Facts, list_items
from evaluation.deliverables import follow_deliverables
from evaluation.own_work import OwnWork, list_events, sum_results
from evaluation.public_achievements import may_be_published
from events.models import OfficeEvent, OfficeOutput
from reports.achievements import describe_item, sum_names
from reports.schema import Achievement
from reports.target_texts import describe_progress
from stakeholders.contribution_texts import format_money
from stakeholders.grant_words import describe_deliverable, describe_terms
from stakeholders.models import Deliverable, Grant, OfficePartnership, SubGrant
from stakeholders.partnership_words import describe_partnership
from tfc.batched_queries import evaluate_together
from tfc.disclosure import Reader
from tfc.periods import HalfYear
from tfc.text.punctuation import join_title

# The kind of these rows, after those of `ItemKind`.
OWN_WORK = "own_work"
# Kinds whose records have rows of their own in a report.
_BY_RECORD = (ItemKind.GRANT, ItemKind.PARTNERSHIP)


def describe_own_work(office: Office, half_year: HalfYear) -> list[Achievement]:
    """Return what the office did itself, in its scope: its events, their outputs and people, partnerships, the money
    that it passed on, and its grants.
    """
    work = OwnWork(office, half_year, Reader.NETWORK)
    evaluate_together(*work.queries)
    names = sum_names(work.lines)
    items = list_items([Facts({}, (), own_results=work.results, own_items=work.items)])
    items = [item for item in items if item.kind not in _BY_RECORD]
    rows = [describe_item(item, names.get(item.code, ())) for item in items if item.is_shown]
    rows += [
        _describe_work(partnership.name, None, "", describe_partnership(partnership))
        for partnership in work.partnerships
    ]
    rows += _describe_grants(list(work.grants))
    return [{**row, "kind": OWN_WORK, "kind_text": _("The office's own work")} for row in rows]


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
    """What the public may read of an office's own work: its events, what they produced and how many partnerships it
    has by half-year, and the grants whose amounts staff released, with what was passed on. ``queries`` are evaluated
    with others, in the office's scope.
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
        outputs = OfficeOutput.objects.filter(event__in=self._events.values("pk"))
        self._lines = outputs.outside_joint_campaigns().order_by("id")
        self._partnerships = (
            OfficePartnership.objects.filter(office=office).not_deleted().order_by("kind", "id")
        )
        self.grants = grants.in_order()
        self.sub_grants = sub_grants.select_related("recipient").newest_first()
        self.queries = (self._events, self._lines, self._partnerships, self.grants, self.sub_grants)

    @property
    def items(self) -> dict[HalfYear, list[Item]]:
        """Return the items of each half-year, without small numbers of people."""
        by_half_year: dict[HalfYear, list[OfficeEvent]] = defaultdict(list)
        for event in self._events:
            by_half_year[HalfYear.from_day(event.on)].append(event)
        return {
            half_year: list(self._list_items(half_year, by_half_year[half_year]))
            for half_year in self._half_years
        }

    def _list_items(self, half_year: HalfYear, events: Sequence[OfficeEvent]) -> Iterator[Item]:
        keys = {event.pk for event in events}
        lines = [(line.unit, line.quantity, line.at_least) for line in self._lines if line.event_id in keys]
        results = sum_results(events, lines, Reader.PUBLIC)
        own_items = [*list_events(events), *self._count_partnerships(half_year)]
        facts = Facts({}, (), own_results=results, own_items=own_items)
        return filter(may_be_published, list_items([facts]))

    def _count_partnerships(self, half_year: HalfYear) -> Iterator[Item]:
        """Yield how many of each kind were in force, without their names, which nobody released."""
        first, last = half_year.first_day, half_year.last_day
        kinds = Counter(
            partnership.kind
            for partnership in self._partnerships
            if partnership.starts_on <= last and (partnership.ends_on is None or partnership.ends_on >= first)
        )
        for kind, number in kinds.items():
            yield Item(ItemKind.PARTNERSHIP, kind, number, records=number)
