"""Maintenance mode: nothing can be written, but the public pages stay readable for people who need help.

It is on if TFC_MAINTENANCE is set in the environment, or while a file exists (settings.MAINTENANCE_FILE), which needs
no restart: `manage.py maintenance on`. docs/operations.md says when to use it.
"""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

STATUS = 503
# Used if no duration is given.
MINUTES = 10
LONGEST = 24 * 60
# Monitoring reads these pages.
WATCHED = ("/health/", "/metrics/", "/robots.txt")
# People who look for help read these pages; they cannot send forms meanwhile.
PUBLIC = "/p/"
SAFE = ("GET", "HEAD", "OPTIONS")
PUBLIC_HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}

Answer = Callable[[HttpRequest], HttpResponse]


def minutes_left() -> int | None:
    """Return the planned duration in minutes; None if maintenance mode is off."""
    if settings.MAINTENANCE:
        return MINUTES
    try:
        written = Path(settings.MAINTENANCE_FILE).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError:
        # The file exists but cannot be read.
        return MINUTES
    return min(int(written), LONGEST) if written.isdecimal() and int(written) else MINUTES


def maintenance_middleware(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        minutes = None if is_open(request) else minutes_left()
        return get_response(request) if minutes is None else page(request, minutes)

    return middleware


def is_open(request: HttpRequest) -> bool:
    return request.path.startswith(WATCHED) or (request.path.startswith(PUBLIC) and request.method in SAFE)


def page(request: HttpRequest, minutes: int) -> HttpResponse:
    """Return the maintenance page without session, database and context."""
    public = request.path.startswith(PUBLIC)
    again = request.get_full_path() if request.method in SAFE else "/"
    text = render_to_string(
        "public/maintenance.html" if public else "503_maintenance.html", {"minutes": minutes, "again": again}
    )
    headers = {"Retry-After": str(minutes * 60), **(PUBLIC_HEADERS if public else {})}
    return HttpResponse(text, status=STATUS, headers=headers)
