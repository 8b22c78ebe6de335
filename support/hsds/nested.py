"""Converts an entry to HSDS's nested service object and back. Pure functions.

HSDS has no field for exclusions or for our kinds: both are attributes with our own taxonomy. An address is one line,
written as ``address_1``; city, state and postal code, which HSDS requires, come from that line or from the community.
Times are local.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from communities.languages import LANGUAGES, language_name
from communities.models import Community, Weekday
from support.hsds.entries import LAST_MINUTE, MIDNIGHT, Entry, derive_id, normalize_hours, normalize_text
from support.models import ServiceKind
from support.opening import Span
from tfc.text.punctuation import listed

TAXONOMY = "TraffickFree kinds of services"
INELIGIBLE = "ineligible"
DESCRIPTIONS = {INELIGIBLE: "Who cannot use the service, in the value of the attribute"}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_SPANS = 2
# Known languages that files name by three letters.
THREE_LETTERS = {"eng": "en", "spa": "es", "zho": "zh", "chi": "zh", "fra": "fr", "deu": "de", "por": "pt",
                 "vie": "vi", "kor": "ko", "tgl": "tl", "rus": "ru", "ara": "ar", "hye": "hy", "arm": "hy"}  # fmt: skip
Object = dict[str, Any]
# "CA 91101" or "91101-1234" of the United States, "SW1A 1AA" of the United Kingdom.
POSTAL_CODE = re.compile(r"\b(\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Home:
    """The location of the community. ``country``: two letters, also used for phone numbers."""

    country: str
    city: str = ""
    region: str = ""

    @classmethod
    def from_community(cls, community: Community) -> "Home":
        return cls(community.office.country, community.city, community.region)


def to_object(entry: Entry, home: Home) -> Object:
    """Build the HSDS object; unknown values are left out."""
    service = {
        "id": entry.id,
        "name": entry.name,
        "description": entry.description,
        "url": entry.website,
        "status": "active",
        "application_process": entry.intake,
        "eligibility_description": entry.eligibility,
        "assured_date": entry.assured_on.isoformat() if entry.assured_on else "",
        "organization": _organization(entry),
        "phones": [_phone(entry)] if entry.phone else [],
        "languages": [_language(entry, code) for code in entry.languages],
        "schedules": list(_schedules(entry)),
        "service_areas": [_area(entry)] if entry.coverage else [],
        "service_at_locations": [_place(entry, home)] if entry.address else [],
        "attributes": list(_attributes(entry)),
    }
    return {name: value for name, value in service.items() if value not in ("", [])}


def _organization(entry: Entry) -> Object:
    return {
        "id": derive_id("organization", entry.provider.casefold()),
        "name": entry.provider,
        "description": entry.provider,
    }


def _phone(entry: Entry) -> Object:
    return {
        "id": derive_id(entry.id, "phone"),
        "service_id": entry.id,
        "number": entry.phone,
        "type": "voice",
    }


def _language(entry: Entry, code: str) -> Object:
    name = english_names()[code] if code in LANGUAGES else code
    return {"id": derive_id(entry.id, "language", code), "service_id": entry.id, "code": code, "name": name}


def _area(entry: Entry) -> Object:
    return {"id": derive_id(entry.id, "area"), "service_id": entry.id, "name": entry.coverage}


def _place(entry: Entry, home: Home) -> Object:
    location = derive_id(entry.id, "location")
    postal_code = POSTAL_CODE.search(entry.address)
    address = {
        "id": derive_id(entry.id, "address"),
        "location_id": location,
        "address_1": entry.address,
        "city": home.city,
        "state_province": home.region,
        "postal_code": postal_code[1] if postal_code else "",
        "country": home.country,
        "address_type": "physical",
    }
    return {
        "id": derive_id(entry.id, "at"),
        "service_id": entry.id,
        "location": {
            "id": location,
            "location_type": "physical",
            "name": entry.provider,
            "addresses": [address],
        },
    }


def _schedules(entry: Entry) -> Iterator[Object]:
    spans = entry.hours
    if entry.always_open:
        spans = tuple(Span(day, MIDNIGHT, LAST_MINUTE) for day in Weekday.values)
    days: dict[tuple[dt.time, dt.time], list[str]] = {}
    for span in spans:
        days.setdefault((span.opens, span.closes), []).append(DAYS[span.weekday])
    for (opens, closes), byday in days.items():
        yield {
            "id": derive_id(entry.id, "schedule", opens, closes),
            "service_id": entry.id,
            "freq": "WEEKLY",
            "byday": ",".join(byday),
            "opens_at": f"{opens:%H:%M}",
            "closes_at": f"{closes:%H:%M}",
        }


def _attributes(entry: Entry) -> Iterator[Object]:
    labels = [(kind, str(ServiceKind(kind).name), "") for kind in entry.kinds]
    if entry.ineligibility:
        labels.append((INELIGIBLE, "INELIGIBLE", entry.ineligibility))
    for code, name, value in labels:
        term = {
            "id": derive_id("term", code),
            "code": code,
            "name": name.replace("_", " ").capitalize(),
            "description": DESCRIPTIONS.get(code, f"Services of the kind “{name.replace('_', ' ').lower()}”"),
            "taxonomy": TAXONOMY,
        }
        attribute = {
            "id": derive_id(entry.id, "attribute", code),
            "link_id": entry.id,
            "link_entity": "service",
            "link_type": "eligibility" if code == INELIGIBLE else "kind",
            "value": value,
            "taxonomy_term": term,
        }
        yield {name: field_value for name, field_value in attribute.items() if field_value != ""}


def from_object(service: Object) -> Entry:
    """Read an HSDS object; invalid values become empty, with a sentence in ``notes`` if it matters."""
    notes: list[str] = []
    name, provider = _to_line(service.get("name")), _to_line(_dict(service.get("organization")).get("name"))
    hours, always = _hours(service, notes)
    kinds, ineligibility = _parse_kinds(service)
    return Entry(
        id=_to_line(service.get("id")) or derive_id("unnamed", name.casefold(), provider.casefold()),
        name=name,
        provider=provider,
        kinds=kinds,
        languages=_languages(service, notes),
        description=to_text(service.get("description")),
        eligibility=to_text(service.get("eligibility_description")),
        ineligibility=ineligibility,
        intake=to_text(service.get("application_process")),
        coverage=", ".join(
            filter(None, (_to_line(area.get("name")) for area in get_objects(service, "service_areas")))
        ),
        phone=next(
            (
                _to_line(phone.get("number"))
                for phone in get_objects(service, "phones")
                if to_text(phone.get("number"))
            ),
            "",
        ),
        website=to_text(service.get("url")),
        email=to_text(service.get("email")),
        address=_address(service),
        hours=hours,
        always_open=always,
        assured_on=_day(to_text(service.get("assured_date"))),
        notes=tuple(notes),
    )


def to_text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return normalize_text(str(value))


def _to_line(value: Any) -> str:
    """Return the text in one line, for columns of one line."""
    return " ".join(to_text(value).split())


def get_objects(parent: Object, name: str) -> list[Object]:
    values = parent.get(name)
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _dict(value: Any) -> Object:
    return value if isinstance(value, dict) else {}


def _parse_kinds(service: Object) -> tuple[tuple[str, ...], str]:
    """Return the kinds, by code in any taxonomy, and the text about who is excluded."""
    codes, against = set(), ""
    for attribute in get_objects(service, "attributes"):
        term = _dict(attribute.get("taxonomy_term"))
        code = to_text(term.get("code"))
        codes.add(code)
        if code == INELIGIBLE and term.get("taxonomy") == TAXONOMY:
            against = to_text(attribute.get("value"))
    return tuple(kind.value for kind in ServiceKind if kind in codes), against


def _languages(service: Object, notes: list[str]) -> tuple[str, ...]:
    names = {name.casefold(): code for code, name in english_names().items()}
    codes, unknown = set(), []
    for language in get_objects(service, "languages"):
        code, name = to_text(language.get("code")).casefold(), to_text(language.get("name"))
        short = re.split(r"[-_]", code)[0]
        language_code = THREE_LETTERS.get(short, short)
        if language_code not in LANGUAGES:
            language_code = names.get(name.casefold(), "")
        if language_code:
            codes.add(language_code)
        elif name or code:
            unknown.append(name or code)
    if unknown:
        notes.append(_("Skipped, not recognized: %(text)s") % {"text": listed(unknown)})
    return tuple(sorted(codes))


@cache
def english_names() -> dict[str, str]:
    """Return code → English name in any interface language, so that exports are identical."""
    with translation.override("en"):
        return {code: language_name(code) for code in LANGUAGES}


def _address(service: Object) -> str:
    for place in get_objects(service, "service_at_locations"):
        for address in get_objects(_dict(place.get("location")), "addresses"):
            parts = ("address_1", "address_2", "city", "state_province", "postal_code")
            line = ""
            for part in (_to_line(address.get(name)) for name in parts):
                # Many lines, including ours, already contain the postal code or city.
                if part and part.casefold() not in line.casefold():
                    line = f"{line}, {part}" if line else part
            if line and to_text(address.get("address_type")) != "postal":
                return line
    return ""


def _hours(service: Object, notes: list[str]) -> tuple[tuple[Span, ...], bool]:
    spans: set[Span] = set()
    for schedule in get_objects(service, "schedules"):
        schedule_spans = list(_spans(schedule))
        if not schedule_spans:
            notes.append(_("Skipped: hours that vary by week or have over two times a day"))
            return (), False
        spans.update(schedule_spans)
    hours, always = normalize_hours(spans, always=False)
    most = max((sum(span.weekday == day for span in hours) for day in Weekday.values), default=0)
    if most > MOST_SPANS:
        notes.append(_("Skipped: hours that vary by week or have over two times a day"))
        return (), False
    return hours, always


def _spans(schedule: Object) -> Iterator[Span]:
    opens, closes = _time(schedule.get("opens_at")), _time(schedule.get("closes_at"))
    weekly = to_text(schedule.get("freq")).upper() in ("", "WEEKLY") and to_text(
        schedule.get("interval")
    ) in (
        "",
        "1",
    )
    if opens is None or closes is None or not weekly:
        return
    for day in to_text(schedule.get("byday")).upper().split(","):
        if day.strip() in DAYS:
            yield Span(DAYS.index(day.strip()), opens, closes)


def _time(value: Any) -> dt.time | None:
    """Parse ``09:00`` or ``09:00:00``, with or without an offset; 24:00 is midnight."""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?", to_text(value))
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2])
    if (hour, minute) == (24, 0):
        return MIDNIGHT
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError:
        return None


def build_objects(entries: Iterable[Entry], home: Home) -> list[Object]:
    return [to_object(entry, home) for entry in entries]
