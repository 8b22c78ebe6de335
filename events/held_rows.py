"""The held events of a period as plain rows, for the matrix of who has met whom."""

import datetime as dt

from events.meeting_matrix import HeldEvent
from events.models import ConstituencyPresence, Event, EventStatus, OrganizationPresence


def held_between(first: dt.date, last: dt.date) -> list[HeldEvent]:
    """Inside the community's scope: three queries, however many events there are."""
    events = list(
        Event.objects.held()
        .filter(local_day__range=(first, last))
        .values_list("id", "local_day", "joint_key", "kind")
    )
    # The same condition as above, so that the database joins instead of reading a list of thousands of ids.
    of_those = {
        "event__status": EventStatus.HELD,
        "event__deleted_at": None,
        "event__local_day__range": (first, last),
    }
    organizations: dict[int, dict[int, str]] = {}
    present = OrganizationPresence.objects.filter(**of_those)
    for event, organization_id, sector in present.values_list(
        "event_id", "organization_id", "organization__sector"
    ):
        organizations.setdefault(event, {})[organization_id] = sector
    constituencies: dict[int, set[str]] = {}
    groups = ConstituencyPresence.objects.filter(**of_those)
    for event, code in groups.values_list("event_id", "constituency"):
        constituencies.setdefault(event, set()).add(code)
    return [
        HeldEvent(
            id=event,
            day=day,
            organizations=organizations.get(event, {}),
            constituencies=frozenset(constituencies.get(event, ())),
            joint_key=str(joint_key) if joint_key else None,
            kind=kind,
        )
        for event, day, joint_key, kind in events
    ]
