"""How wide words are, near enough to place them: a server has no letters to measure."""

from collections.abc import Sequence
from functools import lru_cache

NARROW, WIDE, CAPITAL = set("iljftrI.,:;'|!()[] "), set("mwMW%@—…"), 0.68
ELLIPSIS = "…"


@lru_cache(maxsize=10_000)
def measure_width(text: str, size: float) -> float:
    """In the units of ``size``. Chinese letters are squares, others a little more than half as wide as high."""
    return round(sum(map(_share, text)) * size, 2)


def _share(letter: str) -> float:
    # Everything from the Hangul letters on that a town writes is as wide as it is high.
    if ord(letter) >= 0x1100:
        return 0.6 if letter in "–—‘’“”…" else 1.0
    if letter in NARROW:
        return 0.32
    if letter in WIDE:
        return 0.88
    return CAPITAL if letter.isupper() else 0.56


def shortened(text: str, room: float, size: float) -> str:
    """The text, or as much of its beginning as has room, with an ellipsis."""
    if measure_width(text, size) <= room:
        return text
    start = text
    while start and measure_width(start + ELLIPSIS, size) > room:
        start = start[:-1]
    return start.rstrip() + ELLIPSIS


def wrapped(text: str, room: float, size: float) -> list[str]:
    """In lines that have room; a word that is too long for a line stands alone, Chinese breaks anywhere."""
    lines: list[str] = []
    for piece in _pieces(text):
        if lines and measure_width((lines[-1] + piece).rstrip(), size) <= room:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str) -> Sequence[str]:
    """Words with the space after them; letters as wide as high each alone."""
    pieces, word = [], ""
    for letter in text:
        if ord(letter) >= 0x2E80:
            pieces += [word, letter] if word else [letter]
            word = ""
            continue
        word += letter
        if letter.isspace():
            pieces.append(word)
            word = ""
    return [*pieces, word] if word else pieces
