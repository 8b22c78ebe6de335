"""Line breaks in text that is read aloud, dialed or typed: none within a telephone number, a word of a URL, a time or
a range of hours. tfc/formats/en does the same for dates.
"""

import datetime as dt
import re

from django.utils.formats import date_format, time_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# Groups of digits are separated by spaces or hyphens, as in 1-888-373-7888 or (626) 555-0181.
TELEPHONE = re.compile(r"((?<![\d-])\+?\(?\d{1,5}\)?(?:[ -]\(?\d{2,5}\)?){1,4}(?![\d-]))")

# The space between a time and its "a.m." or "p.m."; our other languages have none.
OF_HALF_A_DAY = re.compile(r"(?<=\d) (?=[ap]\.m\.)")


def protect_numbers(text: str) -> SafeString:
    """Return the text with telephone numbers that do not break across lines."""
    parts = (
        format_html('<span class="text-nowrap">{}</span>', part) if at % 2 else conditional_escape(part)
        for at, part in enumerate(TELEPHONE.split(str(text)))
    )
    return format_html_join("", "{}", ((part,) for part in parts))


def breaks_at_slashes(address: str) -> SafeString:
    """Return a URL for print, which may break after a slash."""
    return format_html_join(format_html("{}<wbr>", "/"), "{}", ((part,) for part in address.split("/")))


def breaks_at_pluses(tag: str) -> SafeString:
    """Return a tag such as #indicator+name, which may break before a plus."""
    return format_html_join(format_html("<wbr>{}", "+"), "{}", ((part,) for part in tag.split("+")))


def time_words(at: dt.time) -> str:
    """Return the time in the reader's language, such as "6:30 p.m."."""
    return protect_times(time_format(at, "TIME_FORMAT"))


def from_to_words(start: dt.time, end: dt.time) -> str:
    """Return "10 a.m. to 2 p.m.", for use in a sentence."""
    text = _("%(start)s to %(end)s") % {"start": time_words(start), "end": time_words(end)}
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def hours_words(opens: dt.time, closes: dt.time) -> str:
    """Return "2 p.m.–8 p.m.", for a list of hours, without the line break that could follow the dash."""
    return f"{time_words(opens)}–\N{WORD JOINER}{time_words(closes)}"


def moment_words(at: dt.datetime) -> str:
    """Return date and time in the time zone of ``at``."""
    return protect_times(date_format(at, "DATETIME_FORMAT"))


def protect_times(text: str) -> str:
    """Return the text without line breaks between a time and its "a.m." or "p.m."."""
    return OF_HALF_A_DAY.sub("\N{NO-BREAK SPACE}", text)
