"""Files for calendars, which programs fetch again and again: what they have already is not written once more."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from communities.models import Community
from events.ical import MEDIA_TYPE, build_calendar
from events.models import Event


def ics_file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


def feed(
    request: HttpRequest,
    community: Community,
    events: QuerySet[Event],
    name: str,
    *,
    url_of: Callable[[Event], str] | None = None,
) -> HttpResponseBase:
    """``events`` as the file ``name`` in the language of the office, whoever asks: a calendar asks for somebody else.

    304 where the program has it as it is.
    """
    tag = _tag(community, events)
    response = get_conditional_response(request, etag=tag)
    if response is None:
        language = community.letters_in
        response = ics_file(
            build_calendar(events, name=community.name, language=language, url_of=url_of), name
        )
    response.headers["ETag"] = tag
    return response


def _tag(community: Community, events: QuerySet[Event]) -> str:
    """Another one when any event is another. The day is in it, since a later release may write them differently."""
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
