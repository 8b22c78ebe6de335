"""Shared by all actions: typed details, locking by revision, creating once, the history of changes, and the copies that
others read.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import User
from events.event_time import EventTime, check_when
from events.models import Event, EventAction, EventChange, EventStatus, Hosting, JointShare, PublicEvent
from tfc.sent_before import SentBeforeError
from tfc.tenancy import current_scope

# Fields of the event's own row that people type; the other fields are set by the actions.
TYPED = ("kind", "title", "hosting", "sponsored_by_oasis", "place", "note", "is_public")
# Columns of the public copy of an event, and of the copies that other communities read.
COPIED = ("kind", "status", "title", "place", "starts_at", "ends_at", "time_zone")
WRITTEN_BY_ACTIONS = (
    "community",
    "client_id",
    "created_by",
    "revision",
    "deleted_at",
    "series",
    "series_day",
    "moved",
    "joint_key",
)


class ConflictError(Exception):
    """The event was saved by another request after this form was opened; ``stored`` is the event as it is now."""

    def __init__(self, stored: Event) -> None:
        super().__init__("the event was changed meanwhile")
        self.stored = stored


@dataclass(frozen=True, kw_only=True)
class Details:
    """The typed details of an event."""

    kind: str
    when: EventTime
    title: str = ""
    place: str = ""
    note: str = ""
    hosting: str = Hosting.HOSTED
    sponsored_by_oasis: bool = False
    is_public: bool = False


def get_event_time(record: Event | JointShare) -> EventTime:
    """Return the day and times to type for this record."""
    start, end = record.local_start, record.local_end
    return EventTime(
        day=start.date(),
        starts=start.time(),
        zone=record.zone,
        ends=end.time() if record.has_end else None,
        ends_day=end.date() if record.has_end else None,
    )


def get_field_values(details: Details, now: dt.datetime, *, held: bool) -> dict[str, Any]:
    """Return the values of an event's fields for ``details``; ValidationError for times that may not be stored."""
    start, end = check_when(details.when, now, held=held)
    times = {"starts_at": start, "ends_at": end, "time_zone": details.when.zone.key}
    return times | {name: getattr(details, name) for name in TYPED}


def apply(event: Event, details: Details, *, held: bool) -> None:
    """Set the event's fields from ``details``; ValidationError for invalid values."""
    for name, value in get_field_values(details, timezone.now(), held=held).items():
        setattr(event, name, value)
    event.clean_fields(exclude=WRITTEN_BY_ACTIONS)


def create_once(
    client_id: UUID | None, create: Callable[[], Event], is_same: Callable[[Event], bool]
) -> Event:
    """Return the event that this form already created, or create it: a double click makes one row.

    SentBeforeError if the form created an event with other content.
    """
    if client_id is not None and (sent_events := find_by_client_id(client_id)):
        return _check_same(sent_events[0], is_same)
    try:
        with transaction.atomic():
            return create()
    except IntegrityError:
        # The other request was faster. Any other IntegrityError is raised.
        if client_id is None or not (sent_events := find_by_client_id(client_id)):
            raise
        return _check_same(sent_events[0], is_same)


def _check_same(event: Event, is_same: Callable[[Event], bool]) -> Event:
    if not is_same(event):
        raise SentBeforeError
    return event


def has_details(stored: Event, details: Details, *, held: bool) -> bool:
    """Return whether the event already has these details."""
    wanted = copy(stored)
    apply(wanted, details, held=held)
    return shown(wanted) == shown(stored)


def find_by_client_id(client_id: UUID) -> list[Event]:
    return list(Event.objects.filter(client_id=client_id))


def lock(event: Event) -> Event:
    """Return the stored row, locked until the transaction ends; ValidationError for an event in the trash."""
    stored = Event.objects.select_for_update().get(pk=event.pk)
    if stored.deleted_at is not None:
        raise ValidationError(_("This event is deleted. Restore it first."))
    return stored


def is_stale(stored: Event, revision: int | None) -> bool:
    """Return whether ``revision`` is outdated. None: the caller has no revision, such as a loader."""
    return revision is not None and revision != stored.revision


def check_revision(stored: Event, revision: int | None) -> None:
    if is_stale(stored, revision):
        raise ConflictError(stored)


def was_sent_before(stored: Event, details: Details, revision: int | None) -> bool:
    """Return whether a stale form asks for what is already stored, as a second delivery of the same form does."""
    if not is_stale(stored, revision):
        return False
    return has_details(stored, details, held=False)


def shown(event: Event) -> dict[str, str]:
    """Return the event's typed fields as text, to detect a change and to show it later."""
    start, end = event.local_start, event.local_end
    return {
        **{name: str(getattr(event, name)) for name in TYPED},
        "status": event.status,
        "starts": start.isoformat(sep=" ", timespec="minutes")[:16],
        "ends": end.isoformat(sep=" ", timespec="minutes")[:16] if event.has_end else "",
        "people_present": "" if event.people_present is None else str(event.people_present),
    }


def changes(before: dict[str, str], after: dict[str, str]) -> dict[str, Any]:
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


def record_change(
    events: list[Event],
    action: EventAction,
    by: User,
    *,
    fields: dict[int, dict[str, Any]] | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Record one change of one or more events, all with the same time, and update the copies that others see.

    Every change ends here, so that nothing that the office, the public or another community sees can be out of date.
    """
    write_down([event.pk for event in events], action, by, fields=fields, at=at or timezone.now())
    show_public(events, new=action in (EventAction.PLANNED, EventAction.LOGGED))
    tell_others(events)


def write_down(
    event_ids: Sequence[int],
    action: EventAction,
    by: User,
    *,
    fields: dict[int, dict[str, Any]] | None = None,
    at: dt.datetime,
) -> None:
    """Write the history rows alone; enough for events without public or joint copies (see `record_change`)."""
    EventChange.objects.bulk_create(
        EventChange(event_id=event_id, action=action, by=by, at=at, fields=(fields or {}).get(event_id, {}))
        for event_id in event_ids
    )


def refuse_unless_planned(event: Event) -> None:
    if event.status == EventStatus.HELD:
        raise ValidationError(_("This event was recorded as held."))
    if event.status == EventStatus.CANCELLED:
        raise ValidationError(_("This event was canceled."))


def show_public(events: list[Event], *, new: bool = False) -> None:
    """Update the public copies of ``events``, which offices read: write those that are public, delete the others.

    ``new``: the events were just created, so there is nothing to delete.
    """
    shown = [event for event in events if event.is_public and event.deleted_at is None]
    hidden = [] if new else [event.pk for event in events if event not in shown]
    if hidden:
        PublicEvent.objects.filter(event__in=hidden).delete()
    if not shown:
        return
    office_id = current_scope().home_office_id
    assert office_id is not None  # noqa: S101 - an event can only be written in its community's scope
    PublicEvent.objects.bulk_create(
        [
            PublicEvent(event=event, office_id=office_id, **{name: getattr(event, name) for name in COPIED})
            for event in shown
        ],
        update_conflicts=True,
        unique_fields=["community", "event"],
        update_fields=COPIED,
    )


def tell_others(events: list[Event]) -> None:
    """Update the copies of joint events that other communities read, after every change of ``events``."""
    for event in events:
        if event.joint_key is not None:
            values = {name: getattr(event, name) for name in COPIED}
            JointShare.objects.filter(event=event).update(in_trash=event.deleted_at is not None, **values)
