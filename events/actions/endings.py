"""Cancel an event, reopen it, delete it to the trash and restore it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import User
from events.actions.saving import check_revision, lock, record_change, refuse_unless_planned
from events.models import Event, EventAction, EventChange, EventStatus


@transaction.atomic
def cancel_event(
    *, event: Event, reason: str, revision: int | None, by: User, later: bool = False
) -> list[Event]:
    """Cancel a planned event; with ``later``, also those after it in its series.

    Moved and held events are left alone. Canceling again for the same reason changes nothing.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Enter a reason.")})
    stored = lock(event)
    if stored.status == EventStatus.CANCELLED and stored.cancel_reason == reason:
        return [stored]
    check_revision(stored, revision)
    refuse_unless_planned(stored)
    chosen = Event.objects.filter(pk=stored.pk)
    if later and stored.series_id:
        chosen = Event.objects.later_in_series(stored)
    events = list(chosen.select_for_update().soonest_first())
    _set(events, status=EventStatus.CANCELLED, cancel_reason=reason)
    record_change(events, EventAction.CANCELLED, by)
    return events


@transaction.atomic
def reopen_event(*, event: Event, by: User) -> list[Event]:
    """Reopen a canceled event and all events that the same change canceled."""
    stored = lock(event)
    if stored.status != EventStatus.CANCELLED:
        return [stored]
    cancellation = stored.eventchanges.filter(action=EventAction.CANCELLED).order_by("-at", "-id").first()
    together = [stored.pk]
    if cancellation is not None and stored.series_id:
        same = EventChange.objects.filter(
            action=EventAction.CANCELLED, at=cancellation.at, by=cancellation.by
        )
        together += same.filter(event__series=stored.series_id).values_list("event_id", flat=True)
    canceled_events = Event.objects.not_deleted().filter(pk__in=together, status=EventStatus.CANCELLED)
    events = list(canceled_events.select_for_update().soonest_first())
    _set(events, status=EventStatus.PLANNED, cancel_reason="")
    record_change(events, EventAction.REOPENED, by)
    return events


@transaction.atomic
def delete_event(*, event: Event, by: User, into: Event | None = None) -> Event:
    """Move an event to the trash. ``into``: the event that it was merged into."""
    stored = Event.objects.select_for_update().get(pk=event.pk)
    if stored.deleted_at is None:
        stored.deleted_at = timezone.now()
        stored.save()
        fields = {stored.pk: {"joined": ["", str(into)]}} if into else None
        record_change([stored], EventAction.DELETED, by, fields=fields)
    return stored


@transaction.atomic
def restore_event(*, event: Event, by: User) -> Event:
    stored = Event.objects.select_for_update().get(pk=event.pk)
    if stored.deleted_at is not None:
        stored.deleted_at = None
        stored.save()
        record_change([stored], EventAction.RESTORED, by)
    return stored


def _set(events: list[Event], *, status: EventStatus, cancel_reason: str) -> None:
    for event in events:
        event.status, event.cancel_reason = status, cancel_reason
    Event.objects.filter(pk__in=[event.pk for event in events]).update(
        status=status, cancel_reason=cancel_reason, updated_at=timezone.now()
    )
