"""Where a line of an English page does not break: tests write it with the spaces of a keyboard."""

import re

from django.utils.dates import MONTHS, MONTHS_AP

MONTH = "|".join(sorted({re.escape(str(one)) for names in (MONTHS, MONTHS_AP) for one in names.values()}))
# Before the day of a month, and before "a.m." or "p.m.".
JOINS = re.compile(rf"\b({MONTH}) (?=\d{{1,2}}\b)|(?<=\d) (?=[ap]\.m\.)")


def whole(text: str) -> str:
    """“Nov. 3, 2026, 7 p.m.” with the spaces that hold it together."""
    return JOINS.sub(lambda found: f"{found[1] or ''}\N{NO-BREAK SPACE}", text)
