"""What every page of the application needs of the guides: the line below its heading, and whether something is new."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from communities.context import Once
from communities.language_choice import READ
from help.page_help import beside
from help.releases import RELEASES


def page(request: HttpRequest) -> dict[str, Any]:
    """Calls, as those of communities.context: nothing is worked out before a template asks."""
    return {
        "page_help": Once(lambda: beside(request)),
        "has_news": Once(lambda: has_news(request)),
        "unread_translation": get_language() not in READ,
    }


def has_news(request: HttpRequest) -> bool:
    """For whoever has not looked since the newest release; who came after it finds nothing new."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    return (user.news_seen_on or user.date_joined.date()) < RELEASES[0].day
