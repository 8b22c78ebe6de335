"""Yes and no, one of several answers, and several in one cell. Pure; what is only alike is a suggestion."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from decimal import Decimal

from rapidfuzz import fuzz

from tfc.spreadsheets.normalize import as_text, is_unknown, narrow, normalized
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.results import Ambiguous, Suggestion
from tfc.spreadsheets.tables import Cell

YES = frozenset({
    "yes", "y", "yep", "true", "t", "1", "x", "ok", "✓", "✔", "☑", "√", "✅", "sí", "si", "s", "verdadero",
    "cierto", "是", "是的", "有", "对", "對",
})  # fmt: skip
NO = frozenset({
    "no", "n", "nope", "false", "f", "0", "✗", "✘", "☐", "❌", "falso", "ninguno", "否", "不", "不是", "没有", "没",
    "无", "錯", "错",
})  # fmt: skip
# Of 100: how alike a word and a label must be to be suggested.
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
    """``choices``: each code with its labels in every language, the first as it is said to the reader."""
    text = as_text(cell)
    if not text:
        return None
    if codes := _same(text, choices):
        return codes[0] if len(codes) == 1 else _which(text, codes, choices)
    if is_unknown(text):
        return None
    if isinstance(cell, str) and (alike := _alike(text, choices)):
        label = _label(alike, choices)
        return Suggestion(alike, Remark("perhaps", {"text": text, "label": label}))
    named = ", ".join(_label(code, choices) for code in choices)
    return Remark("not_a_choice", {"text": text, "choices": named})


def _same(text: str, choices: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    key = normalized(text) or narrow(text)
    return tuple(
        code for code, labels in choices.items() if key in {normalized(label) for label in (code, *labels)}
    )


def _which(text: str, codes: tuple[str, ...], choices: Mapping[str, Collection[str]]) -> Ambiguous[str]:
    named = ", ".join(_label(code, choices) for code in codes)
    return Ambiguous(codes, Remark("choice_two_ways", {"text": text, "choices": named}))


def _alike(text: str, choices: Mapping[str, Collection[str]]) -> str:
    key = normalized(text)
    scores = {
        code: max((fuzz.ratio(key, normalized(label)) for label in (code, *labels)), default=0)
        for code, labels in choices.items()
    }
    best = max(scores, key=lambda code: scores[code], default="")
    return best if best and scores[best] >= ALIKE else ""


def _label(code: str, choices: Mapping[str, Collection[str]]) -> str:
    return str(next(iter(choices[code]), code))


def as_list(cell: Cell, choices: Mapping[str, Collection[str]] | None = None) -> tuple[str, ...]:
    """What one cell lists: "Schools; Media". A comma may belong to a name: it separates only where every piece is one
    of ``choices``, and the whole is none.
    """
    text = "" if isinstance(cell, bool | dt.date | dt.time | Decimal) else as_text(cell)
    if is_unknown(text):
        return ()
    pieces = _pieces(SEPARATED.split(text))
    if len(pieces) > 1 or not choices or _same(text, choices):
        return pieces
    by_commas = _pieces(COMMAS.split(text))
    return by_commas if all(_same(piece, choices) for piece in by_commas) else pieces


def _pieces(parts: list[str]) -> tuple[str, ...]:
    """Each once, in their order."""
    return tuple(dict.fromkeys(piece for part in parts if (piece := part.strip(" \t-*"))))
