"""Import many events from a spreadsheet, and undo it. The rules are those of a single event."""

import datetime as dt
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
    OutputUnit,
)
from tfc import bulk
from tfc.field_validation import cleaned
from tfc.spreadsheets.values import Count

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
        return _examined(self)


def _examined(imported_event: ImportedEvent) -> tuple[dict[str, Any], list[ValidationError]]:
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
        values = cleaned(Event, values)
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
    locked_events = Event.objects.not_deleted().filter(pk__in=made).order_by("pk").select_for_update()
    events = [event for event in locked_events if event.revision == made[event.pk]]
    now: dt.datetime = timezone.now()
    Event.objects.filter(pk__in=[event.pk for event in events]).update(deleted_at=now, updated_at=now)
    for event in events:
        event.deleted_at = now
    if events:
        record_change(events, EventAction.DELETED, by, at=now)
    return {event.pk for event in events}


@dataclass(frozen=True)
class CountedEvent:
    """The count for an event without one; ``people`` may be a lower bound, ``attendance`` is exact."""

    event: Event
    attendance: Attendance
    people: Count | None


@transaction.atomic
def count_events(*, counted: Sequence[CountedEvent], by: User) -> list[tuple[Event, int | None]]:
    """Store the attendance of each event; return each stored event with the id of its output line
    of people reached.
    """
    events = [counted_event.event for counted_event in counted]
    for counted_event in counted:
        counted_event.event.people_present = counted_event.attendance.people_present
    Event.objects.bulk_update(events, ["people_present"])
    _store_parts((counted_event.event.pk, counted_event.attendance) for counted_event in counted)
    lines = _store_reached(counted)
    stored = Event.objects.in_bulk([event.pk for event in events])
    record_change(
        list(stored.values()), EventAction.RECORDED, by, fields={pk: {"headcounts": None} for pk in stored}
    )
    return [(stored[event.pk], lines.get(event.pk)) for event in events]


def _store_reached(counted: Sequence[CountedEvent]) -> dict[int, int]:
    rows = [
        Output(
            event=counted_event.event,
            unit=OutputUnit.PERSONS,
            quantity=counted_event.people.value,
            at_least=True,
        )
        for counted_event in counted
        if counted_event.people and counted_event.people.at_least
    ]
    return {row.event_id: row.pk for row in Output.objects.bulk_create(rows)}


@transaction.atomic
def take_back_counts(*, made: Mapping[int, int], lines: Mapping[int, int | None], by: User) -> set[int]:
    """Remove the counts from the events of {id: revision} that were not changed since; return their ids."""
    locked_events = Event.objects.not_deleted().filter(pk__in=made).order_by("pk").select_for_update()
    events = [event for event in locked_events if event.revision == made[event.pk]]
    pks = [event.pk for event in events]
    Headcount.objects.filter(event__in=pks).delete()
    Output.objects.filter(pk__in=[lines[pk] for pk in pks if lines.get(pk)]).delete()
    Event.objects.filter(pk__in=pks).update(people_present=None, updated_at=timezone.now())
    if events:
        record_change(events, EventAction.RECORDED, by, fields={pk: {"headcounts": None} for pk in pks})
    return set(pks)
