"""A service as a file can tell of it: without its mailbox, and without an address that is not public. Pure."""

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from support.models import Service, ServiceKind, Weekday
from support.models.approval import DETAILS
from support.opening import Hours, Span

NAMESPACE = uuid.UUID("5d0d1a3e-7a53-4c0b-8d0f-3a0f0e8a4c11")
HALF_LETTERS = re.compile("[\ud800-\udfff]")
MIDNIGHT = dt.time(0)
LAST_MINUTE = dt.time(23, 59)


@dataclass(frozen=True)
class Entry:
    """``id``: under which the file knows it. Texts are stripped; what is not known is empty.

    ``email`` is only ever read, never written. ``notes``: sentences about what was left out while reading.
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


def entry_of(service: Service, *, doubted: bool = False, as_public: bool = False) -> Entry:
    """What may leave the community. The service must bring its hours along.

    ``as_public``: phone, website and address as they were approved for the public pages.

    ``doubted``: its provider says that something has changed, so nothing that it confirmed before is assured.
    """
    hours, always = told_hours(service.hours.all(), always=service.always_open)
    prefix = "public_" if as_public else ""
    details = {name: getattr(service, prefix + name) for name in DETAILS}
    if not service.address_is_public:
        details["address"] = ""
    return Entry(
        id=outside_id_of(service),
        name=one_way(service.name),
        provider=one_way(service.provider),
        kinds=tuple(kind.value for kind in ServiceKind if kind in service.kinds),
        languages=tuple(sorted(set(service.languages))),
        description=one_way(service.description),
        eligibility=one_way(service.eligibility),
        ineligibility=one_way(service.ineligibility),
        intake=one_way(service.intake),
        coverage=one_way(service.coverage),
        phone=one_way(details["phone"]),
        website=details["website"],
        address=one_way(details["address"]),
        hours=hours,
        always_open=always,
        assured_on=None if doubted else service.confirmed_on,
    )


def outside_id_of(service: Service) -> str:
    """The UUID under which others know it: where it came from a file, that file's, else one made from ours."""
    try:
        return str(uuid.UUID(service.outside_id))
    except ValueError:
        return derived_id("service", service.community_id, service.pk)


def derived_id(*parts: object) -> str:
    """The same UUID for the same parts, so that a second export tells of the same things."""
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, parts))))


def one_way(text: str) -> str:
    """Browsers, files and people end lines in different ways. Half letters, which JSON can hold, go."""
    return "\n".join(HALF_LETTERS.sub("", text).splitlines()).strip()


def told_hours(hours: Iterable[Hours], *, always: bool) -> tuple[tuple[Span, ...], bool]:
    """Sorted; a week without a closed minute is "always"."""
    spans = tuple(sorted({Span(one.weekday, one.opens, one.closes) for one in hours}))
    whole = {one.weekday for one in spans if one.opens == MIDNIGHT and one.closes in (MIDNIGHT, LAST_MINUTE)}
    if always or len(whole) == len(Weekday):
        return (), True
    return spans, False
