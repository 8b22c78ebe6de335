"""Pages and settings that belong to no place: the start page, the language, the theme, unsubscribing from digests."""

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import actions
from communities.access import LINK_HEADERS, SignedIn, open_view, signed_in_view
from communities.accounts import keep_language
from communities.models import Office
from communities.places import back_to, get_places
from communities.reauthentication import has_second_factor
from communities.unsubscribe import get_subscriber
from communities.visitor_pages import link_page
from tfc.locales import parse_language

THEMES = ("auto", "light", "dark")
YEAR = 365 * 24 * 3600


@open_view
@require_POST
def theme_choose(request: HttpRequest) -> HttpResponse:
    """Set the theme to light, dark, or system; stored in a cookie, since the server renders the page."""
    response = back_to(request, "/")
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
    """Same as Django's view, and remembered for the next login on any device."""
    response = back_to(request, "/")
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        keep_language(request, response, language)
        if request.user.is_authenticated and request.user.language != language:
            actions.choose_language(language=language, by=request.user)
    return response


# A mail program has no cookie, so no request can be forged with it: the signed link is the key.
@open_view
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    user = get_subscriber(token)
    if user and request.method == "POST":
        actions.stop_digests(by=user)
    chosen = parse_language(request.GET.get("lang", ""))
    own = "" if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or user is None else user.language
    with translation.override(chosen or own or translation.get_language()):
        context = {"is_known": user is not None, "is_done": request.method == "POST"}
        response = link_page(
            "communities/unsubscribe.html",
            {**context, "languages": settings.LANGUAGES},
            200 if user else 410,
        )
    for name, value in LINK_HEADERS.items():
        response.headers[name] = value
    return response


@open_view
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        hotlines = Office.objects.real().exclude(hotlines=[]).order_by("country", "name")
        return render(request, "communities/landing.html", {"hotlines": hotlines})
    places = get_places(request.user)
    real = [place for place in places if not place.is_sample]
    if len(real or places) == 1:
        return redirect((real or places)[0].url)
    return render(request, "communities/start.html", {"choices": places})


@signed_in_view
@require_safe
def second_factor(request: SignedIn) -> HttpResponse:
    """The set-up page for people who need a second factor and have none yet; the access decorators redirect here.

    The key of an app is shown only if its own page would not ask for a proof of identity first.
    """
    template = "communities/second_factor.html"
    if has_second_factor(request.user):
        return redirect("communities:start")
    if did_recently_reauthenticate(request):
        return ActivateTOTPView.as_view(template_name=template)(request)
    return render(request, template)
