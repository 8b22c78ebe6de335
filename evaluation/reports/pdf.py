"""The PDF of a snapshot: typst reads the snapshot as JSON and our own fonts, and nothing else of the machine."""

import functools
import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from evaluation.reports import charts

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
TEMPLATE = HERE / "report.typ"


class DrawingError(RuntimeError):
    """The template could not be set; its message is for the log."""


def draw_pdf(snapshot: Mapping[str, Any]) -> bytes:
    """A tagged PDF/UA-1 with title, language and a text for each picture. DrawingError when typst refuses."""
    with tempfile.TemporaryDirectory(prefix="tfc-report-") as folder:
        root = Path(folder)
        (root / "report.typ").write_text(TEMPLATE.read_text())
        (root / "snapshot.json").write_text(json.dumps(snapshot))
        (root / "pictures.json").write_text(json.dumps(pictures_of(snapshot)))
        try:
            return typst.compile(
                root / "report.typ",
                root=root,
                font_paths=_fonts(),
                package_path=root,
                pdf_standards=["ua-1"],
                timestamp=datetime.fromisoformat(snapshot["made_at"]),
            )
        except typst.TypstError as error:
            raise DrawingError(error.diagnostic) from error


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def pictures_of(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """The SVG of every picture by the code of what it shows, and under "told" the same in words."""
    words = snapshot["words"]
    parts = [part for item in snapshot["items"] for part in item["parts"]]
    drawn: dict[str, Any] = {"marks": {code: charts.mark(code) for code in charts.COLOURS}}
    told: dict[str, Any] = {}

    def both(name: str, pairs: Mapping[str, tuple[str, str]]) -> None:
        drawn[name] = {code: pair[0] for code, pair in pairs.items()}
        told[name] = {code: pair[1] for code, pair in pairs.items()}

    both("parts", {each["code"]: _bars(each["history"], each["unit"], each["title"]) for each in parts})
    both("spreads", {each["code"]: _strip(each["spread"], each["title"]) for each in parts})
    both("indicators", {each["code"]: _indicator(each) for each in snapshot["indicators"]})
    drawn["ratings"], told["ratings"] = _strip(snapshot["ratings"], words["ratings"])
    drawn["submissions"], told["submissions"] = _strip(snapshot["submissions"], words["surveys"], width=460)
    return drawn | {"told": told}


def _indicator(indicator: Mapping[str, Any]) -> tuple[str, str]:
    if indicator["history"]:
        return _bars(indicator["history"], "percent", indicator["title"])
    return _strip(indicator["spread"], indicator["title"])


def _bars(points: Sequence[Mapping[str, Any]], unit: str, title: str) -> tuple[str, str]:
    return charts.bars(points, unit=unit, title=title), charts.bars_text(points, title=title)


def _strip(shares: Sequence[Mapping[str, Any]], title: str, width: int = charts.WIDTH) -> tuple[str, str]:
    return charts.strip(shares, title=title, width=width), charts.strip_text(shares, title=title)
