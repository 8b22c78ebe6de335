"""The charts of figures, drawn by templates from plain shapes (docs/adr/0005-charts.md).

Each function returns a `tfc.charts.Chart`: `components/chart.html` shows it, `communities.chart_files.chart_file`
returns its files. All are pure: the caller passes figures that are already masked for their reader
(evaluation.figure_visibility).

- `trend(code, title, points, unit)`: one figure over half-years. `build_point` makes the points; ``peers`` adds the
  middle half and the median of similar communities in the background.
- `multiples(code, title, towns, unit)`: the same for many, a panel each. `Town(..., is_own=True)` is highlighted.
- `stack(code, title, rows)`: how many have each rating, or with ``names`` each state.
- `heat_map(code, title, columns, rows)`: communities × parts, each `Cell` a rating linked to its receipt.
- `distribution(code, title, places, unit)`: one part over communities. `Place(..., is_own=True)` is the reader's.
- `spread(code, title, values, unit, total=...)`: the same over thousands, as a sentence and a table.
- `plan_chart(code, title, plan, reached, today, unit=...)`: plan against actual.

Maps are drawn by charts.maps.drawing. ``note``, ``source`` and ``made_on`` are the coverage, origin and date of a
chart; ``code`` is unique on its page. With too little data each returns a sentence instead of a drawing.
"""

from charts.distribution import Place, distribution
from charts.heat import Cell, Column, HeatRow, get_cached_heat_map, heat_map
from charts.multiples import Town, multiples
from charts.peer_band import PeerQuartiles
from charts.plan import ReachedStep, plan_chart
from charts.series import Point, build_point
from charts.spread import spread
from charts.stack import stack
from charts.trend import trend

__all__ = [
    "Cell",
    "Column",
    "HeatRow",
    "PeerQuartiles",
    "Place",
    "Point",
    "ReachedStep",
    "Town",
    "build_point",
    "distribution",
    "get_cached_heat_map",
    "heat_map",
    "multiples",
    "plan_chart",
    "spread",
    "stack",
    "trend",
]
