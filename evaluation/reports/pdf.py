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
