"""The link in an e-mail that stops it, for a person and for his mail program: without signing in, and by POST alone,
since programs that look for harm follow every link."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from communities.access import LINK_HEADERS, open_view
from communities.links import link_page
from communities.models import Community, Office
from dashboards.actions.subscriptions import unsubscribe
from dashboards.figures.sending import Place
from dashboards.figures.stopping import Wish, wish_of
from dashboards.models import ViewSubscription
from tfc.locales import asked_language


# A mail program has no cookie to forge with: the signed link is the key.
@open_view
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_sent(request: HttpRequest, token: str) -> HttpResponse:
    wish = wish_of(token)
    place = _place(wish) if wish else None
    response = _answer(request, wish, place) if wish and place else _page({}, 410)
    for name, value in LINK_HEADERS.items():
        response.headers[name] = value
    return response


def _place(wish: Wish) -> Place | None:
    office = Office.objects.filter(pk=wish.office_id).first()
    if wish.community_id is None:
        return Place(office) if office else None
    town = Community.objects.filter(pk=wish.community_id, office=office).first()
    return Place(office, town) if office and town else None


def _answer(request: HttpRequest, wish: Wish, place: Place) -> HttpResponse:
    """The same words whether it is stopped now or was before."""
    with place.scope():
        own = ViewSubscription.objects.of(wish.user_id).filter(community=place.community)
        found = own.filter(pk=wish.subscription_id).select_related("user").first()
        if found and request.method == "POST":
            unsubscribe(subscription=found, by=found.user)
    with translation.override(_spoken(request, found)):
        is_stopped = found is None or request.method == "POST"
        frequency = found.get_frequency_display() if found else ""
        context = {"place": place, "is_stopped": is_stopped, "frequency": frequency}
        return _page({**context, "languages": settings.LANGUAGES})


def _spoken(request: HttpRequest, found: ViewSubscription | None) -> str:
    """As chosen on the page or in this browser; else as the e-mail that led here was written."""
    own = (found.user.language or found.language) if found else ""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        own = ""
    return asked_language(request.GET.get("lang", "")) or own or str(translation.get_language())


def _page(context: dict[str, Any], status: int = 200) -> HttpResponse:
    return link_page("dashboards/stop_sent.html", context, status)
