"""Headers that every response carries, whatever made it, and the one way in which letters may be sent."""

import time
from collections.abc import Callable
from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from tfc.tracing import PUBLIC

# Passkeys are ours, and a button that copies; the rest of what a page may ask of a device is for nobody.
USED = ("publickey-credentials-create", "publickey-credentials-get", "clipboard-write")
UNUSED = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "compute-pressure",
    "cross-origin-isolated",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "interest-cohort",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "speaker-selection",
    "storage-access",
    "sync-xhr",
    "usb",
    "web-share",
    "window-management",
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join(
    [*(f"{feature}=(self)" for feature in USED), *(f"{feature}=()" for feature in UNUSED)]
)
# A style or a picture asks for nothing; opened as a page of its own it may do nothing. Short: it goes with each.
STATIC_POLICY = "default-src 'none'; frame-ancestors 'none'"
STATIC_PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
# The cookies of language, theme and known device stay: they say nothing of anybody, and the session's ends by itself.
CLEAR_SITE_DATA = '"cache", "storage"'


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Nothing that a page shows stays in a cache, but for static files, whose names change with their contents."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if is_file(request, response):
            response.headers.setdefault("Permissions-Policy", STATIC_PERMISSIONS)
        else:
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.CSRF_COOKIE_NAME in response.cookies:
            # The page holds a form: docs/adr/0030 says why our own address must come along with it.
            response.headers["Referrer-Policy"] = "same-origin"
        if _is_kept(response) and _has_session(request):
            _say_it_came(response)
        if request.method == "POST" and request.path == reverse("account_logout"):
            response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
        return response

    return middleware


def _is_kept(response: HttpResponseBase) -> bool:
    """A file that the browser keeps, while the page before it stays."""
    return response.headers.get("Content-Disposition", "").startswith("attachment")


def _has_session(request: HttpRequest) -> bool:
    """And is on a page of ours: the public ones leave nothing on a device."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and not request.path.startswith(PUBLIC)


def _say_it_came(response: HttpResponseBase) -> None:
    """To static/js/app.js, which says that something is under way: no event tells that a file begins to arrive."""
    response.set_cookie(
        settings.FILE_COOKIE_NAME,
        str(time.time_ns()),
        max_age=60,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def is_file(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Of the static ones; where there is none, a page says so."""
    return request.path.startswith(settings.STATIC_URL) and response.status_code < 400


def heads(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Who asks for the headers alone, as what watches a server does, gets no page: gunicorn would drop it and warn."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response

    return middleware


def only_utf8(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Every browser sends UTF-8. Django would read a form in whichever code its sender names, and some codes make half
    letters that no database takes, or are none for text at all."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if (request.encoding or "utf-8").lower() != "utf-8":
            raise BadRequest(f"The charset of a request was {request.encoding!r}.")
        return get_response(request)

    return middleware


class ContentPolicy(CSPMiddleware):
    """As django-csp, which puts the policy together anew for each answer: it is the same for all that ask no other."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if self.get_policy_parts(request, response) != _NO_OTHER or hasattr(response, "_csp_exempt"):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, STATIC_POLICY if is_file(request, response) else self._policy)
        return response

    @cached_property
    def _policy(self) -> str:
        return build_policy()


_NO_OTHER = PolicyParts()
