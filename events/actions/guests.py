"""Guests without an account: they say that they will come, or that they are there, and only a number is kept."""

from enum import Enum, auto
from uuid import UUID

from django.db import transaction

from communities.models import User
from events.models import Event, GuestCount, GuestTicket, Occasion
from tfc.rate_limit import Sender, is_suspicious

MOST_AT_ONCE = 10
# More than this at one event comes from a program; the team then counts by itself.
QUOTA = {Occasion.COMING: 500, Occasion.THERE: 2_000}


class GuestCountOutcome(Enum):
    """What became of a number. A sender whose number was SET_ASIDE is thanked as others are."""

    KEPT = auto()
    SET_ASIDE = auto()
    FULL = auto()


class SetAsideMeanwhileError(Exception):
    """Another number of people is set aside than the coordinator saw."""


@transaction.atomic
def count_guests(
    *, event: Event, occasion: Occasion, people: int, client_id: UUID, sender: Sender
) -> GuestCountOutcome:
    """By anybody, in the scope of the community. The same form sent twice counts once.

    A burst is set aside, at most as many people as the quota.
    """
    GuestCount.objects.get_or_create(event=event, occasion=occasion)
    # The lock makes the quota hold, however many come at once.
    count = GuestCount.objects.select_for_update().get(event=event, occasion=occasion)
    ticket = {"event": event, "occasion": occasion, "client_id": client_id}
    if GuestTicket.objects.filter(**ticket).exists():
        return GuestCountOutcome.KEPT
    if count.people + people > QUOTA[occasion]:
        return GuestCountOutcome.FULL
    column = "set_aside" if is_suspicious(QUOTA[occasion], sender, people) else "people"
    if column == "set_aside" and count.set_aside + people > QUOTA[occasion]:
        return GuestCountOutcome.FULL
    GuestTicket.objects.create(**ticket)
    setattr(count, column, getattr(count, column) + people)
    count.save(update_fields=[column])
    return GuestCountOutcome.KEPT if column == "people" else GuestCountOutcome.SET_ASIDE


@transaction.atomic
def include_guests(*, event: Event, shown_count: int, by: User) -> None:
    """Count the people who were set aside. ``seen``: how many the page showed."""
    for count in _lock_set_aside(event, shown_count):
        count.people, count.set_aside = count.people + count.set_aside, 0
        count.save(update_fields=["people", "set_aside"])


@transaction.atomic
def leave_out_guests(*, event: Event, shown_count: int, by: User) -> None:
    """Forget the people who were set aside. ``seen``: how many the page showed."""
    for count in _lock_set_aside(event, shown_count):
        count.set_aside = 0
        count.save(update_fields=["set_aside"])


def _lock_set_aside(event: Event, shown_count: int) -> list[GuestCount]:
    counts = list(GuestCount.objects.select_for_update().filter(event=event))
    if sum(count.set_aside for count in counts) != shown_count:
        raise SetAsideMeanwhileError
    return counts


@transaction.atomic
def forget_tickets() -> int:
    """Delete the ids of forms whose event is over; the numbers stay. Returns how many."""
    return GuestTicket.objects.all().over().delete()[0]
