"""Languages that an organisation may offer, as ISO 639 codes with translated names."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES: dict[str, str | Promise] = {
    "en": _("English"),
    "es": _("Spanish"),
    "zh": _("Chinese"),
    "am": _("Amharic"),
    "ar": _("Arabic"),
    "hy": _("Armenian"),
    "bn": _("Bengali"),
    "fa": _("Farsi"),
    "fil": _("Filipino"),
    "fr": _("French"),
    "ht": _("Haitian Creole"),
    "hi": _("Hindi"),
    "km": _("Khmer"),
    "ko": _("Korean"),
    "pl": _("Polish"),
    "pt": _("Portuguese"),
    "pa": _("Punjabi"),
    "ro": _("Romanian"),
    "ru": _("Russian"),
    "so": _("Somali"),
    "th": _("Thai"),
    "uk": _("Ukrainian"),
    "ur": _("Urdu"),
    "vi": _("Vietnamese"),
    "sgn": _("Sign language"),
}


def names_of(codes: list[str]) -> list[str]:
    """The names in today's language; a code that is not on the list shows as itself."""
    return [str(LANGUAGES.get(code, code)) for code in codes]
