"""Choices that belong to no community and no office: the language, and light or dark."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from communities import actions
from communities.access import open_view
from communities.accounts import keep_language
from communities.context import THEMES

YEAR = 365 * 24 * 3600


@open_view
@require_POST
def theme_choose(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says; kept in a cookie, since the server draws the page."""
    response = redirect(_back(request))
    if (theme := request.POST.get("theme")) in THEMES:
        response.set_cookie(
            settings.THEME_COOKIE_NAME,
            theme,
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@open_view
@require_POST
def language_choose(request: HttpRequest) -> HttpResponse:
    """As Django's own, and remembered for the next login on any device."""
    response = redirect(_back(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        keep_language(request, response, language)
        if request.user.is_authenticated and request.user.language != language:
            actions.choose_language(language=language, by=request.user)
    return response


def _back(request: HttpRequest) -> str:
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if safe else "/"
