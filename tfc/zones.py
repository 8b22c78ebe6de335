"""Time zones by the names that people use."""

from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import get_timezone_name
from django.utils.translation import get_language

from tfc.locales import locale_of_reader
from tfc.text.punctuation import phrases


def zone_words(name: str) -> str:
    """Of "America/Los_Angeles" "Pacific Time", in the reader's language."""
    if "/" not in name:  # "UTC" is of no place, and is called so everywhere
        return name
    return _zone_words(name, str(get_language()))


@lru_cache(maxsize=2000)
def _zone_words(name: str, _language: str) -> str:
    return get_timezone_name(ZoneInfo(name), locale=locale_of_reader())


def place_words(name: str) -> str:
    """Of "America/Los_Angeles" "Los Ángeles", in the reader's language; no zone is read for it, they are hundreds."""
    zones, newer = locale_of_reader().time_zones, get_global("zone_aliases")
    same = newer.get(name, name)
    # Places that are called anew by now stand there by their old name: Kolkata as Calcutta.
    names = (name, same, *(old for old, new in newer.items() if new == same))
    cities = (zones[zone_name]["city"] for zone_name in names if "city" in zones.get(zone_name, {}))
    # "Buenos Aires, Argentina" where the language has no name for it.
    return str(next(cities, phrases(part.replace("_", " ") for part in reversed(name.split("/")[1:]))))


@cache
def zones_once() -> tuple[str, ...]:
    """Each zone by its present name: Asmara was Asmera, and stands once where one of them is chosen."""
    newer = get_global("zone_aliases")
    return tuple(name for name in sorted(available_timezones()) if name not in newer)
