"""Tags and filters that every template may use without loading them: icons, dates, time zones and line breaks."""

import datetime as dt
import re
from functools import cache
from typing import Any

from django import template
from django.template import defaultfilters
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tfc.registry import reverse_page
from tfc.text.line_breaks import breaks_at_pluses, breaks_at_slashes, whole_numbers, whole_times
from tfc.text.normalize import shortened
from tfc.text.punctuation import short_month_format, short_year_month_format
from tfc.zones import zone_words

INDENTATION = re.compile(r"\s*\n\s*")

register = template.Library()
register.filter("shortened", shortened)
register.filter("breaks_at_pluses", breaks_at_pluses)
register.filter("breaks_at_slashes", breaks_at_slashes)
register.filter("whole_numbers", whole_numbers)
register.filter("zone_words", zone_words)
register.simple_tag(reverse_page, name="page_url")


@register.filter(expects_localtime=True)
def date(value: Any, shape: str | None = None) -> str:
    """Format a date as Django does, with a no-break space between a time and its "p.m."."""
    return whole_times(defaultfilters.date(value, shape))


@register.filter(expects_localtime=True)
def time(value: Any, shape: str | None = None) -> str:
    """Format a time as Django does, with the same no-break space as ``date``."""
    return whole_times(defaultfilters.time(value, shape))


@register.filter(expects_localtime=True)
def month(value: Any) -> str:
    """Return the abbreviated month for a calendar icon: "Nov"; Spanish does not capitalize it: "nov"."""
    return defaultfilters.date(value, short_month_format())


@register.filter(expects_localtime=True)
def month_year(value: Any) -> str:
    """Return "Nov 2026", "nov 2026" or "2026年11月"."""
    return defaultfilters.date(value, short_year_month_format())


@register.filter
def days_to(first: dt.date, last: dt.date) -> int:
    return (last - first).days


@register.filter(is_safe=True)
def unindent(markup: str) -> str:
    """Remove indentation and blank lines, which take kilobytes on a long page. Not for texts whose
    line breaks matter.
    """
    return INDENTATION.sub("\n", markup)


@register.filter(expects_localtime=True)
def zone(at: dt.datetime | None) -> str:
    """Return the name of the time zone in which the moment is shown, such as "Pacific Time", in the
    reader's language.
    """
    return zone_words(str(at.tzinfo)) if at else ""


@register.simple_tag(takes_context=True)
def block_text(context: template.Context, *names: str) -> SafeString:
    """Render the first of these blocks that the page fills, for texts that its frame needs twice or may lack.

    Django renders a block only where the frame declares it. "" if the page fills none of them.
    """
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    for name in names:
        block = blocks.get_block(name) if blocks else None
        if block and (text := block.render(context).strip()):
            return SafeString(text)
    return SafeString("")


# Icons that point in the reading direction or against it; they are mirrored in right-to-left languages.
TURNS = {"arrow-left", "arrow-right", "chevron-right", "send", "returned", "undo", "sign-out"}


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """Return an icon of static/img/icons.svg, hidden from screen readers, since it has text next to it.

    ``name``: the ID of a symbol there. ``css``: further classes.
    """
    return format_html(
        '<svg class="tf-icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        "".join(
            f" {css_class}" for css_class in (css, "tf-icon--mirrored" if name in TURNS else "") if css_class
        ),
        static("img/icons.svg"),
        name,
    )
