"""Where single keys lead, for whoever has not switched them off: static/js/keys.js reads it from the head of a page."""

from communities.models import Community, Office, Role
from communities.navigation import url_of
from tfc.addresses import address

Keys = tuple[tuple[str, str], ...]


def keys_of(place: Community | Office | None = None, role: Role | None = None) -> Keys:
    """Names as that script has them, with addresses that the door would open."""
    help_url = ("help", address("communities:shortcuts"))
    if isinstance(place, Community):
        found = [
            ("search", address("communities:search", place.slug)),
            ("home", url_of(place)),
            ("events", address("events:event-list", place.slug)),
        ]
        if role and role >= Role.LEADER:
            found.append(("log", address("events:meeting-log", place.slug)))
        return (*found, help_url)
    if place is None:
        return (("home", address("communities:start")), help_url)
    if place.is_international:
        search = address("communities:international-search")
    else:
        search = address("communities:office-search", place.slug)
    return (("search", search), ("home", url_of(place)), help_url)
