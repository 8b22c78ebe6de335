"""PDF by typst: a template reads its data as JSON and our own fonts, and nothing else of the machine."""

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
# Countries that print on Letter; all others on A4.
LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "PH"})


class DrawingError(RuntimeError):
    """The template could not be set; its message is for the log."""


def typeset(
    template: Path,
    data: Mapping[str, Any],
    made_at: str,
    *,
    country: str = "",
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """A tagged PDF/UA-1 of ``template``, which finds each of ``data`` beside itself as ``<name>.json``.

    So it does its own modules, whose names begin with its own, and ``files`` under theirs.
    ``made_at`` is an ISO moment, to the second: the same data at the same moment give the same bytes.
    ``country``: two letters, of the office whose printer's paper it is for.
    DrawingError when typst refuses.
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
    """The same data with a □ for each character that our fonts lack: PDF/UA refuses what it cannot show.

    People write names and reasons in any script; one of them must not keep a whole report from being made.
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
    """One character that the fonts lack."""
    ranges = (f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in covered())
    return re.compile(f"[^\\n{''.join(ranges)}]")


def covered() -> list[tuple[int, int]]:
    """First and last of the code points that the fonts show together, from fonts/coverage.txt."""
    pieces = (line.partition("-") for line in (FONTS / "coverage.txt").read_text().split())
    return [(int(first, 16), int(last or first, 16)) for first, _dash, last in pieces]
