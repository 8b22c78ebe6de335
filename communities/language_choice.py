"""The language of a page or message for people who chose none."""

from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from communities.models import Community, Office

# Languages of the interface that were written or proofread by a native speaker (docs/translating.md).
READ = frozenset({"en"})


def language_for(request: HttpRequest, place: Community | Office | None) -> str:
    """Return the language of the visitor's cookie or browser, if it is supported; otherwise that of the place."""
    if place is None or _asks_for_ours(request):
        return str(get_language())
    return place.letters_in


def _asks_for_ours(request: HttpRequest) -> bool:
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return True
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        with suppress(LookupError):
            return bool(get_supported_language_variant(code))
    return False
