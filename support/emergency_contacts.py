"""Whom to call: in a community, and in each country for pages that belong to none, also while the database is away."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import Error as DatabaseError

from communities.hotlines import SUGGESTIONS, get_emergency_number, suggest_emergency_number
from communities.languages import language_name
from communities.models import Community, Office
from support.directory import with_hours
from support.models import Service
from support.opening import format_week
from tfc import logins
from tfc.locales import locale_of_reader
from tfc.phones import as_link
from tfc.text.punctuation import phrases

Contacts = dict[str, Any]
# What this process showed last, by country: for error pages.
_last_shown: dict[str, tuple[list[Mapping[str, Any]], str]] = {}


def get_contacts(office: Office) -> Contacts:
    """Return ``hotlines`` and ``emergency`` as templates/public/parts/numbers.html shows them."""
    contacts = office.hotlines, get_emergency_number(office)
    if office.hotlines and not office.is_sample:
        _last_shown[office.country] = contacts
    return _build_contacts(*contacts, office.country)


def get_local_contacts(community: Community) -> Contacts:
    """Return the office's hotlines, those of the community's directory, and the emergency number. In its scope."""
    contacts = get_contacts(community.office)
    local = [
        {
            "name": service.name,
            "number": service.public_phone,
            "link": as_link(service.public_phone, community.office.country),
            "always_open": service.always_open,
            "hours": phrases(format_week(service.hours.all())),
            "language_names": service.language_names,
        }
        for service in with_hours(Service.objects.hotlines()).only(
            "name", "public_phone", "always_open", "languages"
        )
    ]
    return contacts | {"hotlines": contacts["hotlines"] + local}


def _build_contacts(hotlines: Iterable[Mapping[str, Any]], emergency: str, country: str) -> Contacts:
    return {
        "hotlines": [
            {
                **hotline,
                "link": as_link(hotline["number"], country),
                "language_names": [language_name(code) for code in hotline.get("languages", [])],
            }
            for hotline in hotlines
        ],
        "emergency": {"number": emergency, "link": f"tel:{emergency.replace(' ', '')}"},
    }


def list_countries() -> list[Contacts]:
    """Return the contacts of each country that has an office, with its ``name``."""
    with logins.use_login(logins.PUBLIC):
        offices = list(Office.objects.real().exclude(hotlines=[]).order_by("country", "id"))
    countries: dict[str, Contacts] = {}
    for office in offices:
        contacts = get_contacts(office)
        country = countries.setdefault(office.country, contacts)
        country["hotlines"] += [
            hotline for hotline in contacts["hotlines"] if hotline not in country["hotlines"]
        ]
    return _by_name(countries)


def list_countries_on_error() -> list[Contacts]:
    """Return the same where something went wrong, which may be the database."""
    try:
        return list_countries() or list_last_countries()
    except DatabaseError:
        return list_last_countries()


def list_last_countries() -> list[Contacts]:
    """Return what this process showed last, and the suggestions for other countries. Without a query."""
    suggested = {
        country: ([hotline], suggest_emergency_number(country)) for country, hotline in SUGGESTIONS.items()
    }
    shown = suggested | _last_shown
    return _by_name({country: _build_contacts(*contacts, country) for country, contacts in shown.items()})


def _by_name(countries: dict[str, Contacts]) -> list[Contacts]:
    names = locale_of_reader().territories
    named = [{"name": names.get(code, code), **contacts} for code, contacts in countries.items()]
    return sorted(named, key=lambda country: country["name"])
