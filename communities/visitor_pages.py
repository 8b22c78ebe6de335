"""Pages for visitors with a link and without account: rendered without the request, so that they set no cookie."""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import ngettext

TOO_MANY = 429
PLAIN = "text/plain; charset=utf-8"


def link_page(template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render the page. ``template`` extends "public.html"; without the request it has no session, account or CSRF
    token.
    """
    return HttpResponse(render_to_string(template, context), status=status)


def dead_link(status: int) -> HttpResponse:
    """Return the same page for a link that never existed, was used or has expired; it names no community."""
    return link_page("communities/dead_link.html", {}, status)


def busy_link(seconds: int) -> HttpResponse:
    """Return the page for people who used a link too often: when to try again."""
    response = link_page("communities/busy_link.html", {"words": _to_wait(seconds)}, TOO_MANY)
    response.headers["Retry-After"] = str(seconds)
    return response


def busy_file(seconds: int) -> HttpResponse:
    """Return the same message to a program."""
    headers = {"Retry-After": str(seconds)}
    return HttpResponse(f"{_to_wait(seconds)}\n", content_type=PLAIN, status=TOO_MANY, headers=headers)


def _to_wait(seconds: int) -> str:
    minutes = max(round(seconds / 60), 1)
    return ngettext(
        "Too many requests. Try again in %(minutes)d minute.",
        "Too many requests. Try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
