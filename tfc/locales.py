"""Babel's names of things, in the reader's language."""

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language


def locale_of_reader() -> Locale:
    """Of the language that is spoken now; English for one that Babel does not know, as that of tests (ar-xb)."""
    try:
        return Locale.parse(get_language() or "en", sep="-")
    except UnknownLocaleError:
        return Locale("en")
