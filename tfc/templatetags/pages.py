"""Tags and filters that every template may use without loading them: icons, dates, time zones, line breaks, and the
punctuation of the reader's language.
"""

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.template import defaultfilters
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from tfc.help_pages import get_page
from tfc.periods import half_year_text, half_year_within
from tfc.registry import reverse_page
from tfc.tenancy import TRASH_DAYS
from tfc.text.line_breaks import breaks_at_pluses, breaks_at_slashes, protect_numbers, protect_times
from tfc.text.normalize import get_initials, shorten
from tfc.text.punctuation import format_within_sentence, marks, short_month_format, short_year_month_format
from tfc.zones import zone_words

INDENTATION = re.compile(r"\s*\n\s*")

register = template.Library()
register.filter("shortened", shorten)
register.filter("breaks_at_pluses", breaks_at_pluses)
register.filter("breaks_at_slashes", breaks_at_slashes)
register.filter("whole_numbers", protect_numbers)
register.filter("zone_words", zone_words)
register.filter("within", format_within_sentence)
register.filter("half_year_text", half_year_text)
register.filter("half_year_within", half_year_within)
register.simple_tag(reverse_page, name="page_url")


@register.filter(expects_localtime=True)
def date(value: Any, shape: str | None = None) -> str:
    """Format a date as Django does, with a no-break space between a time and its "p.m."."""
    return protect_times(defaultfilters.date(value, shape))


@register.filter(expects_localtime=True)
def time(value: Any, shape: str | None = None) -> str:
    """Format a time as Django does, with the same no-break space as ``date``."""
    return protect_times(defaultfilters.time(value, shape))


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
def desk_url(context: template.Context, name: str, *args: Any) -> str:
    """``{% desk_url "detail" campaign.pk %}``: the URL of a page of the community or office whose records are shown."""
    url: str = context["desk"].url(name, *args)
    return url


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


# The classes tf-avatar--0 and so on in static/css/components.css.
AVATAR_COLORS = 5


@register.simple_tag
def avatar(name: object, number: int | None = None) -> SafeString:
    """Return a person's initials on a color chosen by their ID, hidden from screen readers: the name is next to it.

    Without a name it is an icon without a color, since the color would tell who wrote several anonymous texts.
    """
    initials = get_initials(str(name))
    color = (number or 0) % AVATAR_COLORS
    return format_html(
        '<span class="{}" aria-hidden="true">{}</span>',
        f"tf-avatar tf-avatar--{color}" if initials else "tf-avatar",
        initials or icon("user"),
    )


@register.filter(needs_autoescape=True)
def listed(items: Iterable[object], autoescape: bool = True) -> str:
    """Join names with the list separator of the language."""
    return str(defaultfilters.join(items, marks().between_names, autoescape=autoescape))


@register.filter
def last_day_in_trash(deleted_at: dt.datetime) -> dt.date:
    """Return the last day on which a record deleted at this time can be restored, in the time zone of the scope."""
    return timezone.localdate(deleted_at + dt.timedelta(days=TRASH_DAYS))


@register.filter(needs_autoescape=True)
def clauses(items: Iterable[object], autoescape: bool = True) -> str:
    """Join clauses that may contain commas."""
    return str(defaultfilters.join(items, marks().semicolon, autoescape=autoescape))


@register.filter(needs_autoescape=True)
def sentences(items: Iterable[object], autoescape: bool = True) -> str:
    """Join sentences, each with its own full stop."""
    return str(defaultfilters.join(items, marks().gap, autoescape=autoescape))


@register.filter(needs_autoescape=True)
def after_colon(text: object, autoescape: bool = True) -> str:
    """Return “: Library”, for use after a label; "" for an empty text."""
    return _join_between(marks().colon, text, "", autoescape)


@register.filter(needs_autoescape=True)
def after_comma(text: object, autoescape: bool = True) -> str:
    """Return “, Library”; "" for an empty text."""
    return _join_between(marks().comma, text, "", autoescape)


@register.filter(needs_autoescape=True)
def in_brackets(text: object, autoescape: bool = True) -> str:
    """Return “ (Library)”, for use after other words; "" for an empty text."""
    return _join_between(marks().opening, text, marks().closing, autoescape)


@register.simple_tag
def help_topic(
    page: str, anchor: str = "", *, level: int = 3, title: bool = False, **values: object
) -> SafeString:
    """Return a topic of a help page, the whole page without ``anchor``; ``level`` is that of its first headings, and
    each of ``values`` replaces "{name}".
    """
    topic = next(topic for topic in get_page(page) if topic.anchor == anchor)
    html = topic.render_with_topics(level + title)
    if title:
        html = format_html("<h{}>{}</h{}>{}", level, topic.title, level, html)
    for name, value in values.items():
        html = SafeString(html.replace(f"{{{name}}}", conditional_escape(str(value))))
    return html


@register.simple_tag
def mark(name: str) -> str:
    """Return one of the PunctuationMarks, as in ``{% mark "colon" %}``, where it separates markup."""
    return str(getattr(marks(), name))


def _join_between(before: str, value: Any, after: str, autoescape: bool) -> str:
    if value in (None, ""):
        return ""
    localized = localize(value)
    # The marks come from our own translations and contain nothing to escape.
    return (
        SafeString(f"{before}{conditional_escape(localized)}{after}")
        if autoescape
        else f"{before}{localized}{after}"
    )
