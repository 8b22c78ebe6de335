"""Where single keys lead, for whoever has not switched them off: static/js/keys.js reads it from the head of a page."""

from django.urls import reverse

from communities.models import Community, Office, Role
from communities.navigation import get_place_url

Keys = tuple[tuple[str, str], ...]


def get_shortcuts(place: Community | Office | None = None, role: Role | None = None) -> Keys:
    """Names as that script has them, with addresses that the door would open."""
    help_url = ("help", reverse("activity:shortcuts"))
    if isinstance(place, Community):
        keys = [
            ("search", reverse("activity:search", args=[place.slug])),
            ("home", get_place_url(place)),
            ("events", reverse("events:event-list", args=[place.slug])),
        ]
        if role and role >= Role.LEADER:
            keys.append(("log", reverse("events:meeting-log", args=[place.slug])))
        return (*keys, help_url)
    if place is None:
        return (("home", reverse("communities:start")), help_url)
    if place.is_international:
        search = reverse("activity:international-search")
    else:
        search = reverse("activity:office-search", args=[place.slug])
    return (("search", search), ("home", get_place_url(place)), help_url)
