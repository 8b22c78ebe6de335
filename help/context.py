"""What every page shows of the help: the line under its heading, and whether something is new."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from communities.context import LazyValue
from communities.language_choice import READ
from help.page_help import get_page_help
from help.releases import get_newest_day


def page(request: HttpRequest) -> dict[str, Any]:
    """Calls, so that nothing is computed before a template needs it."""
    return {
        "page_help": LazyValue(lambda: get_page_help(request)),
        "has_news": LazyValue(lambda: has_news(request)),
        "unread_translation": get_language() not in READ,
    }


def has_news(request: HttpRequest) -> bool:
    """Whether a release is newer than the person's last look at the news, or than the person's account."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    return (user.news_seen_on or user.date_joined.date()) < get_newest_day()
