"""Large parts of a page that are put in last, when the rest of it is drawn.

A template joins what it drew at each of its levels, a dozen times on a page with frames and parts; and where the page
names one language in Chinese letters, Python keeps four hundred kilobytes of drawings in eight hundred each time. So a
part leaves a mark, and comes once, in the letters that it is sent in.
"""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

# A name that somebody types may have such characters, and then brings along what is on the page already.
MARK = "\ue002{}\ue003"
_MARK = re.compile(MARK.format("([0-9]+)"))
NAME = "late_parts"


def render_late(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """As Django's ``render``, of a page with large parts."""
    parts: list[str] = []
    drawn = render_to_string(template, {**context, NAME: parts}, request)
    pieces = _MARK.split(drawn)
    # Every second piece is the number in a mark.
    pieces[1::2] = [parts[int(number)] if int(number) < len(parts) else "" for number in pieces[1::2]]
    return HttpResponse(b"".join(piece.encode() for piece in pieces), status=status)


def late(context: Context, part: str) -> SafeString:
    """The mark of a part that is safe to put out; on a page that is drawn as ever, the part itself."""
    parts: list[str] | None = context.get(NAME)
    if parts is None:
        return SafeString(part)
    parts.append(part)
    return SafeString(MARK.format(len(parts) - 1))
