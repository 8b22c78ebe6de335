"""The languages that a community may declare: those in which help must be available, and those in which people
respond.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_lazy as django_name

from tfc.text.normalize import get_sort_key

# ISO 639-1 codes: the languages spoken most in the communities of our offices, and in the countries that people are
# trafficked from. Django's own translations have the names marked `django_name`, so that ours need not repeat them.
LANGUAGES = {
    "am": _("Amharic"),
    "ar": django_name("Arabic"),
    "bg": django_name("Bulgarian"),
    "bn": django_name("Bengali"),
    "cs": django_name("Czech"),
    "de": django_name("German"),
    "en": _("English"),
    "es": _("Spanish"),
    "fa": django_name("Persian"),
    "fr": django_name("French"),
    "gu": _("Gujarati"),
    "hi": _("Hindi"),
    "ht": _("Haitian Creole"),
    "hu": django_name("Hungarian"),
    "hy": django_name("Armenian"),
    "id": _("Indonesian"),
    "it": django_name("Italian"),
    "ja": django_name("Japanese"),
    "km": _("Khmer"),
    "ko": django_name("Korean"),
    "ku": _("Kurdish"),
    "lo": _("Lao"),
    "lt": django_name("Lithuanian"),
    "lv": django_name("Latvian"),
    "my": django_name("Burmese"),
    "ne": django_name("Nepali"),
    "pa": _("Punjabi"),
    "pl": django_name("Polish"),
    "ps": _("Pashto"),
    "pt": django_name("Portuguese"),
    "ro": django_name("Romanian"),
    "ru": django_name("Russian"),
    "si": _("Sinhala"),
    "sk": django_name("Slovak"),
    "so": _("Somali"),
    "sq": django_name("Albanian"),
    "sw": _("Swahili"),
    "ta": django_name("Tamil"),
    "th": django_name("Thai"),
    "ti": _("Tigrinya"),
    "tl": _("Tagalog"),
    "tr": django_name("Turkish"),
    "uk": django_name("Ukrainian"),
    "ur": django_name("Urdu"),
    "vi": django_name("Vietnamese"),
    "yo": _("Yoruba"),
    "zh": _("Chinese"),
}


def language_name(code: str) -> str:
    """Return the name in the reader's language; an unknown code is returned unchanged."""
    return str(LANGUAGES.get(code, code))


def list_languages_by_name() -> list[tuple[str, str]]:
    """Return (code, name) sorted by name in the reader's language."""
    return sorted(
        ((code, str(name)) for code, name in LANGUAGES.items()),
        key=lambda language: get_sort_key(language[1]),
    )


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
