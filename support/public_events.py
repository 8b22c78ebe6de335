"""Upcoming public events, and their schema.org Event data for search engines."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from communities.models import Community
from events.models import Event
from events.models.events import EventQuerySet

AT_MOST = 12
# Only these characters could end a script element or begin another one.
ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def coming_events() -> EventQuerySet:
    return Event.objects.public().coming().soonest_first()[:AT_MOST].without_note()


def as_json_ld(events: list[Event], community: Community, url: str) -> SafeString:
    """Return JSON-LD: data that the content security policy allows; its text cannot end the element."""
    graph = [_schema(event, community, url) for event in events]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPED))  # noqa: S308 - what could be markup is escaped above


def _schema(event: Event, community: Community, url: str) -> dict[str, Any]:
    town = {"@type": "PostalAddress", "addressLocality": community.city or community.name}
    schema = {
        "@type": "Event",
        "name": str(event),
        "startDate": event.local_start.isoformat(timespec="minutes"),
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {"@type": "Place", "name": event.place or community.name, "address": town},
        "organizer": {"@type": "Organization", "name": community.name, "url": url},
    }
    if event.has_end:
        schema["endDate"] = event.local_end.isoformat(timespec="minutes")
    return schema
