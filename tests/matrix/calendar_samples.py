"""The samples of the calendar: a secret link, a code for the door, guests as numbers, what the office may read."""

import uuid
from typing import Any

from communities.models import Community, Membership, Role
from events.check_in import token_of
from events.models import CalendarLink, Event, GuestCount, GuestTicket, Occasion, PublicEvent
from tfc.tokens import hash_of


def of_community(community: Community, event: Event, token: str) -> dict[str, Any]:
    """``event`` becomes public; the feed's token is that of the other links."""
    Event.objects.filter(pk=event.pk).update(is_public=True)
    PublicEvent.objects.create(
        office_id=community.office_id, event=event, kind=event.kind, status=event.status, title="x", place="x",
        starts_at=event.starts_at, ends_at=event.ends_at, time_zone=event.time_zone,
    )  # fmt: skip
    member = Membership.objects.get(community=community, role=Role.MEMBER)
    CalendarLink.objects.create(membership=member, token_hash=hash_of(token))
    for occasion in Occasion:
        GuestCount.objects.create(event=event, occasion=occasion, people=7)
        GuestTicket.objects.create(event=event, occasion=occasion, client_id=uuid.uuid4())
    return {"check_in": token_of(event)}
