"""Normalizes text to compare different spellings. Pure."""

import re
import unicodedata
from decimal import Decimal

from tfc.csv_text import unguard_cell
from tfc.spreadsheets.tables import Cell
from tfc.text.normalize import without_accents

# Zero-width and direction marks, the byte order mark, lone surrogates, and controls except tab and line ends.
UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
LONGEST = 100
SPACES = re.compile(r"[^\S\n]+")
# Texts that people write for unknown.
UNKNOWN = frozenset({
    "n/a", "na", "n.a.", "n.a", "n/d", "nd", "n.d.", "s/d", "unknown", "not known", "unk", "tbd", "tba",
    "tbc", "pending", "not counted", "not recorded", "don't know", "?", "??", "???", "desconocido",
    "desconocida", "no se sabe", "sin datos", "sin dato", "se desconoce", "por confirmar", "pendiente",
    "no aplica", "未知", "不详", "不知道", "不明", "无数据", "待定",
    "没有统计", "未统计", "null", "-", "--", "---", "–", "—",
    "_", ".", "…", "...", "/", "*",
})  # fmt: skip


def clean_cell(text: str) -> str:
    """Return the text as it is stored: without zero-width characters and outer spaces, with single spaces (NBSP
    included).
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")  # by far the most cells
    text = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def narrow(text: str) -> str:
    """Return the text as it is parsed: on one line, in lower case, full-width digits and signs as the usual ones."""
    if text.isascii():
        return " ".join(clean_cell(text).lower().split())
    return " ".join(unicodedata.normalize("NFKC", clean_cell(text)).casefold().split())


def normalize_text(text: str) -> str:
    """Return the text as it is compared: without case, accents and width, with only letters and digits."""
    text = narrow(text)
    if not text.isascii():
        text = without_accents(text)
    return " ".join(re.findall(r"[^\W_]+|[%#&+]", text))


def as_text(cell: Cell) -> str:
    """Return the text that a cell shows; "" if it is empty. The guard that our CSV files put before a formula is
    removed.
    """
    return "" if cell is None else unguard_cell(clean_cell(str(cell)))


def is_long(text: str) -> bool:
    """Return True for text longer than any date, time or number, which need not be searched."""
    return len(text) > LONGEST


def is_no_number(cell: Cell) -> bool:
    """Return True for Booleans and for numbers such as the result of a division by zero."""
    return isinstance(cell, bool) or (isinstance(cell, Decimal) and not cell.is_finite())


def is_unknown(text: str) -> bool:
    return not text or narrow(text) in UNKNOWN
