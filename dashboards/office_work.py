"""What an office itself did in a period, apart from what its communities record."""

from collections.abc import Sequence
from dataclasses import dataclass

from communities.models import Office
from dashboards.achievements_page import Period
from events.campaigns import Total, sum_outputs
from events.models import OfficeEvent, OfficeEventRole, OfficeOutput
from stakeholders.grant_words import describe_grant
from stakeholders.models import Grant

# More grants than an office ever has at a time.
MOST = 50


@dataclass(frozen=True)
class OfficeWork:
    """``events``: name of a role and the number of events in it. ``grants``: those that ran in the period."""

    events: Sequence[tuple[str, int]]
    outputs: Sequence[Total]
    grants: Sequence[tuple[Grant, str]]


def get_office_work(office: Office, period: Period) -> OfficeWork:
    """Events that a community records too are left out, since the community's achievements contain them."""
    events = OfficeEvent.objects.filter(office=office).counted()
    if period.half_year:
        events = events.filter(on__range=(period.half_year.first_day, period.half_year.last_day))
    roles = list(events.values_list("role", flat=True))
    counted = [(str(role.label), roles.count(role)) for role in OfficeEventRole if role in roles]
    lines = OfficeOutput.objects.filter(event__in=events).values_list("unit", "quantity", "at_least")
    grants = Grant.objects.filter(office=office).not_deleted().in_order()
    if period.half_year:
        first, last = period.half_year.first_day, period.half_year.last_day
        grants = grants.filter(starts_on__lte=last, ends_on__gte=first)
    return OfficeWork(
        counted,
        sum_outputs(lines) if roles else (),
        [(grant, describe_grant(grant)) for grant in grants[:MOST]],
    )
