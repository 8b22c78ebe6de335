"""Plan an event, and change one."""

from uuid import UUID

from django.db import transaction

from communities.models import User
from events.actions.saving import (
    Details,
    apply,
    changes,
    check_revision,
    create_once,
    has_details,
    lock,
    record_change,
    shown,
    was_sent_before,
)
from events.models import Event, EventAction, EventStatus


@transaction.atomic
def plan_event(*, details: Details, by: User, client_id: UUID | None = None) -> Event:
    """Create a planned event; if its time has passed, the pages ask whether it was held."""

    def create() -> Event:
        event = Event(client_id=client_id, created_by=by)
        apply(event, details, held=False)
        event.save()
        record_change([event], EventAction.PLANNED, by)
        return event

    return create_once(client_id, create, lambda event: has_details(event, details, held=False))


@transaction.atomic
def update_event(*, event: Event, details: Details, revision: int | None, by: User) -> Event:
    """Change one event alone; if its time changes, it counts as moved in its series.

    Sending the same form twice is no conflict.
    """
    stored = lock(event)
    if was_sent_before(stored, details, revision):
        return stored
    check_revision(stored, revision)
    before, times = shown(stored), (stored.starts_at, stored.ends_at)
    apply(stored, details, held=stored.status == EventStatus.HELD)
    changed = changes(before, shown(stored))
    if not changed:
        return stored
    if stored.series_id and times != (stored.starts_at, stored.ends_at):
        stored.moved = True
    stored.save()
    record_change([stored], EventAction.CHANGED, by, fields={stored.pk: changed})
    return Event.objects.get(pk=stored.pk)
