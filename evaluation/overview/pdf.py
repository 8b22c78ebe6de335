"""The PDF of a page of figures."""

import datetime as dt
from pathlib import Path
from typing import Any

from evaluation.overview.document import Document
from evaluation.typesetting import drawable, typeset
from tfc.charts import Chart
from tfc.charts.inks import SVG, resolved

TEMPLATE = Path(__file__).parent / "board.typ"


def draw_pdf(document: Document, made_at: dt.datetime) -> bytes:
    """A tagged PDF/UA-1, in the language that is active. DrawingError when typst refuses."""
    board = {**document.as_json(made_at), "charts": [_chart(one) for one in document.charts]}
    return typeset(TEMPLATE, {"board": drawable(board)}, made_at.replace(microsecond=0).isoformat())


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "title": chart.title,
        "note": chart.note,
        "told": chart.told or chart.title,
        "sentence": chart.sentence,
        "svg": resolved(chart.svg) if chart.svg else "",
        "legend": [
            {
                "label": str(key.label),
                "svg": resolved(
                    f'<svg xmlns="{SVG}" viewBox="0 0 16 16" width="16" height="16">{key.sign}</svg>'
                ),
            }
            for key in chart.legend
        ],
    }
