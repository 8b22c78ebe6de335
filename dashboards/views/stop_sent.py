"""The unsubscribe link in an email, for people and mail programs: without signing in, and only by POST, because link
scanners follow every link.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from communities.access import LINK_HEADERS, open_view
from communities.models import Community, Office
from communities.visitor_pages import link_page
from dashboards.actions.subscriptions import unsubscribe
from dashboards.figures.stopping import StopRequest, read_stop_token
from dashboards.models import ViewSubscription
from dashboards.models.subscriptions import Place
from tfc.locales import parse_language


# Mail programs send no CSRF cookie; the signed link is the authorization.
@open_view
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_sent(request: HttpRequest, token: str) -> HttpResponse:
    stop_request = read_stop_token(token)
    place = _place(stop_request) if stop_request else None
    response = _answer(request, stop_request, place) if stop_request and place else _page({}, 410)
    for name, value in LINK_HEADERS.items():
        response.headers[name] = value
    return response


def _place(stop_request: StopRequest) -> Place | None:
    office = Office.objects.filter(pk=stop_request.office_id).first()
    if stop_request.community_id is None:
        return Place(office) if office else None
    town = Community.objects.filter(pk=stop_request.community_id, office=office).first()
    return Place(office, town) if office and town else None


def _answer(request: HttpRequest, stop_request: StopRequest, place: Place) -> HttpResponse:
    """Return the same answer if it is stopped now or was before."""
    with place.scope():
        own = ViewSubscription.objects.for_user(stop_request.user_id).filter(community=place.community)
        subscription = own.filter(pk=stop_request.subscription_id).select_related("user").first()
        if subscription and request.method == "POST":
            unsubscribe(subscription=subscription, by=subscription.user)
    with translation.override(_spoken(request, subscription)):
        is_stopped = subscription is None or request.method == "POST"
        frequency = subscription.get_frequency_display() if subscription else ""
        context = {"place": place, "is_stopped": is_stopped, "frequency": frequency}
        return _page({**context, "languages": settings.LANGUAGES})


def _spoken(request: HttpRequest, subscription: ViewSubscription | None) -> str:
    """Return the language chosen on the page or in this browser; else the email's."""
    own = (subscription.user.language or subscription.language) if subscription else ""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        own = ""
    return parse_language(request.GET.get("lang", "")) or own or str(translation.get_language())


def _page(context: dict[str, Any], status: int = 200) -> HttpResponse:
    return link_page("dashboards/unsubscribe_view.html", context, status)
