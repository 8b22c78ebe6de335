"""Headers for every response, the one accepted character encoding, and maintenance mode."""

import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse

from tfc.tracing import PUBLIC

# Only passkeys and a copy button are used; all other browser features are disabled.
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
# Style sheets and images load nothing; opened as a page they may do nothing. Short, since every static file has it.
STATIC_POLICY = "default-src 'none'; frame-ancestors 'none'"
STATIC_PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
# Cookies of language, theme and known device stay: they say nothing about a person, and the session cookie is deleted
# anyway.
CLEAR_SITE_DATA = '"cache", "storage"'
# Maintenance mode: the duration if none is given.
MAINTENANCE_MINUTES = 10
LONGEST_MAINTENANCE = 24 * 60
# Monitoring reads these pages.
WATCHED = ("/health/", "/metrics/", "/robots.txt")
# People who look for help can read public pages; they cannot send forms meanwhile.
SAFE = ("GET", "HEAD", "OPTIONS")
MAINTENANCE_HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def response_headers_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Keep pages out of caches, except static files, whose names change with their contents."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if is_file(request, response):
            response.headers.setdefault("Permissions-Policy", STATIC_PERMISSIONS)
        else:
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.CSRF_COOKIE_NAME in response.cookies:
            # The page has a form, whose request must include our own URL: docs/adr/0030 gives the reason.
            response.headers["Referrer-Policy"] = "same-origin"
            if request.path.startswith(PUBLIC):
                # Leaves the device when the browser is closed.
                response.cookies[settings.CSRF_COOKIE_NAME].update({"max-age": "", "expires": ""})
        if _is_kept(response) and _has_session(request):
            _say_it_came(response)
        if request.method == "POST" and request.path == reverse("account_logout"):
            response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
        return response

    return middleware


def _is_kept(response: HttpResponseBase) -> bool:
    """Return True for a download, during which the browser keeps showing the previous page."""
    return response.headers.get("Content-Disposition", "").startswith("attachment")


def _has_session(request: HttpRequest) -> bool:
    """Return True for a session on a page that is not public: public pages leave nothing on a device."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and not request.path.startswith(PUBLIC)


def _say_it_came(response: HttpResponseBase) -> None:
    """Set a cookie that tells static/js/app.js that the download has started: no browser event does."""
    response.set_cookie(
        settings.FILE_COOKIE_NAME,
        str(time.time_ns()),
        max_age=60,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def is_file(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Return True for a static file; a missing one is answered with a page."""
    return request.path.startswith(settings.STATIC_URL) and response.status_code < 400


def head_request_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Return no body for HEAD requests, which monitors send: gunicorn would drop it and warn."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response

    return middleware


def utf8_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse encodings other than UTF-8, which every browser sends. Django would decode a form with any encoding that
    the client names; some yield lone surrogates, which the database refuses, and some are no text encodings.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if (request.encoding or "utf-8").lower() != "utf-8":
            raise BadRequest(f"The charset of a request was {request.encoding!r}.")
        return get_response(request)

    return middleware


class ContentPolicy(CSPMiddleware):
    """Build the policy of django-csp once instead of for every response: it is the same unless a view changes it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if self.get_policy_parts(request, response) != _NO_OTHER or hasattr(response, "_csp_exempt"):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, STATIC_POLICY if is_file(request, response) else self._policy)
        return response

    @cached_property
    def _policy(self) -> str:
        return build_policy()


_NO_OTHER = PolicyParts()


def minutes_left() -> int | None:
    """Return the planned duration in minutes; None if maintenance mode is off."""
    if settings.MAINTENANCE:
        return MAINTENANCE_MINUTES
    try:
        written = Path(settings.MAINTENANCE_FILE).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError:
        # The file exists but cannot be read.
        return MAINTENANCE_MINUTES
    return (
        min(int(written), LONGEST_MAINTENANCE)
        if written.isdecimal() and int(written)
        else MAINTENANCE_MINUTES
    )


def maintenance_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Maintenance mode: nothing can be written, but the public pages stay readable for people who need help.

    It is on if TFC_MAINTENANCE is set in the environment, or while a file exists (settings.MAINTENANCE_FILE), which
    needs no restart: `manage.py maintenance on`. docs/operations.md says when to use it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        minutes = None if is_open_in_maintenance(request) else minutes_left()
        return get_response(request) if minutes is None else maintenance_page(request, minutes)

    return middleware


def is_open_in_maintenance(request: HttpRequest) -> bool:
    return request.path.startswith(WATCHED) or (request.path.startswith(PUBLIC) and request.method in SAFE)


def maintenance_page(request: HttpRequest, minutes: int) -> HttpResponse:
    """Return the maintenance page without session, database and context."""
    public = request.path.startswith(PUBLIC)
    again = request.get_full_path() if request.method in SAFE else "/"
    text = render_to_string(
        "public/maintenance.html" if public else "503_maintenance.html", {"minutes": minutes, "again": again}
    )
    headers = {"Retry-After": str(minutes * 60), **(MAINTENANCE_HEADERS if public else {})}
    return HttpResponse(text, status=503, headers=headers)
