"""Time zones by the names that people use."""

from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_name
from django.utils.translation import get_language


def zone_words(name: str) -> str:
    """Of "America/Los_Angeles" "Pacific Time", in the reader's language."""
    if "/" not in name:  # "UTC" is of no place, and is called so everywhere
        return name
    return get_timezone_name(ZoneInfo(name), locale=Locale.parse(get_language() or "en", sep="-"))
