"""The no-break spaces of an English page, so that tests can write ordinary ones."""

import re

from django.utils.dates import MONTHS, MONTHS_AP

MONTH = "|".join(sorted({re.escape(str(name)) for names in (MONTHS, MONTHS_AP) for name in names.values()}))
HOUR = r"(?:\d[\d:]* [ap]\.m\.|noon|midnight)"
# A date, a 12-hour time, a span of hours in words, and the text after the dash of a span in a list.
WHOLE = re.compile(rf"\b(?:{MONTH}) \d{{1,2}}\b(?:, \d{{4}}\b)?|\b{HOUR} to {HOUR}|\d [ap]\.m\.")
DASH = re.compile(rf"–(?={HOUR})")


def keep_together(text: str) -> str:
    """Put the no-break spaces of the page into “Nov. 3, 2026, 7 p.m.”."""
    dashed = DASH.sub("–\N{WORD JOINER}", text)
    return WHOLE.sub(lambda match: match[0].replace(" ", "\N{NO-BREAK SPACE}"), dashed)
