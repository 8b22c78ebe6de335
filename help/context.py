"""Context processor of the help: page help, and if there are unread release notes."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from communities.language_choice import READ
from help.page_help import get_page_help
from help.releases import get_newest_day
from tfc.lazy_value import LazyValue


def page(request: HttpRequest) -> dict[str, Any]:
    """Return lazy values, computed only when a template needs them."""
    return {
        "page_help": LazyValue(lambda: get_page_help(request)),
        "has_news": LazyValue(lambda: has_news(request)),
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
