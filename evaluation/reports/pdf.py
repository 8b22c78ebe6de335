"""The PDF of a snapshot: typst reads the snapshot as JSON and our own fonts, and nothing else of the machine."""

import functools
import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from evaluation.reports.pictures import pictures_of

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
TEMPLATE = HERE / "report.typ"
NO_LETTER = "□"


class DrawingError(RuntimeError):
    """The template could not be set; its message is for the log."""


def draw_pdf(snapshot: Mapping[str, Any]) -> bytes:
    """A tagged PDF/UA-1 with title, language and a text for each picture. DrawingError when typst refuses."""
    with tempfile.TemporaryDirectory(prefix="tfc-report-") as folder:
        root = Path(folder)
        (root / "report.typ").write_text(TEMPLATE.read_text())
        shown = drawable(snapshot)
        (root / "snapshot.json").write_text(json.dumps(shown))
        (root / "pictures.json").write_text(json.dumps(pictures_of(shown)))
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


def drawable(data: Any) -> Any:
    """The same data with a □ for each character that our fonts lack: PDF/UA refuses what it cannot show.

    People write names and reasons in any script; one of them must not keep a whole report from being made.
    """
    if isinstance(data, str):
        return "".join(each if ord(each) in _coverage() or each == "\n" else NO_LETTER for each in data)
    if isinstance(data, Mapping):
        return {key: drawable(each) for key, each in data.items()}
    if isinstance(data, list | tuple):
        return [drawable(each) for each in data]
    return data


@functools.cache
def _coverage() -> frozenset[int]:
    """The code points that the fonts show together, from fonts/coverage.txt."""
    found: set[int] = set()
    for line in (FONTS / "coverage.txt").read_text().split():
        first, _, last = line.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)
