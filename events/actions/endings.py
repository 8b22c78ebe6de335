"""Cancel an event, take that back, put it into the bin and take it out again."""

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
    """A planned event did not or will not take place; with ``later``, nor do those after it in its series.

    Moved ones and those that were held stay. Cancelling twice for the same reason changes nothing.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say in a few words why.")})
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
    """Take back that an event was cancelled, and with it all that the same deed cancelled."""
    stored = lock(event)
    if stored.status != EventStatus.CANCELLED:
        return [stored]
    cancellation = stored.eventchanges.filter(deed=EventAction.CANCELLED).order_by("-at", "-id").first()
    together = [stored.pk]
    if cancellation is not None and stored.series_id:
        same = EventChange.objects.filter(deed=EventAction.CANCELLED, at=cancellation.at, by=cancellation.by)
        together += same.filter(event__series=stored.series_id).values_list("event_id", flat=True)
    canceled_events = Event.objects.not_deleted().filter(pk__in=together, status=EventStatus.CANCELLED)
    events = list(canceled_events.select_for_update().soonest_first())
    _set(events, status=EventStatus.PLANNED, cancel_reason="")
    record_change(events, EventAction.REOPENED, by)
    return events


@transaction.atomic
def delete_event(*, event: Event, by: User, into: Event | None = None) -> Event:
    """Into the bin, from which it can be restored as it was. ``into``: the event that it was joined into."""
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
