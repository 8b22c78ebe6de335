"""What a page shows about joint events."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from communities.models import Community
from events.models import Event, EventStatus, JointShare

# The most events of the community around that day to choose from.
MOST_OFFERED = 20


def is_answered(share: JointShare) -> bool:
    """Return whether the other community has accepted the share."""
    return JointShare.objects.filter(
        community=share.other_id, other=share.community_id, joint_key=share.joint_key, holds=True
    ).exists()


@dataclass(frozen=True)
class Partner:
    """Another community with which the event is shared; ``share``: what was sent to it; ``answer``: its own row, if
    any.
    """

    other: Community
    share: JointShare
    answer: JointShare | None

    @property
    def is_waiting(self) -> bool:
        return self.answer is None

    @property
    def holds(self) -> bool:
        return self.answer is not None and self.answer.holds


def get_partners(event: Event) -> Sequence[Partner]:
    """Return the partners of an event in one query; none for an event that is not joint."""
    if event.joint_key is None:
        return []
    rows = JointShare.objects.filter(joint_key=event.joint_key).select_related("community", "other")
    own_shares, answers = [], {}
    for share in rows.order_by("other__name", "id"):
        if share.community_id == event.community_id:
            own_shares.append(share)
        else:
            answers[share.community_id] = share
    return [
        Partner(share.other, share, answers.get(share.other_id))
        for share in own_shares
        if share.event_id == event.pk
    ]


def list_offered_events(share: JointShare) -> list[Event]:
    """Return the community's own events on the day of the share, the day before and the day after."""
    day = share.local_start.date()
    events = Event.objects.not_deleted().exclude(status=EventStatus.CANCELLED)
    events = events.on_days(day - dt.timedelta(days=1), day + dt.timedelta(days=1))
    return list(events.soonest_first()[:MOST_OFFERED])
