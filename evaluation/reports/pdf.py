"""The PDF of a report, drawn from its snapshot alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evaluation.reports.pictures import pictures_of
from evaluation.typesetting import drawable, typeset

TEMPLATE = Path(__file__).parent / "report.typ"


def draw_pdf(snapshot: Mapping[str, Any]) -> bytes:
    """A tagged PDF/UA-1 with title, language and a text for each picture. DrawingError when typst refuses."""
    shown = drawable(snapshot)
    return typeset(TEMPLATE, {"snapshot": shown, "pictures": pictures_of(shown)}, snapshot["made_at"])
