"""Keep what another community reads of an event that both hold in step with the event."""

from events.actions.publishing import COPIED
from events.models import Event, JointShare


def tell_others(events: list[Event]) -> None:
    """After every change of ``events``."""
    for event in events:
        if event.joint_key is not None:
            values = {name: getattr(event, name) for name in COPIED}
            JointShare.objects.filter(event=event).update(in_bin=event.deleted_at is not None, **values)
