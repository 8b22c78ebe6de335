"""Guests without an account: they say that they will come, or that they are there, and only a number is kept."""

from enum import Enum, auto
from uuid import UUID

from django.db import transaction

from events.models import Event, GuestCount, GuestTicket, Occasion

MOST_AT_ONCE = 10
# More than this at one event comes from a program; the team then counts by itself.
QUOTA = {Occasion.COMING: 500, Occasion.THERE: 2_000}


class Counted(Enum):
    KEPT = auto()
    FULL = auto()


@transaction.atomic
def count_guests(*, event: Event, occasion: Occasion, people: int, client_id: UUID) -> Counted:
    """By anybody, in the scope of the community. The same form sent twice counts once."""
    GuestCount.objects.get_or_create(event=event, occasion=occasion)
    # The lock makes the quota hold, however many come at once.
    count = GuestCount.objects.select_for_update().get(event=event, occasion=occasion)
    ticket = {"event": event, "occasion": occasion, "client_id": client_id}
    if GuestTicket.objects.filter(**ticket).exists():
        return Counted.KEPT
    if count.people + people > QUOTA[occasion]:
        return Counted.FULL
    GuestTicket.objects.create(**ticket)
    count.people += people
    count.save(update_fields=["people"])
    return Counted.KEPT


@transaction.atomic
def forget_tickets() -> int:
    """Delete the ids of forms whose event is over; the numbers stay. Returns how many."""
    return GuestTicket.objects.all().over().delete()[0]
