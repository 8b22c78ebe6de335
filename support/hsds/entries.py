"""A service as exported or imported: without a mailbox in exports, and without an address that is not public.

Pure functions.
"""

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from communities.models import Office, Weekday
from support.models import Service, ServiceKind
from support.models.approval import DETAILS
from support.opening import Hours, Span

NAMESPACE = uuid.UUID("5d0d1a3e-7a53-4c0b-8d0f-3a0f0e8a4c11")
LONE_SURROGATES = re.compile("[\ud800-\udfff]")
MIDNIGHT = dt.time(0)
LAST_MINUTE = dt.time(23, 59)


@dataclass(frozen=True)
class Entry:
    """A service in a file. ``id``: its id in the file. Texts are stripped; unknown values are empty.

    ``email`` is imported but never exported. ``notes``: sentences about what was omitted while reading.
    """

    id: str
    name: str
    provider: str
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    description: str = ""
    eligibility: str = ""
    ineligibility: str = ""
    intake: str = ""
    coverage: str = ""
    phone: str = ""
    website: str = ""
    email: str = ""
    address: str = ""
    hours: tuple[Span, ...] = ()
    always_open: bool = False
    assured_on: dt.date | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)


def build_entry(service: Service, *, doubted: bool = False, as_public: bool = False) -> Entry:
    """Build what may leave the community. The service needs prefetched hours.

    ``as_public``: phone, website and address as approved for the public pages.

    ``doubted``: its provider reported a change, so no earlier confirmation is exported.
    """
    hours, always = normalize_hours(service.hours.all(), always=service.always_open)
    prefix = "public_" if as_public else ""
    details = {name: getattr(service, prefix + name) for name in DETAILS}
    if not service.address_is_public:
        details["address"] = ""
    return Entry(
        id=get_outside_id(service),
        name=normalize_text(service.name),
        provider=normalize_text(service.provider),
        kinds=tuple(kind.value for kind in ServiceKind if kind in service.kinds),
        languages=tuple(sorted(set(service.languages))),
        description=normalize_text(service.description),
        eligibility=normalize_text(service.eligibility),
        ineligibility=normalize_text(service.ineligibility),
        intake=normalize_text(service.intake),
        coverage=normalize_text(service.coverage),
        phone=normalize_text(details["phone"]),
        website=details["website"],
        address=normalize_text(details["address"]),
        hours=hours,
        always_open=always,
        assured_on=None if doubted else service.confirmed_on,
    )


def build_hotline_entries(office: Office) -> list[Entry]:
    """Build the entries of an office's hotlines, which help everywhere."""
    return [
        Entry(
            id=derive_id("hotline", office.pk, hotline["number"]),
            name=hotline["name"],
            provider=hotline["name"],
            kinds=(ServiceKind.HOTLINE.value,),
            languages=tuple(sorted(hotline.get("languages", []))),
            phone=hotline["number"],
            website=hotline.get("url", ""),
            always_open=bool(hotline.get("always_open")),
            assured_on=office.hotlines_confirmed_on,
        )
        for hotline in office.hotlines
    ]


def get_outside_id(service: Service) -> str:
    """Return the UUID in other systems: the imported one, otherwise one derived from our id."""
    try:
        return str(uuid.UUID(service.outside_id))
    except ValueError:
        return derive_id("service", service.community_id, service.pk)


def derive_id(*parts: object) -> str:
    """Return the same UUID for the same parts, so that repeated exports use the same ids."""
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, parts))))


def normalize_text(text: str) -> str:
    """Normalize line ends and remove lone surrogates.

    Line ends differ between browsers, files and people; JSON can hold lone surrogates.
    """
    return "\n".join(LONE_SURROGATES.sub("", text).splitlines()).strip()


def normalize_hours(hours: Iterable[Hours], *, always: bool) -> tuple[tuple[Span, ...], bool]:
    """Return the sorted spans; a week without a closed minute is "always"."""
    spans = tuple(sorted({Span(span.weekday, span.opens, span.closes) for span in hours}))
    full_days = {
        span.weekday for span in spans if span.opens == MIDNIGHT and span.closes in (MIDNIGHT, LAST_MINUTE)
    }
    if always or len(full_days) == len(Weekday):
        return (), True
    return spans, False
