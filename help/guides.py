"""Guides by role: which one explains a page; and the context processor for its link and for unread release notes."""

from functools import cache
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from communities.language_choice import READ
from communities.models import Community, Office, Role
from help.releases import get_newest_day
from tfc.help_pages import Topic, get_page


class Guide(NamedTuple):
    """``role``: the role in a community; None for offices and for people without an account."""

    code: str
    icon: str
    role: Role | None = None

    @property
    def page(self) -> Topic:
        return get_page(self.code)


GUIDES = (
    Guide("member", "user", Role.MEMBER),
    Guide("leader", "check", Role.LEADER),
    Guide("coordinator", "people", Role.COORDINATOR),
    Guide("staff", "office"),
    Guide("international", "globe"),
    Guide("everybody", "help"),
)
BY_CODE = {guide.code: guide for guide in GUIDES}


def get_role_guide(role: Role) -> Guide:
    return next(guide for guide in GUIDES if guide.role == role)


def get_office_guide(*, is_international: bool) -> Guide:
    return BY_CODE["international" if is_international else "staff"]


@cache
def get_anchors(guide: Guide) -> dict[str, str]:
    """Return URL name → anchor of the first topic that links to it.

    Anchors are the same in every language.
    """
    topics = reversed([topic for topic in guide.page if topic.link])
    return {topic.link.page: topic.anchor for topic in topics if topic.link}


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
