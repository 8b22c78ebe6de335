"""What an office itself did in a period, apart from what its communities record: events, grants and partnerships."""

from collections.abc import Iterable, Iterator, Sequence

from communities.models import Office
from evaluation.achievement_items import Item, ItemKind
from evaluation.measures.achievements import INWARD, Reach, Results, sum_lines
from events.models import OfficeEvent, OfficeEventRole, OfficeOutput
from stakeholders.grant_words import describe_terms
from stakeholders.models import Grant, OfficePartnership, SubGrant
from stakeholders.partnership_words import describe_partnership
from tfc.disclosure import Reader
from tfc.periods import HalfYear


class OwnWork:
    """``queries`` are evaluated with others, in the office's scope. Events that a community records too are left out,
    since the community's achievements contain them; so are outputs for joint campaigns, which are in the campaigns'
    results. ``half_year`` None: all time; else grants and partnerships are
    those that ran in it. ``reader``: COMMUNITY for the office itself; for others items have its name.
    """

    def __init__(self, office: Office, half_year: HalfYear | None, reader: Reader) -> None:
        events = OfficeEvent.objects.filter(office=office).counted()
        grants = Grant.objects.filter(office=office).not_deleted().in_order()
        partnerships = OfficePartnership.objects.filter(office=office).not_deleted().in_order()
        sub_grants = SubGrant.objects.filter(office=office, grant__deleted_at=None).not_deleted()
        if half_year:
            first, last = half_year.first_day, half_year.last_day
            events = events.between(first, last)
            sub_grants = sub_grants.filter(on__range=(first, last))
            grants = grants.filter(starts_on__lte=last, ends_on__gte=first)
            partnerships = partnerships.between(first, last)
        self._reader, self._place = reader, "" if reader is Reader.COMMUNITY else office.name
        self.events, self.grants, self.partnerships = events, grants, partnerships
        outputs = OfficeOutput.objects.filter(event__in=events)
        self.sub_grants, self.outputs = sub_grants, outputs.outside_joint_campaigns()
        # Unit, number, whether it is a lower bound, and what it was.
        self.lines = self.outputs.order_by("id").values_list("unit", "quantity", "at_least", "what")
        self._amounts = sub_grants.order_by("currency").values_list("currency", "amount")
        self.queries = (self.events, self.lines, self.grants, self._amounts, self.partnerships)

    @property
    def results(self) -> Results:
        """Return the outputs of the events and the people at them, as the reader may see them."""
        return sum_results(self.events, (line[:3] for line in self.lines), self._reader)

    @property
    def items(self) -> list[Item]:
        return [
            *list_events(self.events),
            *(self._build_grant(grant) for grant in self.grants),
            *(
                Item(ItemKind.SUB_GRANT, "money", amount, currency, records=1)
                for currency, amount in self._amounts
            ),
            *(self._build_partnership(partnership) for partnership in self.partnerships),
        ]

    def _build_grant(self, grant: Grant) -> Item:
        return Item(
            ItemKind.GRANT, "money", grant.amount, grant.currency, records=1, name=grant.title, on=grant.starts_on,
            until=grant.ends_on, partner=grant.funder, details=describe_terms(grant), place=self._place,
            record_id=None if self._place else grant.pk,
        )  # fmt: skip

    def _build_partnership(self, partnership: OfficePartnership) -> Item:
        return Item(
            ItemKind.PARTNERSHIP, partnership.kind, 1, records=1, name=partnership.name, on=partnership.starts_on,
            until=partnership.ends_on, partner=partnership.partner_name, details=describe_partnership(partnership),
            place=self._place,
        )  # fmt: skip


def list_events(events: Iterable[OfficeEvent]) -> Iterator[Item]:
    """Yield how many events the office had in each role."""
    roles = [event.role for event in events]
    for role in OfficeEventRole:
        if number := roles.count(role):
            yield Item(ItemKind.EVENT, role, number, records=number)


def sum_results(events: Iterable[OfficeEvent], lines: Iterable[Sequence[object]], reader: Reader) -> Results:
    """``lines``: unit, number, and whether it is a lower bound."""
    reach = Reach()
    for event in events:
        if event.kind not in INWARD:
            reach += _get_reach(event, reader)
    return Results(reach, sum_lines(lines, reader))  # type: ignore[arg-type]


def _get_reach(event: OfficeEvent, reader: Reader) -> Reach:
    if event.people is None:
        return Reach(unrecorded=1)
    if reader.hides(event.people):
        return Reach(at_least=True, events=1)
    return Reach(event.people, event.people, event.at_least, events=1)
