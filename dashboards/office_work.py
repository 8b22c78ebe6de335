"""What an office itself did in a period, apart from what its communities record."""

from collections.abc import Sequence
from dataclasses import dataclass

from communities.models import Office
from dashboards.achievements_page import Period
from events.campaigns import Total, sum_outputs
from events.models import OfficeEvent, OfficeEventRole, OfficeOutput


@dataclass(frozen=True)
class OfficeWork:
    """``events``: name of a role and the number of events in it."""

    events: Sequence[tuple[str, int]]
    outputs: Sequence[Total]


def get_office_work(office: Office, period: Period) -> OfficeWork:
    """Events that a community records too are left out, since the community's achievements contain them."""
    events = OfficeEvent.objects.filter(office=office).counted()
    if period.half_year:
        events = events.filter(on__range=(period.half_year.first_day, period.half_year.last_day))
    roles = list(events.values_list("role", flat=True))
    counted = [(str(role.label), roles.count(role)) for role in OfficeEventRole if role in roles]
    if not roles:
        return OfficeWork((), ())
    lines = OfficeOutput.objects.filter(event__in=events).values_list("unit", "quantity", "at_least")
    return OfficeWork(counted, sum_outputs(lines))
