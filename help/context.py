"""Context processor of the help: where the guide explains a page, and whether there are unread release notes."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from communities.language_choice import READ
from communities.models import Community, Office, Role
from help.guides import Guide, get_anchors, get_office_guide, get_role_guide
from help.releases import get_newest_day


def page(request: HttpRequest) -> dict[str, Any]:
    """Return functions, which are called only when a template needs them."""
    return {
        "page_help_url": lambda: get_help_url(request),
        "has_news": lambda: has_news(request),
        "unread_translation": get_language() not in READ,
    }


def has_news(request: HttpRequest) -> bool:
    """Return True if a release is newer than the person's last visit to the release notes.

    Without a visit, the date of their account counts.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    return (user.news_seen_on or user.date_joined.date()) < get_newest_day()


def get_help_url(request: HttpRequest) -> str:
    """Return where the reader's guide explains the requested page, or the list of guides; no query of its own."""
    match = request.resolver_match
    community, office = getattr(request, "community", None), getattr(request, "office", None)
    place: Community | Office | None = community or office
    if match is None or place is None:
        return reverse("help:guide")
    query = f"?from={place.slug}"
    guide = _get_guide(community, office, getattr(request, "role", None))
    if guide and (anchor := get_anchors(guide).get(match.view_name)):
        return f"{reverse('help:guide-detail', args=[guide.code])}{query}#{anchor}"
    return reverse("help:guide") + query


def _get_guide(community: Community | None, office: Office | None, role: Role | None) -> Guide | None:
    if community:
        return get_role_guide(role) if role else None
    return get_office_guide(is_international=bool(office and office.is_international))
