"""The languages of pages: which of ours an address asks for, and Babel's names of things in the reader's."""

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import get_language


def asked_language(wish: str) -> str:
    """``wish``, as an address says it, where it is a language of ours; else ""."""
    return wish if wish in dict(settings.LANGUAGES) else ""


def locale_of_reader() -> Locale:
    """Of the language that is spoken now; English for one that Babel does not know, as that of tests (ar-xb)."""
    try:
        return Locale.parse(get_language() or "en", sep="-")
    except UnknownLocaleError:
        return Locale("en")
