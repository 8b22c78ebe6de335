"""The services that everyone may find, as the public page shows them: by need, and within a need open ones first.

They are kept in the server's cache, drawn, in one list for a community and a language, until the minute is over or the
directory changes. The page holds all of them, and a script hides what does not fit: what a person looks for never
reaches the server, and never enters the address, which a watched phone remembers.
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

from communities.languages import by_name
from communities.models import Community
from support.confirming import Freshness, get_freshness
from support.directory import kind_names, with_hours
from support.models import Need, Service
from support.needs import get_needs
from support.opening import (
    format_closing,
    format_opening,
    format_week,
    get_closing_time,
    get_next_opening,
    is_open_at,
)
from support.phones import as_link
from support.public_pages import get_content_language
from tfc.compiled_queries import CompiledQuery

CACHE_SECONDS = 60
# Open, then unknown, then closed.
RANK = {True: 0, None: 1, False: 2}
# What somebody in need would say, not what the half-year survey calls it.
NEED_LABELS = {
    Need.PHYSICAL: gettext_lazy("A safe place, food, a doctor"),
    Need.PSYCHOLOGICAL: gettext_lazy("Somebody to talk to"),
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
    """Which services anybody may find, in which revision, and whether their provider said that something changed.

    Everything that the page says of them follows from this and the minute: opening hours are saved with their service.
    """
    return tuple(_listed())


def get_public_services(community: Community) -> list[dict[str, Any]]:
    """In the community's scope: rows for the page, as they are in this minute, in the language that is active.

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
    """Help must be found without the cache, too."""
    try:
        cache.set(key, rows, CACHE_SECONDS)
    except RedisError:
        return


def _version(community: Community) -> str:
    """Another one after every change of the directory, and every answer of a provider that waits for the team: what is
    taken down, or has ended, must be gone at once."""
    office = community.office
    what = (get_public_revisions(), community.time_zone, office.country, community.letters_in)
    digest = hashlib.sha256(repr(what).encode()).hexdigest()
    return f"{timezone.now():%H%M}:{digest}"


def group_by_need(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Groups in the order of needs, the services without one last, each service in the group of its first need.

    A group: ``need``, ``words``, ``rows``, and ``others``: services of earlier groups that meet this need as well.
    """
    groups = []
    for need, label in [*NEED_LABELS.items(), ("", OTHER_LABEL)]:
        own = [row for row in rows if (row["needs"] or [""])[0] == need]
        others = [row for row in rows if need in row["needs"][1:]]
        if own or others:
            groups.append({"need": str(need), "words": label, "rows": own, "others": others})
    return groups


def get_languages(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """(code, name) of every language in which some service helps."""
    spoken = {code for row in rows for code in row["codes"]}
    return [(code, name) for code, name in by_name() if code in spoken]


def _rows(community: Community) -> list[dict[str, Any]]:
    now = timezone.now()
    services = with_hours(Service.objects.public().with_doubts()).defer("address", "approved_address")
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
    """Phone, website and address as they were approved; the address only where the provider said that it is public."""
    hours = list(service.hours.all())
    is_open = is_open_at(hours, now, zone, always=service.always_open)
    today = now.astimezone(zone).date()
    # Who said that something has changed no longer says that this is right.
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
    """Whether it is open, short enough for one line of a phone, and until when, or when next: "" where none can say."""
    if is_open is None:
        return _("Opening hours not known"), ""
    if service.always_open:
        return _("Open now, day and night"), ""
    here = now.astimezone(zone)
    if is_open:
        until = get_closing_time(hours, now, zone)
        return _("Open now"), format_closing(until, here) if until else ""
    opens = get_next_opening(hours, now, zone)
    return _("Closed now"), format_opening(opens, here) if opens else ""
