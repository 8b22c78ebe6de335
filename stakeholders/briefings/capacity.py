"""How much text fits on two pages, in widths of a Latin letter; a Chinese character takes two."""

from collections.abc import Iterator
from unicodedata import east_asian_width

FINDINGS = 4
OPENING = ASKS = 900
SUMMARY = 600
PARAGRAPHS = 4
STRATEGIES = 4
PAGES = 2


def _widths(text: str) -> Iterator[int]:
    return (2 if east_asian_width(character) in "WF" else 1 for character in text)


def excess(text: str, room: int) -> int:
    """Return how many characters at the end of ``text`` do not fit."""
    used = fitting = 0
    for width in _widths(text):
        used += width
        fitting += used <= room
    return len(text) - fitting


def shorten_paragraph(text: str, room: int) -> str:
    """Return ``text`` as one paragraph, if necessary cut after the last whole word with "…"."""
    line = " ".join(text.split())
    over = excess(line, room)
    if not over:
        return line
    fitting_text = line[: len(line) - over - 1]
    head, space, _ = fitting_text.rpartition(" ")
    return f"{head if space and len(head) > len(fitting_text) * 0.8 else fitting_text}…"


def paragraphs(text: str) -> list[str]:
    """Return the lines that are not empty; lines over the limit are joined to the last one."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(lines) <= PARAGRAPHS:
        return lines
    return [*lines[: PARAGRAPHS - 1], " ".join(lines[PARAGRAPHS - 1 :])]
