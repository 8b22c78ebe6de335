"""iCalendar feeds, which programs fetch repeatedly; unchanged content is not generated again."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from communities.models import Community
from events.ical import MEDIA_TYPE, build_calendar
from events.models import Event
from tfc.downloads import attachment


def feed(
    request: HttpRequest,
    community: Community,
    events: QuerySet[Event],
    name: str,
    *,
    url_of: Callable[[Event], str] | None = None,
) -> HttpResponseBase:
    """Return ``events`` as the file ``name`` in the language of the community, since a calendar program has no
    language of its own.

    304 if the program has the current version.
    """
    tag = _tag(community, events)
    response = get_conditional_response(request, etag=tag)
    if response is None:
        language = community.letters_in
        content = build_calendar(events, name=community.name, language=language, url_of=url_of)
        response = attachment(content, MEDIA_TYPE, name)
    response.headers["ETag"] = tag
    return response


def _tag(community: Community, events: QuerySet[Event]) -> str:
    """Return an ETag that changes with any event. It includes the day, since a later release may write the events
    differently.
    """
    rows = tuple(events.values_list("id", "revision"))
    what = (
        timezone.localdate(),
        settings.SITE_URL,
        community.name,
        community.slug,
        community.letters_in,
        rows,
    )
    return quote_etag(hashlib.sha256(repr(what).encode()).hexdigest())
