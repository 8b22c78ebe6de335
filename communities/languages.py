"""The languages that a community may declare: those in which help must be available, and those in which people
respond.
"""

from collections.abc import Iterable, Mapping

from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as django_text

from tfc.locales import locale_of_reader
from tfc.text.normalize import get_sort_key

# ISO 639-1 codes: the languages spoken most in the communities of our offices, and in the countries that people are
# trafficked from.
CODES = (
    "am", "ar", "bg", "bn", "cs", "de", "en", "es", "fa", "fr", "gu", "hi", "ht", "hu", "hy", "id", "it", "ja", "km",
    "ko", "ku", "lo", "lt", "lv", "my", "ne", "pa", "pl", "ps", "pt", "ro", "ru", "si", "sk", "so", "sq", "sw", "ta",
    "th", "ti", "tl", "tr", "uk", "ur", "vi", "yo", "zh",
)  # fmt: skip


# Those that most people speak in the communities of our offices.
USUAL = frozenset(("ar", "en", "es", "fr", "ko", "pt", "ru", "tl", "vi", "zh"))


def _get_name(code: str) -> str:
    # Babel writes "Bangla", which fewer people know.
    return django_text("Bengali") if code == "bn" else capfirst(locale_of_reader().languages[code])


LANGUAGES = dict(zip(CODES, map(lazy(_get_name, str), CODES), strict=True))


def language_name(code: str) -> str:
    """Return the name in the reader's language; an unknown code is returned unchanged."""
    return str(LANGUAGES.get(code, code))


def list_languages_by_name() -> list[tuple[str, str]]:
    """Return (code, name) sorted by name in the reader's language."""
    return sorted(
        ((code, str(name)) for code, name in LANGUAGES.items()),
        key=lambda language: get_sort_key(language[1]),
    )


def group_languages() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (heading, [(code, name)]): the usual languages first, each group sorted by name."""
    names = list_languages_by_name()
    return [
        (gettext("Most common"), [language for language in names if language[0] in USUAL]),
        (gettext("More languages"), [language for language in names if language[0] not in USUAL]),
    ]


def get_required_languages(declared: Iterable[str], spoken: Mapping[str, int], *, share: int) -> list[str]:
    """Return the declared languages, and those of at least ``share`` percent of the profile; sorted by code.

    ``spoken``: people by language, who together are the population. A language with 0 speakers is never required.
    """
    everybody = sum(spoken.values())
    common = {language for language, people in spoken.items() if people and people * 100 >= share * everybody}
    return sorted(common | set(declared))


def readers_language() -> str:
    """Return the proposed language of a person's text: that of the page."""
    return str(get_language()).partition("-")[0]
