"""Estimates the width of text, closely enough to place it: the server has no fonts to measure with."""

from collections.abc import Sequence
from functools import lru_cache

NARROW, WIDE, CAPITAL = set("iljftrI.,:;'|!()[] "), set("mwMW%@—…"), 0.68
ELLIPSIS = "…"


@lru_cache(maxsize=10_000)
def measure_width(text: str, size: float) -> float:
    """Return the width in the units of ``size``. Chinese characters are square, others a little more than half as wide
    as high.
    """
    return round(sum(map(_share, text)) * size, 2)


def _share(letter: str) -> float:
    # From the Hangul letters on, every character in use is as wide as it is high.
    if ord(letter) >= 0x1100:
        return 0.6 if letter in "–—‘’“”…" else 1.0
    if letter in NARROW:
        return 0.32
    if letter in WIDE:
        return 0.88
    return CAPITAL if letter.isupper() else 0.56


def shorten_to_width(text: str, room: float, size: float) -> str:
    """Return the text, or as much of its beginning as fits, with an ellipsis."""
    if measure_width(text, size) <= room:
        return text
    start = text
    while start and measure_width(start + ELLIPSIS, size) > room:
        start = start[:-1]
    return start.rstrip() + ELLIPSIS


def wrap_text(text: str, room: float, size: float) -> list[str]:
    """Break the text into lines that fit. A word that is too long has its own line; Chinese breaks anywhere."""
    lines: list[str] = []
    for piece in _pieces(text):
        if lines and measure_width((lines[-1] + piece).rstrip(), size) <= room:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str) -> Sequence[str]:
    """Return words with the space after them; each character that is as wide as high separately."""
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
