"""Frame of the public pages, and the rule that a community must have published them.

The request is passed to templates only for form tokens; the frame does not use the session.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

from communities.access import PublicRequest
from support.emergency_contacts import get_local_contacts
from support.models import PublicProfile
from tfc.compiled_queries import CompiledQuery

_published = CompiledQuery(lambda: PublicProfile.objects.filter(is_published=True))


def require_published(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Raise Http404 unless the community has published its pages; pass the profile to the view.

    Use inside the public access decorator.
    """

    @wraps(view)
    def guarded(request: PublicRequest, **kwargs: Any) -> HttpResponseBase:
        profiles = _published()
        if not profiles:
            raise Http404
        return view(request, profile=profiles[0], **kwargs)

    return guarded


def render_public_page(
    request: PublicRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    has_pages: bool | None = None,
) -> HttpResponse:
    """Render a ``template`` that extends "public/base.html", inside the scope of the access decorator.

    ``has_pages``: if the frame may link to home, help and safety; None queries the database.
    """
    if has_pages is None:
        has_pages = PublicProfile.objects.filter(is_published=True).exists()
    return HttpResponse(
        render_to_string(template, build_frame_context(request, has_pages=has_pages) | context, request),
        status=status,
    )


def build_frame_context(request: PublicRequest, *, has_pages: bool) -> dict[str, Any]:
    """Build the context of the frame.

    ``keep``: the query that preserves the chosen language in links, or empty.
    """
    contacts = get_local_contacts(request.community)
    return {
        "place": request.community,
        "has_pages": has_pages,
        "keep": f"?lang={request.chosen_language}" if request.chosen_language else "",
        "chosen_language": request.chosen_language,
        "languages": get_language_links(request.path),
        "hotline": next(iter(contacts["hotlines"]), None),
        **contacts,
        "own_words": get_content_language(request.community.letters_in),
    }


def get_content_language(written_in: str) -> dict[str, str]:
    """Return the language in which a team and its services write; empty if it is the reader's.

    Single texts have no language: the language of the community's letters to providers is used.
    """
    if written_in == translation.get_language():
        return {}
    return {"code": written_in, "name": translation.get_language_info(written_in)["name_translated"]}


def get_language_links(path: str) -> list[dict[str, Any]]:
    """Return the page's link in each language; the URL contains only the language."""
    languages = []
    for code, _name in settings.LANGUAGES:
        languages.append(
            {
                "code": code,
                "name": translation.get_language_info(code)["name_local"].capitalize(),
                "url": f"{path}?lang={code}",
                "current": code == translation.get_language(),
            }
        )
    return languages
