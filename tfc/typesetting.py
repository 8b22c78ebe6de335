"""Makes PDFs with typst: a template reads its data as JSON, uses our own fonts, and reads nothing
else of the machine.
"""

import functools
import json
import re
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parent / "fonts"
NO_LETTER = "□"
# Countries that use Letter paper; all others use A4.
LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "PH"})


class DrawingError(RuntimeError):
    """Typst rejected the template; the message is for the log."""


def typeset(
    template: Path,
    data: Mapping[str, Any],
    made_at: str,
    *,
    country: str = "",
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a tagged PDF/UA-1 of ``template``, which finds each item of ``data`` next to itself as ``<name>.json``.

    It also finds its own modules, whose names begin with its name, and ``files`` under their names. ``made_at``: ISO
    date and time, to the second; the same data and time give the same bytes. ``country``: two letters; it decides the
    paper size. Raise DrawingError if typst fails.
    """
    with tempfile.TemporaryDirectory(prefix="tfc-typeset-") as folder:
        root = Path(folder)
        for module in template.parent.glob(f"{template.stem}*.typ"):
            (root / module.name).write_text(module.read_text())
        for name, value in data.items():
            (root / f"{name}.json").write_text(json.dumps(value))
        for name, content in (files or {}).items():
            (root / name).write_bytes(content)
        try:
            return typst.compile(
                root / template.name,
                root=root,
                font_paths=_fonts(),
                package_path=root,
                pdf_standards=["ua-1"],
                sys_inputs={"paper": "us-letter" if country in LETTER_COUNTRIES else "a4"},
                timestamp=datetime.fromisoformat(made_at),
            )
        except typst.TypstError as error:
            raise DrawingError(error.diagnostic) from error


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def drawable(data: Any) -> Any:
    """Return the data with □ for each character that our fonts lack, which PDF/UA would refuse.

    People write names and reasons in any script; one of them must not prevent a whole report.
    """
    if isinstance(data, str):
        return _lacking().sub(NO_LETTER, data)
    if isinstance(data, Mapping):
        return {key: drawable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [drawable(value) for value in data]
    return data


@functools.cache
def _lacking() -> re.Pattern[str]:
    """Return a pattern for one character that the fonts lack."""
    ranges = (f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in read_coverage())
    return re.compile(f"[^\\n{''.join(ranges)}]")


def read_coverage() -> list[tuple[int, int]]:
    """Return the ranges (first, last) of code points that the fonts contain together, from fonts/coverage.txt."""
    pieces = (line.partition("-") for line in (FONTS / "coverage.txt").read_text().split())
    return [(int(first, 16), int(last or first, 16)) for first, _dash, last in pieces]
