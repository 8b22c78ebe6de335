"""Record what happened: log a meeting, hold a planned event, or correct one."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import User
from events.actions.attendance import store_attendance
from events.actions.saving import (
    ConflictError,
    Details,
    apply,
    create_once,
    has_details,
    is_stale,
    lock,
    record_change,
    refuse_unless_planned,
)
from events.counts import Attendance
from events.event_time import check_happened
from events.models import Event, EventAction, EventStatus


@transaction.atomic
def log_meeting(
    *, details: Details, attendance: Attendance, by: User, client_id: UUID | None = None
) -> Event:
    """Create a held event with its attendance in one step. If a rule is broken, nothing is stored."""

    def create() -> Event:
        event = Event(client_id=client_id, created_by=by, status=EventStatus.HELD)
        event.people_present = attendance.people_present
        apply(event, details, held=True)
        event.save()
        store_attendance(event, attendance, by, before=Attendance())
        record_change([event], EventAction.LOGGED, by)
        return event

    def is_same(event: Event) -> bool:
        return has_details(event, details, held=True) and has_attendance(event, attendance, by)

    return create_once(client_id, create, is_same)


class _LookedError(Exception):
    """Rolls back what was written for a comparison."""


def has_attendance(event: Event, attendance: Attendance, by: User) -> bool:
    """Return whether storing the attendance would change nothing."""
    changed: dict[str, Any] = {}
    try:
        with transaction.atomic():
            changed = store_attendance(event, attendance, by)
            raise _LookedError
    except _LookedError:
        return not changed


@transaction.atomic
def hold_event(*, event: Event, attendance: Attendance, revision: int | None, by: User) -> Event:
    """Record that a planned event took place. ValidationError when it is in the future or was canceled."""
    return _record(event, attendance, revision, by, EventAction.HELD)


@transaction.atomic
def record_event(*, event: Event, attendance: Attendance, revision: int | None, by: User) -> Event:
    """Correct the attendance of a held event."""
    return _record(event, attendance, revision, by, EventAction.RECORDED)


def _record(
    event: Event, attendance: Attendance, revision: int | None, by: User, action: EventAction
) -> Event:
    stored = lock(event)
    stale = is_stale(stored, revision)
    if not stale and action == EventAction.HELD:
        refuse_unless_planned(stored)
    if not stale and action == EventAction.RECORDED and stored.status != EventStatus.HELD:
        raise ValidationError(_("This event is not recorded as held."))
    check_happened(stored.starts_at, timezone.now())
    with transaction.atomic():
        changed = store_attendance(stored, attendance, by)
        if stored.status == EventStatus.HELD and not changed:
            return stored  # The same form was sent twice.
        if stale:
            # Raised inside the savepoint, so that the rows just written are rolled back.
            raise ConflictError(Event.objects.get(pk=stored.pk))
    stored.status = EventStatus.HELD
    stored.save()
    record_change([stored], action, by, fields={stored.pk: changed})
    return Event.objects.get(pk=stored.pk)
