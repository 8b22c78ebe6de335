"""Guests without an account: RSVP and check-in, stored only as a number."""

from enum import Enum, auto
from uuid import UUID

from django.db import transaction

from communities.models import User
from events.models import Event, GuestCount, GuestTicket, Occasion
from tfc.rate_limit import Sender, is_suspicious

MOST_AT_ONCE = 10
# A larger number at one event comes from a program; the team then counts by itself.
QUOTA = {Occasion.COMING: 500, Occasion.THERE: 2_000}


class GuestCountOutcome(Enum):
    """What happened to a submitted number. A sender whose number was SET_ASIDE sees the same thanks as others."""

    KEPT = auto()
    SET_ASIDE = auto()
    FULL = auto()
    SENT_BEFORE = auto()


class SetAsideMeanwhileError(Exception):
    """The number of people set aside is not the one that the coordinator saw."""


@transaction.atomic
def count_guests(
    *, event: Event, occasion: Occasion, people: int, client_id: UUID, sender: Sender
) -> GuestCountOutcome:
    """Count guests; open to everyone, in the scope of the community. The same form sent twice counts once.

    A burst is set aside, up to the quota.
    """
    GuestCount.objects.get_or_create(event=event, occasion=occasion)
    # The lock enforces the quota under concurrent requests.
    count = GuestCount.objects.select_for_update().get(event=event, occasion=occasion)
    ticket = {"event": event, "occasion": occasion, "client_id": client_id}
    if GuestTicket.objects.filter(**ticket).exists():
        return GuestCountOutcome.SENT_BEFORE
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
    """Count the people who were set aside. ``shown_count``: how many the page showed; SetAsideMeanwhileError if it
    differs.
    """
    for count in _lock_set_aside(event, shown_count):
        count.people, count.set_aside = count.people + count.set_aside, 0
        count.save(update_fields=["people", "set_aside"])


@transaction.atomic
def leave_out_guests(*, event: Event, shown_count: int, by: User) -> None:
    """Discard the people who were set aside. ``shown_count``: how many the page showed; SetAsideMeanwhileError if it
    differs.
    """
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
    """Delete the tickets of events that are over and return how many; the counts stay."""
    return GuestTicket.objects.all().over().delete()[0]
