"""Pages for who came by a link and has no account: drawn without the request, so that they set no cookie."""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string


def link_page(template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """``template`` extends "public.html"; without the request it knows no session, account or CSRF token."""
    return HttpResponse(render_to_string(template, context), status=status)


def dead_link(status: int) -> HttpResponse:
    """The same words whether a link never was, was used or is over; it names no community."""
    return link_page("communities/dead_link.html", {}, status)
