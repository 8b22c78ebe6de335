"""The data file of a chart: numbers with a decimal point and no grouping, empty if not known.

Codes and tags are those of the figures file (reports.exports.columns), where it has them.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from charts.series import Point
from evaluation.measures import Measurement
from evaluation.measures.plans import Plan
from evaluation.wording import value_text
from tfc.charts import Datum
from tfc.csv_text import number_cell

if TYPE_CHECKING:
    from charts.heat import Column, HeatRow
    from charts.peer_band import PeerQuartiles
    from charts.plan import ReachedStep


def trend_data(points: Sequence[Point]) -> list[Datum]:
    return [
        Datum("half_year", "#meta+half_year+code", [point.half_year for point in points]),
        Datum("state", "#status+figure+code", [point.state or "no_round" for point in points]),
        Datum("value", "#indicator+value+num", [number_cell(point.value) for point in points]),
        Datum("low", "#indicator+value+min+num", [number_cell(point.low) for point in points]),
        Datum("high", "#indicator+value+max+num", [number_cell(point.high) for point in points]),
        Datum("shown", "#description+value", [point.text for point in points]),
        Datum("definition_version", "#meta+version+num", [point.version for point in points]),
        Datum("method", "#meta+method+code", [point.method for point in points]),
    ]


def peer_data(peers: "Sequence[PeerQuartiles | None]") -> list[Datum]:
    """Return columns for a trend: the quartiles of similar communities, empty if there are too few."""

    def cells(name: str) -> list[str]:
        return [number_cell(getattr(quartiles, name)) if quartiles else "" for quartiles in peers]

    return [
        Datum("similar_low", "#indicator+similar+q1+num", cells("low")),
        Datum("similar_median", "#indicator+similar+median+num", cells("median")),
        Datum("similar_high", "#indicator+similar+q3+num", cells("high")),
    ]


def multiples_data(towns: Sequence[tuple[str, Sequence[Point]]]) -> list[Datum]:
    """Return a row for each half-year of each community."""
    names = [name for name, points in towns for _point in points]
    together = trend_data([point for _name, points in towns for point in points])
    return [Datum("community", "#loc+name", names), *together]


def counts_data(rows: Sequence[tuple[str, Mapping[str, int]]], codes: Sequence[str]) -> list[Datum]:
    """Return a row for each bar and code; missing codes are 0, because these are counts."""
    return [
        Datum("row", "#group+name", [label for label, _counts in rows for _code in codes]),
        Datum("rating", "#status+rating+code", [str(code) for _row in rows for code in codes]),
        Datum(
            "count",
            "#indicator+count+num",
            [str(counts.get(code, 0)) for _label, counts in rows for code in codes],
        ),
    ]


def heat_data(columns: "Sequence[Column]", rows: "Sequence[HeatRow]") -> list[Datum]:
    """Return a row for each cell."""
    cells = [
        (row.name, column, cell) for row in rows for column, cell in zip(columns, row.cells, strict=True)
    ]
    return [
        Datum("community", "#loc+name", [name for name, _column, _cell in cells]),
        Datum("part_label", "#meta+part+label", [column.label for _name, column, _cell in cells]),
        Datum("part_title", "#indicator+name", [column.title for _name, column, _cell in cells]),
        Datum("rating", "#status+rating+code", [str(cell.code) for _name, _column, cell in cells]),
        Datum("shown", "#description+value", [cell.text for _name, _column, cell in cells]),
    ]


def places_data(places: Sequence[tuple[str, Measurement]]) -> list[Datum]:
    return [
        Datum("community", "#loc+name", [name for name, _one in places]),
        Datum("state", "#status+figure+code", [measured.state.value for _name, measured in places]),
        Datum("value", "#indicator+value+num", [number_cell(measured.value) for _name, measured in places]),
        Datum("shown", "#description+value", [value_text(measured) for _name, measured in places]),
    ]


def plan_data(plan: Plan, reached: "Sequence[ReachedStep]") -> list[Datum]:
    """Return a row for each step, with the planned value on its day."""
    return [
        Datum("day", "#date", [step.day.isoformat() for step in reached]),
        Datum("planned", "#targeted+num", [number_cell(plan.at(step.day)) for step in reached]),
        Datum("reached", "#reached+num", [number_cell(step.value) for step in reached]),
        Datum("low", "#reached+min+num", [number_cell(step.lower) for step in reached]),
        Datum("high", "#reached+max+num", [number_cell(step.upper) for step in reached]),
        Datum("shown", "#description+value", [step.title for step in reached]),
    ]
