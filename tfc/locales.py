"""The languages of pages: the one that a URL asks for, and Babel's locale for the reader."""

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import get_language


def parse_language(wish: str) -> str:
    """Return the language of a URL parameter if we offer it, otherwise ""."""
    return wish if wish in dict(settings.LANGUAGES) else ""


def locale_of_reader() -> Locale:
    """Return the locale of the active language; English for languages that Babel does not know, such as the test
    language ar-xb.
    """
    try:
        return Locale.parse(get_language() or "en", sep="-")
    except UnknownLocaleError:
        return Locale("en")
