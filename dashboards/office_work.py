"""What an office itself did in a period, apart from what its communities record."""

from communities.models import Office
from dashboards.achievements_page import Period
from events.campaigns import Total, sum_outputs
from events.models import OfficeEvent, OfficeEventRole, OfficeOutput
from stakeholders.grant_words import describe_grant
from stakeholders.models import Grant

# More grants than an office ever has at a time.
MOST = 50


class OfficeWork:
    """``queries`` are evaluated with others of the page. Events that a community records too are left out, since the
    community's achievements contain them.
    """

    def __init__(self, office: Office, period: Period) -> None:
        events = OfficeEvent.objects.filter(office=office).counted()
        grants = Grant.objects.filter(office=office).not_deleted().in_order()
        if period.half_year:
            first, last = period.half_year.first_day, period.half_year.last_day
            events = events.filter(on__range=(first, last))
            grants = grants.filter(starts_on__lte=last, ends_on__gte=first)
        self._roles = events.values_list("role", flat=True)
        self._outputs = OfficeOutput.objects.filter(event__in=events).values_list(
            "unit", "quantity", "at_least"
        )
        self._grants = grants[:MOST]
        self.queries = (self._roles, self._outputs, self._grants)

    @property
    def events(self) -> list[tuple[str, int]]:
        """Return the name of each role and the number of events in it."""
        roles = list(self._roles)
        return [(str(role.label), roles.count(role)) for role in OfficeEventRole if role in roles]

    @property
    def outputs(self) -> list[Total]:
        return sum_outputs(self._outputs)

    @property
    def grants(self) -> list[tuple[Grant, str]]:
        """Return the grants that ran in the period."""
        return [(grant, describe_grant(grant)) for grant in self._grants]
