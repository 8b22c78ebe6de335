"""Keep the public copies of events, which the office may read, in step with the events."""

from events.models import Event, PublicEvent
from tfc.tenancy import current_scope

COPIED = ("kind", "status", "title", "place", "starts_at", "ends_at", "time_zone")


def show_public(events: list[Event], *, new: bool = False) -> None:
    """Update the public copies of ``events`` after a change: write those that are public, delete the others.

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
