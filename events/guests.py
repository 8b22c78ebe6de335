"""How many guests said that they will come, and how many that they are there."""

from events.models import Event, Occasion
from events.seen import guest_counts_of, guests_by_occasion


def guests_of(event: Event) -> dict[Occasion, int]:
    """0 where nobody said so: one query."""
    return guests_by_occasion(guest_counts_of(event.pk))
