"""Ending e-mail digests by the link in one, by POST alone, since programs that look for harm follow every link."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from communities import actions
from communities.access import LINK_HEADERS, open_view
from communities.links import link_page
from communities.unsubscribe import get_subscriber
from tfc.locales import asked_language


# A mail program has no cookie to forge with: the signed link is the key.
@open_view
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    user = get_subscriber(token)
    if user and request.method == "POST":
        actions.stop_digests(by=user)
    chosen = asked_language(request.GET.get("lang", ""))
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
