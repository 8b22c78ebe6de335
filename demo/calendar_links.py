"""Who said that they will come to the demo's public events: numbers, as the public page keeps them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from demo.seeded_random import dice
from events.models import Event, EventStatus, GuestCount, Occasion

SOON = timedelta(days=45)


def store_guests(events: Iterable[Event], now: datetime) -> None:
    """For what is planned in the next weeks and shown to all."""
    soon = [
        one
        for one in events
        if one.is_public and one.status == EventStatus.PLANNED and now <= one.starts_at <= now + SOON
    ]
    rolled = dice("guests", *(one.title for one in soon))
    GuestCount.objects.bulk_create(
        GuestCount(event=one, occasion=Occasion.COMING, people=rolled.randint(4, 28)) for one in soon
    )
