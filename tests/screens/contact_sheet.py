"""build/screens/index.html: every picture by page, with its faults."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

HEAD = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>make screens</title>
<style>body{font:16px/1.5 system-ui;margin:1.5rem}section{margin-block:2.5rem}div{display:flex;gap:1rem;overflow-x:auto;
align-items:flex-start}img{height:26rem;border:1px solid #999}figure{margin:0}figcaption{font-size:.8rem}</style>
<h1>Every page</h1>"""


def write(
    folder: Path,
    pictures: Mapping[str, Sequence[Path]],
    faults: Mapping[str, Sequence[str]],
    left: Sequence[str],
) -> Path:
    """``pictures`` and ``faults`` by page; ``left``: routes without a page, and why."""
    parts = [HEAD]
    for page in sorted(pictures):
        parts.append(f"<section><h2>{escape(page)}</h2>")
        parts += [f"<p>✗ {escape(fault)}</p>" for fault in faults.get(page, ())]
        parts.append("<div>")
        parts += [_figure(place.relative_to(folder)) for place in pictures[page]]
        parts.append("</div></section>")
    parts.append("<h2>Not seen</h2><ul>" + "".join(f"<li>{escape(path)}</li>" for path in left) + "</ul>")
    index = folder / "index.html"
    index.write_text("\n".join(parts))
    return index


def _figure(place: Path) -> str:
    name = escape(str(place))
    return (
        f'<figure><a href="{name}"><img src="{name}" alt="" loading="lazy"></a>'
        f"<figcaption>{escape(place.stem)}</figcaption></figure>"
    )
