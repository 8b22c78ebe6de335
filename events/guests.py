"""Numbers of guests by RSVP and check-in."""

from django.db.models import Sum

from events.event_page import get_guest_counts, guests_by_occasion
from events.models import Event, GuestCount, Occasion


def get_guest_totals(event: Event) -> dict[Occasion, int]:
    """Return the people of each occasion, 0 where there are none; one query."""
    return guests_by_occasion(get_guest_counts(event.pk))


def count_set_aside(event: Event) -> int:
    """Return how many people of a burst wait for a coordinator's decision."""
    return GuestCount.objects.filter(event=event).aggregate(sum=Sum("set_aside"))["sum"] or 0
