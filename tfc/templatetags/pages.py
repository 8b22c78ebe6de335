"""What every template may use without loading it: icons, addresses, and parts of a page that are drawn once and
remembered."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from django import template
from django.template import Context, defaultfilters
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.engine import Engine
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tfc.letters import shortened
from tfc.whole import breaks_at_pluses, breaks_at_slashes, whole_numbers, whole_times
from tfc.within import short_month_format, short_year_month_format
from tfc.zones import zone_words

INDENTATION = re.compile(r"\s*\n\s*")

register = template.Library()
register.filter("shortened", shortened)
register.filter("breaks_at_pluses", breaks_at_pluses)
register.filter("breaks_at_slashes", breaks_at_slashes)
register.filter("whole_numbers", whole_numbers)
register.filter("zone_words", zone_words)


@register.filter(expects_localtime=True)
def date(value: Any, shape: str | None = None) -> str:
    """Django's own, of which no line ends between a time and its "p.m."."""
    return whole_times(defaultfilters.date(value, shape))


@register.filter(expects_localtime=True)
def time(value: Any, shape: str | None = None) -> str:
    """Django's own, as ``date``."""
    return whole_times(defaultfilters.time(value, shape))


@register.filter(expects_localtime=True)
def month(value: Any) -> str:
    """Short, for the leaf of a calendar: "Nov"; Spanish writes it small: "nov"."""
    return defaultfilters.date(value, short_month_format())


@register.filter(expects_localtime=True)
def month_year(value: Any) -> str:
    """ "Nov 2026", "nov 2026", "2026年11月"."""
    return defaultfilters.date(value, short_year_month_format())


@register.filter
def days_to(first: dt.date, last: dt.date) -> int:
    return (last - first).days


@register.filter(is_safe=True)
def unindent(markup: str) -> str:
    """Without indentation and blank lines, of which a long page has kilobytes. Not for texts that keep their lines."""
    return INDENTATION.sub("\n", markup)


@register.filter(expects_localtime=True)
def zone(at: dt.datetime | None) -> str:
    """The time zone in which the moment is shown: "Pacific Time", in the reader's language."""
    return zone_words(str(at.tzinfo)) if at else ""


# Enough for the frames of what some hundred people look at by turns; each is a few kilobytes.
REMEMBERED = 2000
# Stands in a remembered part where each page puts its own; no page has these characters.
HOLE = "\ue000{}\ue001"
# What stands between the holes, with the name of each hole between: an odd number of pieces.
Parts = tuple[SafeString, ...]
_kept: dict[tuple[Any, ...], Parts] = {}
# Icons that point along the line of reading, and to the other side where that runs from right to left.
TURNS = {"arrow-left", "arrow-right", "chevron-right", "send", "returned", "undo", "sign-out"}


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """One icon of static/img/icons.svg, hidden from screen readers: words stand beside it.

    ``name``: the id of a symbol there. ``css``: more classes.
    """
    return format_html(
        '<svg class="tf-icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        "".join(f" {one}" for one in (css, "tf-icon-turns" if name in TURNS else "") if one),
        static("img/icons.svg"),
        name,
    )


@register.tag
def remembered(parser: Parser, token: Token) -> "Remembered":
    """``{% remembered "components/footer.html" theme=theme each csrf_token=csrf_token %}``

    As ``include … only``, drawn once for each language and set of values and then remembered: what is drawn may
    depend on nothing else, neither the request nor the clock. The values are plain (text, numbers, days, named tuples
    of these), or tell by ``remembered_by`` what they are drawn by. What differs from page to page follows after
    ``each``: it can be put out, escaped, and that is all.
    """
    bits = token.split_contents()[1:]
    name, fixed, each = bits[0].strip("\"'"), bits[1:], []
    if "each" in fixed:
        at = fixed.index("each")
        fixed, each = fixed[:at], fixed[at + 1 :]
    return Remembered(name, token_kwargs(fixed, parser), token_kwargs(each, parser))


class Remembered(template.Node):
    def __init__(
        self, name: str, fixed: Mapping[str, FilterExpression], each: Mapping[str, FilterExpression]
    ) -> None:
        self.name, self.fixed, self.each = name, fixed, each

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.fixed.items()}
        parts = part_drawn_once(self.name, values, self.each)
        return filled(parts, lambda hole: self.each[hole].resolve(context))


def part_drawn_once(name: str, values: Mapping[str, Any], holes: Iterable[str]) -> Parts:
    """For tags that put a part of their own into a page: as ``{% remembered name values each holes %}``."""
    # What is safe to put out is equal to the same text that is not: their types tell them apart.
    told = [(type(value), getattr(value, "remembered_by", value)) for value in values.values()]
    key = (name, get_language(), *told)
    return _kept.get(key) or _draw(key, name, values, holes)


def filled(parts: Parts, own: Callable[[str], Any]) -> SafeString:
    """With what each hole is for, asked only for those that there are."""
    if len(parts) == 1:
        return parts[0]
    said = {hole: conditional_escape(own(hole)) for hole in set(parts[1::2])}
    return SafeString("".join(said[part] if at % 2 else part for at, part in enumerate(parts)))


def _draw(key: tuple[Any, ...], name: str, values: Mapping[str, Any], holes: Iterable[str]) -> Parts:
    marks = {hole: SafeString(HOLE.format(hole)) for hole in holes}
    drawn = Engine.get_default().get_template(name).render(Context({**values, **marks}))
    pieces = [piece.split("\ue001", 1) for piece in drawn.split("\ue000")]
    if len(_kept) >= REMEMBERED:
        # Two threads may pick the same one.
        _kept.pop(next(iter(_kept)), None)
    _kept[key] = tuple(SafeString(text) for piece in pieces for text in piece)
    return _kept[key]
