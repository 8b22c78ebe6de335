"""The way back from a page below a section."""

from typing import Any

from django import template

from activity.context import get_current_place
from activity.navigation import Item, get_trail

register = template.Library()


@register.simple_tag(takes_context=True)
def get_breadcrumbs(context: Any, back_url: str) -> tuple[Item, ...]:
    """Return the section and its page above the page that ``back_url`` leads to."""
    request = context["request"]
    return get_trail(request, *get_current_place(request), back_url)
