"""Public services as the public page shows them: by need, open ones first within a need.

The rendered list is cached for each community and language until the minute ends or the directory changes. The page
contains all services and a script filters them, so a person's search never reaches the server or the URL, which a
monitored phone stores.
"""

import datetime as dt
import hashlib
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from redis.exceptions import RedisError

from communities.languages import list_languages_by_name
from communities.models import Community
from support.confirming import Freshness, get_freshness
from support.directory import kind_names, with_hours
from support.models import Need, Service
from support.models.approval import CONFIDENTIAL
from support.needs import get_needs
from support.opening import (
    format_closing,
    format_opening,
    format_week,
    get_closing_time,
    get_next_opening,
    is_open_at,
)
from support.public_pages import get_content_language
from tfc.compiled_queries import CompiledQuery
from tfc.phones import as_link

CACHE_SECONDS = 60
# Open, then unknown, then closed.
RANK = {True: 0, None: 1, False: 2}
# Plain terms for people in need, instead of those of the half-year survey.
NEED_LABELS = {
    Need.PHYSICAL: gettext_lazy("A safe place, food, a doctor"),
    Need.PSYCHOLOGICAL: gettext_lazy("A person to talk to"),
    Need.SPIRITUAL: gettext_lazy("Support in faith"),
    Need.SOCIAL: gettext_lazy("Legal help, papers, work, learning"),
}
OTHER_LABEL = gettext_lazy("More places")


_listed: CompiledQuery[tuple[Any, ...]] = CompiledQuery(
    lambda: (
        Service.objects.public().with_doubts().order_by("id").values_list("id", "revision", "is_doubted")  # type: ignore[misc]
    )
)


def get_public_revisions() -> tuple[tuple[Any, ...], ...]:
    """Return ids and revisions of the public services, and if their provider reported a change.

    These and the minute determine the page: opening hours are saved with their service.
    """
    return tuple(_listed())


def get_public_services(community: Community) -> list[dict[str, Any]]:
    """Return the rows for the page at this minute, in the active language. In the community's scope.

    A row: ``card`` (HTML), ``name``, ``phone``, ``needs`` in their order, and ``codes`` of languages.
    """
    key = f"public-help:{community.pk}:{translation.get_language()}:{_version(community)}"
    try:
        cached_rows: list[dict[str, Any]] | None = cache.get(key)
    except RedisError:
        return _rows(community)
    if cached_rows is None:
        cached_rows = _rows(community)
        _cache_rows(key, cached_rows)
    return cached_rows


def _cache_rows(key: str, rows: list[dict[str, Any]]) -> None:
    """Cache the rows; the page must also work without the cache."""
    try:
        cache.set(key, rows, CACHE_SECONDS)
    except RedisError:
        return


def _version(community: Community) -> str:
    """Return a key that changes with the directory and with replies that wait for the team.

    A service that was hidden or has ended must disappear immediately.
    """
    office = community.office
    what = (get_public_revisions(), community.time_zone, office.country, community.letters_in)
    digest = hashlib.sha256(repr(what).encode()).hexdigest()
    return f"{timezone.now():%H%M}:{digest}"


def group_by_need(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Group the rows by first need, in the order of needs; services without a need last.

    A group: ``need``, ``words``, ``rows``, and ``others``: services of earlier groups that also meet this need.
    """
    groups = []
    for need, label in [*NEED_LABELS.items(), ("", OTHER_LABEL)]:
        own = [row for row in rows if (row["needs"] or [""])[0] == need]
        others = [row for row in rows if need in row["needs"][1:]]
        if own or others:
            groups.append({"need": str(need), "words": label, "rows": own, "others": others})
    return groups


def get_languages(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return (code, name) of every language that a service offers."""
    spoken = {code for row in rows for code in row["codes"]}
    return [(code, name) for code, name in list_languages_by_name() if code in spoken]


def _rows(community: Community) -> list[dict[str, Any]]:
    now = timezone.now()
    services = with_hours(Service.objects.public().with_doubts()).defer(*CONFIDENTIAL)
    services = services.order_by("name", "id")
    rows = [_row(service, now, community.zone, community.office.country) for service in services]
    rows.sort(key=lambda row: (RANK[row["open"]], not row["is_fresh"]))
    written_in = get_content_language(community.letters_in).get("code", "")
    return [
        {
            "card": render_to_string("public/parts/service.html", {"row": row, "written_in": written_in}),
            **{name: row[name] for name in ("name", "phone", "needs", "codes")},
        }
        for row in rows
    ]


def _row(service: Service, now: dt.datetime, zone: ZoneInfo, country: str) -> dict[str, Any]:
    """Build a row with approved phone, website and address.

    The address is included only if the provider made it public.
    """
    hours = list(service.hours.all())
    is_open = is_open_at(hours, now, zone, always=service.always_open)
    today = now.astimezone(zone).date()
    # A provider who reported a change no longer confirms the entry.
    confirmed_on = None if service.is_doubted else service.confirmed_on  # type: ignore[attr-defined]
    open_words, open_more = _format_open_state(service, hours, is_open, now, zone)
    return {
        "name": service.name,
        "provider": service.provider,
        "kinds": kind_names(service.kinds),
        "needs": [need.value for need in Need if need in get_needs(service.kinds)],
        "codes": list(service.languages),
        "languages": [str(name) for name in service.language_names],
        **{
            name: getattr(service, name)
            for name in ("description", "eligibility", "ineligibility", "intake", "coverage")
        },
        "website": service.public_website,
        "phone": {"number": service.public_phone, "link": as_link(service.public_phone, country)},
        "address": service.public_address,
        "open": is_open,
        "open_words": open_words,
        "open_more": open_more,
        "week": format_week(hours, always=service.always_open),
        "confirmed_on": confirmed_on,
        "is_doubted": service.is_doubted,  # type: ignore[attr-defined]
        "is_fresh": get_freshness(confirmed_on, today) in (Freshness.CONFIRMED, Freshness.LAPSING),
    }


def _format_open_state(
    service: Service, hours: list[Any], is_open: bool | None, now: dt.datetime, zone: ZoneInfo
) -> tuple[str, str]:
    """Return the open state, short enough for one line on a phone, and its next change; "" if unknown."""
    if is_open is None:
        return _("Opening hours unknown"), ""
    if service.always_open:
        return _("Open 24 hours"), ""
    here = now.astimezone(zone)
    if is_open:
        until = get_closing_time(hours, now, zone)
        return _("Open now"), format_closing(until, here) if until else ""
    opens = get_next_opening(hours, now, zone)
    return _("Closed now"), format_opening(opens, here) if opens else ""
