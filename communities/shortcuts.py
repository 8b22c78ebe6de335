"""Where single keys lead, for whoever has not switched them off: static/js/keys.js reads it from the head of a page."""

from django.urls import reverse

from communities.models import Community, Office, Role
from communities.navigation import url_of

Keys = tuple[tuple[str, str], ...]


def keys_of(place: Community | Office | None = None, role: Role | None = None) -> Keys:
    """Names as that script has them, with addresses that the door would open."""
    help_url = ("help", reverse("activity:shortcuts"))
    if isinstance(place, Community):
        found = [
            ("search", reverse("activity:search", args=[place.slug])),
            ("home", url_of(place)),
            ("events", reverse("events:event-list", args=[place.slug])),
        ]
        if role and role >= Role.LEADER:
            found.append(("log", reverse("events:meeting-log", args=[place.slug])))
        return (*found, help_url)
    if place is None:
        return (("home", reverse("communities:start")), help_url)
    if place.is_international:
        search = reverse("activity:international-search")
    else:
        search = reverse("activity:office-search", args=[place.slug])
    return (("search", search), ("home", url_of(place)), help_url)
