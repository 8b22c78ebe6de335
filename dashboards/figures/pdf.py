"""The PDF of a page of figures."""

import datetime as dt
from pathlib import Path
from typing import Any

from charts.signs import cell_sign
from dashboards.figures.document import Document
from evaluation.wording import rating_text
from tfc.charts import Chart
from tfc.charts.inks import SVG, resolve_classes
from tfc.typesetting import drawable, typeset

TEMPLATE = Path(__file__).parent / "board.typ"
# Fewer charts than this use the full width; from this number on, they are set in two columns.
IN_COLUMNS = 4


def draw_pdf(document: Document, made_at: dt.datetime, country: str) -> bytes:
    """Return a tagged PDF/UA-1 in the active language. Raises DrawingError if typst refuses."""
    in_columns = len(document.charts) >= IN_COLUMNS and not document.charts_first
    # In a column the small drawing is used, because the wide one's numbers would be too small to read.
    charts = [
        _chart(chart, chart.small if in_columns and chart.small else chart.svg) for chart in document.charts
    ]
    board = {
        **document.as_json(made_at),
        "charts": charts,
        "in_columns": in_columns,
        "signs": _signs(document),
    }
    moment = made_at.replace(microsecond=0).isoformat()
    return typeset(TEMPLATE, {"board": drawable(board)}, moment, country=country)


def _signs(document: Document) -> dict[str, Any]:
    return {code: {"label": rating_text(code), "svg": _sign(cell_sign(code))} for code in document.signs}


def _sign(drawn: str) -> str:
    return resolve_classes(f'<svg xmlns="{SVG}" viewBox="0 0 16 16" width="16" height="16">{drawn}</svg>')


def _chart(chart: Chart, drawn: str) -> dict[str, Any]:
    return {
        "title": chart.title,
        "note": chart.note,
        "alt": chart.text_alternative or chart.title,
        "sentence": chart.sentence,
        "svg": resolve_classes(drawn) if drawn else "",
        "legend": [{"label": str(key.label), "svg": _sign(key.sign)} for key in chart.legend],
    }
