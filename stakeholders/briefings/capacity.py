"""How much fits on two pages, in the width of a Latin letter: a Chinese character takes two."""

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
    """How many characters at the end of ``text`` have no room."""
    used = fitting = 0
    for width in _widths(text):
        used += width
        fitting += used <= room
    return len(text) - fitting


def shortened(text: str, room: int) -> str:
    """``text`` in one paragraph; where it has no room, up to the last whole word and "…"."""
    line = " ".join(text.split())
    over = excess(line, room)
    if not over:
        return line
    fitting_text = line[: len(line) - over - 1]
    head, space, _ = fitting_text.rpartition(" ")
    return f"{head if space and len(head) > len(fitting_text) * 0.8 else fitting_text}…"


def paragraphs(text: str) -> list[str]:
    """The lines that say something; of many, the last of those that have room takes up the rest."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(lines) <= PARAGRAPHS:
        return lines
    return [*lines[: PARAGRAPHS - 1], " ".join(lines[PARAGRAPHS - 1 :])]
