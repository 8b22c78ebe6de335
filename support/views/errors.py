"""Error pages: under the public pages with the exit button, and without a cookie."""

import re
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.views import csrf, defaults

from communities.access import (
    FORM_HEADERS,
    LINK_HEADERS,
    NOT_INDEXED,
    PublicRequest,
    plain_address,
    public_view,
)
from communities.visitor_pages import link_page
from support.emergency_contacts import list_countries, list_countries_on_error
from support.models import PublicProfile
from support.public_pages import (
    get_language_links,
    render_public_page,
    require_published,
)
from support.views.unavailable import away_page, is_passing, public_away_page
from tfc.locales import parse_language
from tfc.sent_before import SentBeforeError
from tfc.web_server.request_bodies import REFUSED_WITH

View = Callable[..., HttpResponse]
PUBLIC = "/p/"
TOWN = re.compile(rf"{PUBLIC}([-\w]+)/")


def broken_page(status: int) -> HttpResponse:
    return link_page(
        "public/server_error.html", {"status": status, "countries": list_countries_on_error()}, status
    )


def calmly(
    page: Callable[[], HttpResponse], headers: dict[str, str] = LINK_HEADERS
) -> Callable[[View], View]:
    """Replace the error page by ``page`` under the public pages: their readers may be watched during an error too."""

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.path.startswith(PUBLIC):
                return view(request, *args, **kwargs)
            with translation.override(
                parse_language(request.GET.get("lang", "")) or translation.get_language()
            ):
                response = page()
            for name, value in headers.items():
                response.headers[name] = value
            return response

        return wrapper

    return decorator


bad_request = calmly(lambda: broken_page(400))(defaults.bad_request)
broken = calmly(lambda: broken_page(500))(defaults.server_error)
csrf_failure = calmly(lambda: broken_page(403))(csrf.csrf_failure)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the error page; Django calls this while it handles the error."""
    if not is_passing(sys.exc_info()[1]):
        return broken(request)
    # Its form is sent from there, and "no-referrer" would hide its origin from us too.
    public = calmly(lambda: public_away_page(request), FORM_HEADERS | NOT_INDEXED)
    return public(away_page)(request)


def malformed_body_middleware(get_response: View) -> View:
    """Middleware. Explain why the web server rejected a request body, without session and database."""

    def middleware(request: HttpRequest) -> HttpResponse:
        status = request.META.get(REFUSED_WITH)
        if status is None:
            return get_response(request)
        return calmly(lambda: broken_page(status))(refused)(request, status)

    return middleware


class SentBeforeMiddleware:
    """Middleware. For a form that was sent before with other content: the stored content stays, and the person is
    informed.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, SentBeforeError):
            return None
        return calmly(lambda: broken_page(409))(sent_before)(request)


def sent_before(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("409.html", {"page": request.path}), status=409)


def refused(request: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse(render_to_string("request_failed.html", {"status": status}), status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Render the page for unknown addresses, which people who need help may have mistyped: in the frame of the
    community in the URL if its pages are published.

    An unpublished community looks the same as one that does not exist.
    """
    if request.path.startswith(PUBLIC) and (elsewhere := plain_address(request)):
        return elsewhere
    if town := TOWN.match(request.path):
        try:
            return _in_town(request, community=town[1])
        except Http404:
            pass
    return _anywhere(request, exception)


@public_view()
@require_published
def _in_town(request: PublicRequest, profile: PublicProfile) -> HttpResponse:
    return render_public_page(request, "public/not_found.html", {}, status=404, has_pages=True)


def _general() -> HttpResponse:
    """Show whom to call in each country that has an office; the language links contain no address."""
    context = {"languages": get_language_links(""), "countries": list_countries()}
    return link_page("public/not_found.html", context, 404)


_anywhere = calmly(_general)(defaults.page_not_found)
