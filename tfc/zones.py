"""Time zones by the names that people use."""

from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import get_global
from babel.dates import get_timezone_name
from django.utils.translation import get_language

from tfc.locales import locale_of_reader


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
    known, newer = locale_of_reader().time_zones, get_global("zone_aliases")
    same = newer.get(name, name)
    # Places that are called anew by now stand there by their old name: Kolkata as Calcutta.
    names = (name, same, *(old for old, new in newer.items() if new == same))
    cities = (known[one]["city"] for one in names if "city" in known.get(one, {}))
    return str(next(cities, name.partition("/")[2].replace("_", " ")))
