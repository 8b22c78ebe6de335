"""How many guests said that they will come, and how many that they are there."""

from django.db.models import Sum

from events.event_page import get_guest_counts, guests_by_occasion
from events.models import Event, GuestCount, Occasion


def get_guest_totals(event: Event) -> dict[Occasion, int]:
    """0 where nobody said so: one query."""
    return guests_by_occasion(get_guest_counts(event.pk))


def count_set_aside(event: Event) -> int:
    """How many people came in a burst, and wait for a coordinator's decision."""
    return GuestCount.objects.filter(event=event).aggregate(sum=Sum("set_aside"))["sum"] or 0
