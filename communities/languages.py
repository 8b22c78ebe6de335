"""The languages that a community may declare: those in which help must be available, and those in which people
respond.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tfc.text.normalize import by_letters

# ISO 639-1 codes: the languages spoken most in the communities of our offices, and in the countries that people are
# trafficked from.
LANGUAGES = {
    "am": _("Amharic"),
    "ar": _("Arabic"),
    "bg": _("Bulgarian"),
    "bn": _("Bengali"),
    "cs": _("Czech"),
    "de": _("German"),
    "en": _("English"),
    "es": _("Spanish"),
    "fa": _("Persian"),
    "fr": _("French"),
    "gu": _("Gujarati"),
    "hi": _("Hindi"),
    "ht": _("Haitian Creole"),
    "hu": _("Hungarian"),
    "hy": _("Armenian"),
    "id": _("Indonesian"),
    "it": _("Italian"),
    "ja": _("Japanese"),
    "km": _("Khmer"),
    "ko": _("Korean"),
    "ku": _("Kurdish"),
    "lo": _("Lao"),
    "lt": _("Lithuanian"),
    "lv": _("Latvian"),
    "my": _("Burmese"),
    "ne": _("Nepali"),
    "pa": _("Punjabi"),
    "pl": _("Polish"),
    "ps": _("Pashto"),
    "pt": _("Portuguese"),
    "ro": _("Romanian"),
    "ru": _("Russian"),
    "si": _("Sinhala"),
    "sk": _("Slovak"),
    "so": _("Somali"),
    "sq": _("Albanian"),
    "sw": _("Swahili"),
    "ta": _("Tamil"),
    "th": _("Thai"),
    "ti": _("Tigrinya"),
    "tl": _("Tagalog"),
    "tr": _("Turkish"),
    "uk": _("Ukrainian"),
    "ur": _("Urdu"),
    "vi": _("Vietnamese"),
    "yo": _("Yoruba"),
    "zh": _("Chinese"),
}


def language_name(code: str) -> str:
    """Return the name in the reader's language; an unknown code is returned unchanged."""
    return str(LANGUAGES.get(code, code))


def by_name() -> list[tuple[str, str]]:
    """Return (code, name) sorted by name in the reader's language."""
    return sorted(
        ((code, str(name)) for code, name in LANGUAGES.items()), key=lambda language: by_letters(language[1])
    )


def required_languages(declared: Iterable[str], spoken: Mapping[str, int], *, share: int) -> list[str]:
    """Return the declared languages, and those of at least ``share`` percent of the profile; sorted by code.

    ``spoken``: people by language, who together are the population. A language with 0 speakers is never required.
    """
    everybody = sum(spoken.values())
    common = {language for language, people in spoken.items() if people and people * 100 >= share * everybody}
    return sorted(common | set(declared))


def readers_language() -> str:
    """Return the proposed language of a person's text: that of the page."""
    return str(get_language()).partition("-")[0]
