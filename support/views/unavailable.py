"""The page shown while a part of the installation is unavailable: the database restarts, the broker is gone, the disk
is full.

It lasts seconds, and nothing was stored, or all of it: so the page preserves the input and offers to send it again.
Each form that creates a row names itself (``client_id``), so that it creates one row however often it is sent.
"""

from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from redis.exceptions import RedisError

from support.emergency_contacts import list_last_countries
from tfc.uploads import is_no_room

PASSING = (OperationalError, InterfaceError, RedisError)
STATUS = 503
SECONDS_TO_RETRY = "5"
# Passwords and codes must not appear in a page.
NEVER_KEPT = "/accounts/"


@dataclass(frozen=True)
class SubmittedForm:
    """A submitted form: names and values, and the names of its files, which no page can contain."""

    path: str
    is_form: bool = False
    values: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def is_kept(self) -> bool:
        return bool(self.values)


def is_passing(error: BaseException | None) -> bool:
    """Return True if the same request may succeed in a few seconds. Called while ``error`` is handled."""
    return isinstance(error, PASSING) or is_no_room(error)


def away_page(request: HttpRequest) -> HttpResponse:
    """Return the page without context processors, session or database."""
    return _page(render_to_string("503.html", {"typed": read_submitted_form(request)}))


def public_away_page(request: HttpRequest) -> HttpResponse:
    """Return the public page, with the exit button. Under "no-referrer" its form would have no origin, see
    FORM_HEADERS.
    """
    context = {"typed": read_submitted_form(request), "countries": list_last_countries()}
    return _page(render_to_string("public/service_unavailable.html", context))


def _page(text: str) -> HttpResponse:
    return HttpResponse(text, status=STATUS, headers={"Retry-After": SECONDS_TO_RETRY})


def read_submitted_form(request: HttpRequest) -> SubmittedForm:
    """Return the submitted form; without values if it could not be read, or may contain a password."""
    path = request.get_full_path()
    if request.method != "POST":
        return SubmittedForm(path)
    if request.path.startswith(NEVER_KEPT):
        return SubmittedForm(path, is_form=True)
    try:
        values = [(name, value) for name, field_values in request.POST.lists() for value in field_values]
    except OSError:
        # The disk had no room for the upload itself.
        return SubmittedForm(path, is_form=True)
    return SubmittedForm(path, is_form=True, values=values, files=list(request.FILES))
