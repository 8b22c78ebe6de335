"""All charts of a report, drawn from its snapshot, for the page and the PDF."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports import charts


def draw_pictures(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Return the SVG charts by name and code, "" where nothing can be drawn, and under "descriptions" their
    text alternatives.
    """
    labels = snapshot["words"]
    parts = [part for item in snapshot["items"] for part in item["parts"]]
    drawn: dict[str, Any] = {
        "marks": {code: charts.mark(code) for code in charts.COLOURS},
        "areas": {code: charts.area(code) for code in charts.COLOURS},
    }
    descriptions: dict[str, Any] = {}

    def both(name: str, pairs: Mapping[str, tuple[str, str]]) -> None:
        drawn[name] = {code: pair[0] for code, pair in pairs.items()}
        descriptions[name] = {code: pair[1] for code, pair in pairs.items()}

    both("parts", {part["code"]: _bars(part["history"], part["unit"], part["title"]) for part in parts})
    # Empty for a single community, which has no distribution.
    both("spreads", {part["code"]: _strip_of_some(part["spread"], part["title"]) for part in parts})
    both("indicators", {indicator["code"]: _indicator(indicator) for indicator in snapshot["indicators"]})
    drawn["ratings"], descriptions["ratings"] = _strip(snapshot["ratings"], labels["ratings"])
    drawn["submissions"], descriptions["submissions"] = _strip_of_some(
        snapshot["submissions"], labels["surveys"], width=600
    )
    return drawn | {"descriptions": descriptions}


def _indicator(indicator: Mapping[str, Any]) -> tuple[str, str]:
    if indicator["history"]:
        return _bars(indicator["history"], "percent", indicator["title"])
    return _strip(indicator["spread"], indicator["title"])


def _bars(points: Sequence[Mapping[str, Any]], unit: str, title: str) -> tuple[str, str]:
    """Return chart and text alternative; no chart if no value is known."""
    is_known = any(point["value"] is not None for point in points)
    drawn = charts.bars(points, unit=unit, title=title) if is_known else ""
    return drawn, charts.bars_text(points, title=title)


def _strip_of_some(
    shares: Sequence[Mapping[str, Any]], title: str, width: int = charts.WIDTH
) -> tuple[str, str]:
    return _strip(shares, title, width) if shares else ("", charts.strip_text(shares, title=title))


def _strip(shares: Sequence[Mapping[str, Any]], title: str, width: int = charts.WIDTH) -> tuple[str, str]:
    return charts.strip(shares, title=title, width=width), charts.strip_text(shares, title=title)
