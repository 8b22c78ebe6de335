"""Compares a file with the directory: added, changed by field, unchanged, refused. Writes nothing.

A field that the file leaves empty keeps its value, so a file without addresses removes none. A confidential address is
never replaced, and an imported address is confidential until a person changes that. ``assured_date`` is not imported:
a file is no confirmation by the provider to this team.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support.hsds.entries import Entry, build_entry, get_outside_id, normalize_text
from support.hsds.nested import Home, Object, from_object
from support.hsds.reading import is_inactive
from support.models import Service
from support.opening import Span
from tfc.form_fields import WEB_ADDRESS
from tfc.phones import as_written

TEXTS = {
    "name": gettext_lazy("Name"),
    "provider": gettext_lazy("Provider"),
    "description": gettext_lazy("Description"),
    "eligibility": gettext_lazy("Who it is for"),
    "ineligibility": gettext_lazy("Who it is not for"),
    "intake": gettext_lazy("How to get help there"),
    "coverage": gettext_lazy("Area it serves"),
    "phone": gettext_lazy("Phone"),
    "website": gettext_lazy("Website"),
    "email": gettext_lazy("Provider's email address"),
    "address": gettext_lazy("Address"),
}
LABELS = TEXTS | {
    "kinds": gettext_lazy("Kinds of help"),
    "languages": gettext_lazy("Languages"),
    "hours": gettext_lazy("Opening hours"),
}


@dataclass(frozen=True)
class Change:
    """A changed service. ``fields``: name → (old, new); hours are (spans, always)."""

    service: Service
    entry: Entry
    fields: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Refusal:
    name: str
    reason: str


@dataclass(frozen=True)
class Plan:
    added: list[Entry]
    changed: list[Change]
    unchanged: int
    refused: list[Refusal]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed)

    def digest(self) -> str:
        """Return a hash that shows if the plan is still the one in the preview."""
        content = [
            [entry.id for entry in self.added],
            [
                [change.service.pk, sorted((name, str(pair)) for name, pair in change.fields.items())]
                for change in self.changed
            ],
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def read_entries(objects: Iterable[Object], country: str) -> tuple[list[Entry], list[Refusal]]:
    """Return clean entries, and a reason for each refused object. ``country``: for its phone numbers."""
    entries: dict[str, Entry] = {}
    refused: list[Refusal] = []
    for number, service in enumerate(objects, start=1):
        entry = _clean_entry(from_object(service), country)
        name = entry.name or _("Service %(number)s of the file") % {"number": number}
        why = _refusal(service, entry)
        if not why and entry.id in entries:
            why = _("The file has this id twice.")
        if why:
            refused.append(Refusal(name, why))
        else:
            entries[entry.id] = entry
    return list(entries.values()), refused


def compare(entries: Iterable[Entry], services: Iterable[Service], home: Home) -> Plan:
    """Build the plan. ``services``: all of the community with their hours, including those in the trash."""
    added: list[Entry] = []
    changed: list[Change] = []
    refused: list[Refusal] = []
    by_id, named = _index_services(services)
    unchanged = 0
    for entry in entries:
        service = by_id.get(entry.id)
        if service is None and (entry.name.casefold(), entry.provider.casefold()) in named:
            why = _("You already list this service.")
            refused.append(Refusal(entry.name, why))
        elif service is None:
            added.append(entry)
        elif service.deleted_at:
            why = _("This service is in the trash. Restore it first.")
            refused.append(Refusal(entry.name, why))
        elif fields := _differences(service, entry, home):
            changed.append(Change(service, entry, fields))
        else:
            unchanged += 1
    return Plan(added, changed, unchanged, refused)


def _index_services(services: Iterable[Service]) -> tuple[dict[str, Service], set[tuple[str, str]]]:
    by_id, named = {}, set()
    for service in services:
        by_id[get_outside_id(service)] = service
        if service.outside_id:
            by_id[service.outside_id] = service
        if service.deleted_at is None:
            named.add((normalize_text(service.name).casefold(), normalize_text(service.provider).casefold()))
    return by_id, named


def _differences(service: Service, entry: Entry, home: Home) -> dict[str, tuple[Any, Any]]:
    here = build_entry(service)
    differences: dict[str, tuple[Any, Any]] = {}
    for name in TEXTS:
        old, new = normalize_text(getattr(service, name)), getattr(entry, name)
        if name == "address" and old and not service.address_is_public:
            continue
        same = (
            new in ("", old)
            or (name == "phone" and new == as_written(old, home.country))
            or (name == "address" and new == _with_town(old, home))
        )
        if not same:
            differences[name] = (old, new)
    for name in ("kinds", "languages"):
        before, now = list(getattr(here, name)), list(getattr(entry, name))
        if now and before != now:
            differences[name] = (before, now)
    theirs = (entry.hours, entry.always_open)
    if any(theirs) and theirs != (here.hours, here.always_open):
        differences["hours"] = ((here.hours, here.always_open), theirs)
    return differences


def _with_town(address: str, home: Home) -> str:
    """Return the address as our own export writes it, with the community's city and state."""
    added = (part for part in (home.city, home.region) if part and part.casefold() not in address.casefold())
    return ", ".join(filter(None, (address, *added)))


def _clean_entry(entry: Entry, country: str) -> Entry:
    """Normalize the phone number; omit an invalid phone, website or email address and add a note."""
    values, notes = vars(entry).copy(), list(entry.notes)
    if entry.phone:
        values["phone"] = as_written(entry.phone, country) or ""
        if not values["phone"]:
            notes.append(_("Skipped, not recognized: %(text)s") % {"text": entry.phone})
    for name, check in (("website", WEB_ADDRESS), ("email", validate_email)):
        try:
            if values[name]:
                check(values[name])
        except ValidationError:
            notes.append(_("Skipped, not recognized: %(text)s") % {"text": values[name]})
            values[name] = ""
    return Entry(**values | {"notes": tuple(notes)})


def _refusal(service: Object, entry: Entry) -> str:
    if is_inactive(service):
        return _("The file marks it as inactive.")
    if not entry.name or not entry.provider:
        return _("The name or the provider is missing.")
    for name in ("id", *TEXTS):
        field = "outside_id" if name == "id" else name
        most: int | None = getattr(Service._meta.get_field(field), "max_length", None)
        value = getattr(entry, name)
        label = LABELS.get(name, "id")
        if most and len(value) > most:
            return _("“%(field)s” has more than %(most)s characters.") % {"field": label, "most": most}
        if not value.replace("\n", "").replace("\t", "").isprintable():
            return _("“%(field)s” has characters that are not text.") % {"field": label}
    return ""


# Serialization of entries for the preview page.


def serialize_entry(entry: Entry) -> dict[str, Any]:
    plain = {
        name: value for name, value in vars(entry).items() if value and name not in ("assured_on", "notes")
    }
    if entry.hours:
        plain["hours"] = serialize_spans(entry.hours)
    return plain


def parse_entry(plain: dict[str, Any]) -> Entry:
    values = dict(plain)
    for name in ("kinds", "languages"):
        values[name] = tuple(values.get(name, ()))
    return Entry(**values | {"hours": tuple(parse_spans(values.get("hours", [])))})


def serialize_spans(spans: Iterable[Span]) -> list[list[Any]]:
    return [[span.weekday, f"{span.opens:%H:%M}", f"{span.closes:%H:%M}"] for span in spans]


def parse_spans(plain: Iterable[list[Any]]) -> Iterator[Span]:
    for weekday, opens, closes in plain:
        yield Span(weekday, dt.time.fromisoformat(opens), dt.time.fromisoformat(closes))
