"""Time zones by their common names."""

from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import get_timezone_name
from django.utils.translation import get_language

from tfc.locales import locale_of_reader
from tfc.text.punctuation import phrases


def zone_words(name: str) -> str:
    """Return "Pacific Time" for "America/Los_Angeles", in the reader's language."""
    if "/" not in name:  # "UTC" belongs to no place and has the same name in every language
        return name
    return _zone_words(name, str(get_language()))


@lru_cache(maxsize=2000)
def _zone_words(name: str, _language: str) -> str:
    return get_timezone_name(ZoneInfo(name), locale=locale_of_reader())


def place_words(name: str) -> str:
    """Return "Los Ángeles" for "America/Los_Angeles", in the reader's language. It loads no zone data, since there are
    hundreds of zones.
    """
    zones, newer = locale_of_reader().time_zones, get_global("zone_aliases")
    same = newer.get(name, name)
    # Babel lists renamed places under their old name: Kolkata as Calcutta.
    names = (name, same, *(old for old, new in newer.items() if new == same))
    cities = (zones[zone_name]["city"] for zone_name in names if "city" in zones.get(zone_name, {}))
    # "Buenos Aires, Argentina" if the language has no name for it.
    return str(next(cities, phrases(part.replace("_", " ") for part in reversed(name.split("/")[1:]))))


def zone_of_region(country: str, region: str) -> str:
    """Return the time zone of a country or state that has only one, else "". ``country``: two letters; ``region``: a
    state of the US by its name or code.
    """
    # Its forty milliseconds belong to this form, not to every start.
    import us

    state = us.states.lookup(region.strip()) if country == "US" and region.strip() else None
    zones = state.time_zones if state else _list_zones(country)
    return zones[0] if len(zones) == 1 else ""


def _list_zones(country: str) -> list[str]:
    territories = get_global("zone_territories")
    return [name for name in zones_once() if territories.get(name) == country]


@cache
def zones_once() -> tuple[str, ...]:
    """Return each zone once, by its present name: Asmara, formerly Asmera."""
    newer = get_global("zone_aliases")
    return tuple(name for name in sorted(available_timezones()) if name not in newer)
