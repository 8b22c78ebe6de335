"""Where a line may break in what is read aloud, dialed or typed: never within a telephone number, a word of an
address, a time or a span of hours. That a date stays whole is told by tfc/formats/en."""

import datetime as dt
import re

from django.utils.formats import date_format, time_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# Its groups of digits are set apart by spaces or hyphens, as in 1-888-373-7888 or (626) 555-0181.
TELEPHONE = re.compile(r"((?<![\d-])\+?\(?\d{1,5}\)?(?:[ -]\(?\d{2,5}\)?){1,4}(?![\d-]))")

# Between a time and its "a.m." or "p.m."; other languages of ours need none.
OF_HALF_A_DAY = re.compile(r"(?<=\d) (?=[ap]\.m\.)")


def whole_numbers(text: str) -> SafeString:
    """Words in which no telephone number is broken over two lines."""
    parts = (
        format_html('<span class="text-nowrap">{}</span>', part) if at % 2 else conditional_escape(part)
        for at, part in enumerate(TELEPHONE.split(str(text)))
    )
    return format_html_join("", "{}", ((part,) for part in parts))


def breaks_at_slashes(address: str) -> SafeString:
    """An address that is read from paper: its lines break after a slash."""
    return format_html_join(format_html("{}<wbr>", "/"), "{}", ((part,) for part in address.split("/")))


def breaks_at_pluses(tag: str) -> SafeString:
    """A tag as #indicator+name: its lines break before a plus."""
    return format_html_join(format_html("<wbr>{}", "+"), "{}", ((part,) for part in tag.split("+")))


def time_words(at: dt.time) -> str:
    """The time as the reader's language writes it: "6:30 p.m."."""
    return whole_times(time_format(at, "TIME_FORMAT"))


def from_to_words(start: dt.time, end: dt.time) -> str:
    """ "10 a.m. to 2 p.m." in a sentence."""
    text = _("%(start)s to %(end)s") % {"start": time_words(start), "end": time_words(end)}
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def hours_words(opens: dt.time, closes: dt.time) -> str:
    """ "2 p.m.–8 p.m." in a list of hours: no line ends after the dash, where it could by itself."""
    return f"{time_words(opens)}–\N{WORD JOINER}{time_words(closes)}"


def moment_words(at: dt.datetime) -> str:
    """Day and time, on the clock that ``at`` is told by."""
    return whole_times(date_format(at, "DATETIME_FORMAT"))


def whole_times(text: str) -> str:
    """Words in which no line ends between a time and its half of the day."""
    return OF_HALF_A_DAY.sub("\N{NO-BREAK SPACE}", text)
