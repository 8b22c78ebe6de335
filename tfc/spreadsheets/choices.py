"""Yes and no, one of several choices, and several values in one cell. Pure; a merely similar text is a suggestion."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from decimal import Decimal

from rapidfuzz import fuzz

from tfc.spreadsheets.normalize import as_text, is_unknown, narrow, normalize_text
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.tables import Cell
from tfc.spreadsheets.values import Ambiguous, Suggestion

YES = frozenset({
    "yes", "y", "yep", "true", "t", "1", "x", "ok", "✓", "✔", "☑", "√", "✅", "sí", "si", "s", "verdadero",
    "cierto", "是", "是的", "有", "对", "對",
})  # fmt: skip
NO = frozenset({
    "no", "n", "nope", "false", "f", "0", "✗", "✘", "☐", "❌", "falso", "ninguno", "否", "不", "不是", "没有", "没",
    "无", "錯", "错",
})  # fmt: skip
# Minimum similarity of a word and a label for a suggestion, of 100.
ALIKE = 80
SEPARATED = re.compile(r"[;；|\n•·、]")
COMMAS = re.compile(r"[,，]")


def as_yes_no(cell: Cell) -> bool | Remark | None:
    text = as_text(cell)
    plain = narrow(text).strip(" .!")
    if isinstance(cell, bool):
        return cell
    if plain in YES or plain in NO:
        return plain in YES
    return None if is_unknown(text) else Remark("not_yes_no", {"text": text})


def as_choice(
    cell: Cell, choices: Mapping[str, Collection[str]]
) -> str | Ambiguous[str] | Suggestion | Remark | None:
    """Return the code that a cell means. ``choices``: each code with its labels in every language, first the one shown
    to the reader.
    """
    text = as_text(cell)
    if not text:
        return None
    if codes := _find_same(text, choices):
        return codes[0] if len(codes) == 1 else _ask_which(text, codes, choices)
    if is_unknown(text):
        return None
    if isinstance(cell, str) and (alike := _alike(text, choices)):
        label = _label(alike, choices)
        return Suggestion(alike, Remark("perhaps", {"text": text, "label": label}))
    named = ", ".join(_label(code, choices) for code in choices)
    return Remark("not_a_choice", {"text": text, "choices": named})


def _find_same(text: str, choices: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    key = normalize_text(text) or narrow(text)
    return tuple(
        code
        for code, labels in choices.items()
        if key in {normalize_text(label) for label in (code, *labels)}
    )


def _ask_which(text: str, codes: tuple[str, ...], choices: Mapping[str, Collection[str]]) -> Ambiguous[str]:
    named = ", ".join(_label(code, choices) for code in codes)
    return Ambiguous(codes, Remark("choice_two_ways", {"text": text, "readings": named}))


def _alike(text: str, choices: Mapping[str, Collection[str]]) -> str:
    key = normalize_text(text)
    scores = {
        code: max((fuzz.ratio(key, normalize_text(label)) for label in (code, *labels)), default=0)
        for code, labels in choices.items()
    }
    best = max(scores, key=lambda code: scores[code], default="")
    return best if best and scores[best] >= ALIKE else ""


def _label(code: str, choices: Mapping[str, Collection[str]]) -> str:
    return str(next(iter(choices[code]), code))


def as_list(cell: Cell, choices: Mapping[str, Collection[str]] | None = None) -> tuple[str, ...]:
    """Return the values listed in one cell: "Schools; Media". A comma may be part of a name: it separates only if
    every piece is one of ``choices`` and the whole text is not.
    """
    text = "" if isinstance(cell, bool | dt.date | dt.time | Decimal) else as_text(cell)
    if is_unknown(text):
        return ()
    pieces = _pieces(SEPARATED.split(text))
    if len(pieces) > 1 or not choices or _find_same(text, choices):
        return pieces
    by_commas = _pieces(COMMAS.split(text))
    return by_commas if all(_find_same(piece, choices) for piece in by_commas) else pieces


def _pieces(parts: list[str]) -> tuple[str, ...]:
    """Return the pieces without duplicates, in order."""
    return tuple(dict.fromkeys(piece for part in parts if (piece := part.strip(" \t-*"))))
