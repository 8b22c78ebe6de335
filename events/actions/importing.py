"""Import many events from a spreadsheet, and undo it. The rules are those of a single event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from communities.models import User
from events.actions.saving import Details, get_field_values, record_change, write_down
from events.counts import Attendance, check_counts
from events.event_time import check_happened
from events.models import (
    ConstituencyPresence,
    Event,
    EventAction,
    EventStatus,
    Headcount,
    OrganizationPresence,
    Output,
)
from stakeholders.actions.saving import trash_unchanged
from tfc import bulk
from tfc.field_validation import clean_values

ACTIONS_BY_STATUS = {
    EventStatus.PLANNED: EventAction.PLANNED,
    EventStatus.HELD: EventAction.LOGGED,
    EventStatus.CANCELLED: EventAction.CANCELLED,
}
# The tables of what is recorded with an event, and their columns.
PARTS: dict[type[models.Model], tuple[str, ...]] = {
    Headcount: ("event_id", "dimension", "group", "people"),
    OrganizationPresence: ("event_id", "organization_id"),
    ConstituencyPresence: ("event_id", "constituency"),
    Output: ("event_id", "unit", "quantity", "at_least", "what"),
}


@dataclass(frozen=True)
class ImportedEvent:
    """An event of a spreadsheet. ``reason``: the reason for cancellation, if it was canceled."""

    details: Details
    attendance: Attendance
    status: EventStatus
    reason: str = ""

    @cached_property
    def examined(self) -> tuple[dict[str, Any], list[ValidationError]]:
        """Return the values of the event to create, and every rule that it breaks."""
        return _examine_event(self)


def _examine_event(imported_event: ImportedEvent) -> tuple[dict[str, Any], list[ValidationError]]:
    came, now = imported_event.attendance, timezone.now()
    values: dict[str, Any] = {}
    wrongs = []
    try:
        values = get_field_values(imported_event.details, now, held=imported_event.status == EventStatus.HELD)
        values |= {
            "status": imported_event.status,
            "cancel_reason": imported_event.reason,
            "people_present": came.people_present,
        }
        values = clean_values(Event, values)
        if came.people_present is not None or came.headcounts or came.outputs:
            check_happened(values["starts_at"], now)
    except ValidationError as error:
        wrongs.append(error)
    try:
        check_counts(came)
    except ValidationError as error:
        wrongs.append(error)
    return values, wrongs


@transaction.atomic
def bring_in_events(*, imported_events: Sequence[ImportedEvent], by: User) -> list[int]:
    """Create the events and return their ids, in order; the first broken rule raises its ValidationError and nothing
    is stored.
    """
    examined = [imported_event.examined for imported_event in imported_events]
    for _values, wrongs in examined:
        if wrongs:
            raise wrongs[0]
    names = list(examined[0][0]) if examined else []
    rows = [list(values.values()) for values, _wrongs in examined]
    events = bulk.insert_values(Event(created_by=by), names, rows)
    _store_parts(zip(events, (imported_event.attendance for imported_event in imported_events), strict=True))
    now = timezone.now()
    for status, action in ACTIONS_BY_STATUS.items():
        of_one = [
            event
            for event, imported_event in zip(events, imported_events, strict=True)
            if imported_event.status == status
        ]
        # No imported event is public or joint, so there are no copies to update.
        write_down(of_one, action, by, at=now)
    return events


def _store_parts(pairs: Iterable[tuple[int, Attendance]]) -> None:
    rows: dict[Any, list[tuple[Any, ...]]] = {model: [] for model in PARTS}
    for event, came in pairs:
        for dimension, groups in came.headcounts.items():
            rows[Headcount] += [(event, dimension, group, people) for group, people in groups.items()]
        rows[OrganizationPresence] += [
            (event, organization_id) for organization_id in dict.fromkeys(came.organizations)
        ]
        rows[ConstituencyPresence] += [
            (event, constituency) for constituency in dict.fromkeys(came.constituencies)
        ]
        rows[Output] += [(event, line.unit, line.quantity, line.at_least, line.what) for line in came.outputs]
    for model, names in PARTS.items():
        bulk.insert_values(model(), names, rows[model])


@transaction.atomic
def take_back_events(*, made: Mapping[int, int], by: User) -> set[int]:
    """Move the events of {id: revision} that were not changed since to the trash; return their ids."""
    gone = trash_unchanged(Event.objects.all(), made)
    if gone:
        record_change(list(Event.objects.filter(pk__in=gone)), EventAction.DELETED, by)
    return gone
