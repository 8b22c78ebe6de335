"""The PDF of a briefing, made from its snapshot alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stakeholders.briefings.capacity import PAGES
from tfc.typesetting import DrawingError, drawable, typeset

TEMPLATE = Path(__file__).parent / "briefing.typ"
# The template's error message for too long a text.
TOO_LONG = "more pages than allowed"


class TooLongError(ValueError):
    """The text takes more than two pages."""


def draw_pdf(snapshot: Mapping[str, Any]) -> bytes:
    """Return a tagged PDF/UA-1 of at most two pages. TooLongError when it would be more, DrawingError when typst
    fails.
    """
    limits = {"pages": PAGES, "refusal": TOO_LONG}
    try:
        data = {"snapshot": drawable(snapshot), "limits": limits}
        return typeset(TEMPLATE, data, snapshot["made_at"], country=snapshot.get("country", ""))
    except DrawingError as error:
        if TOO_LONG in str(error):
            raise TooLongError from error
        raise
