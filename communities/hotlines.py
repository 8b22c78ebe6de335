"""Hotlines and emergency numbers: those suggested for a country, and those that an office confirmed. Pure functions."""

from collections.abc import Mapping
from typing import Any

from communities.models import Office
from tfc.phones import as_link

# Police, fire and ambulance. In most other countries, 112 works from a mobile phone.
EMERGENCY_NUMBERS = {
    "US": "911",
    "CA": "911",
    "MX": "911",
    "GB": "999",
    "CN": "110",
    "AU": "000",
    "NZ": "111",
}
ELSEWHERE = "112"
# National hotlines against human trafficking, to be confirmed by an office's staff.
SUGGESTIONS: Mapping[str, Mapping[str, Any]] = {
    "US": {
        "name": "National Human Trafficking Hotline",
        "number": "1-888-373-7888",
        "text_number": "233733",
        "always_open": True,
        "languages": ["en", "es"],
        "url": "https://humantraffickinghotline.org/",
    },
    "GB": {
        "name": "Modern Slavery & Exploitation Helpline",
        # Its own site says every day of the year, and no longer around the clock.
        "number": "08000 121 700",
        "languages": ["en"],
        "url": "https://www.modernslaveryhelpline.org/",
    },
    "CA": {
        "name": "Canadian Human Trafficking Hotline",
        "number": "1-833-900-1010",
        "always_open": True,
        "languages": ["en", "fr"],
        "url": "https://www.canadianhumantraffickinghotline.ca/",
    },
    "MX": {
        "name": "Línea Nacional contra la Trata de Personas",
        "number": "800 5533 000",
        "always_open": True,
        "languages": ["es"],
        "url": "https://consejociudadanomx.org/",
    },
}


def suggest_emergency_number(country: str) -> str:
    """Return the emergency number. ``country``: ISO 3166, two letters."""
    return EMERGENCY_NUMBERS.get(country.upper(), ELSEWHERE)


def get_emergency_number(office: Office) -> str:
    """Return the number that the office confirmed; until then that of its country."""
    return office.emergency_number or suggest_emergency_number(office.country)


def get_hotlines_to_edit(office: Office) -> list[Mapping[str, Any]]:
    """Return the office's hotlines; before the first confirmation what is suggested for its country."""
    if office.hotlines_confirmed_on is None and not office.hotlines:
        return [SUGGESTIONS[office.country]] if office.country in SUGGESTIONS else []
    return list(office.hotlines)


def is_emergency_line(phone: str, office: Office) -> bool:
    """Return True for an office hotline or the emergency number: these must not be test-called."""
    number = as_link(phone, office.country)
    never = {as_link(hotline, office.country) for hotline in office.hotline_numbers}
    return bool(number) and number in never | {f"tel:{get_emergency_number(office)}"}
