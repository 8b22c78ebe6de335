"""Text without what does not show: how two spellings of the same are compared. Pure."""

import re
import unicodedata
from decimal import Decimal

from tfc.csv_text import unguarded
from tfc.spreadsheets.tables import Cell
from tfc.text.normalize import without_accents

# Marks of no width or of direction, the byte order mark, half letters, and controls except tab and line ends.
UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
LONGEST = 100
SPACES = re.compile(r"[^\S\n]+")
# What people write where they do not know.
UNKNOWN = frozenset({
    "n/a", "na", "n.a.", "n.a", "n/d", "nd", "n.d.", "s/d", "unknown", "not known", "unk", "tbd", "tba",
    "tbc", "pending", "not counted", "not recorded", "don't know", "?", "??", "???", "desconocido",
    "desconocida", "no se sabe", "sin datos", "sin dato", "se desconoce", "por confirmar", "pendiente",
    "no aplica", "未知", "不详", "不知道", "不明", "无数据", "待定",
    "没有统计", "未统计", "null", "-", "--", "---", "–", "—",
    "_", ".", "…", "...", "/", "*",
})  # fmt: skip


def cleaned(text: str) -> str:
    """As it is kept: no unseen marks, no space at the ends, one space for several (NBSP among them)."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")  # most cells by far
    text = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def narrow(text: str) -> str:
    """As it is read: on one line, in small letters, full-width digits and signs as the usual ones."""
    if text.isascii():
        return " ".join(cleaned(text).lower().split())
    return " ".join(unicodedata.normalize("NFKC", cleaned(text)).casefold().split())


def normalized(text: str) -> str:
    """As it is compared: without case, accents, width, and whatever is no letter or digit."""
    text = narrow(text)
    if not text.isascii():
        text = without_accents(text)
    return " ".join(re.findall(r"[^\W_]+|[%#&+]", text))


def as_text(cell: Cell) -> str:
    """What a cell shows; "" where it is empty. A guard that our own CSV files put before a formula is taken away."""
    return "" if cell is None else unguarded(cleaned(str(cell)))


def is_long(text: str) -> bool:
    """Longer than any date, time or number is written: not worth the search."""
    return len(text) > LONGEST


def is_no_number(cell: Cell) -> bool:
    """Yes, no, and what is left when something was divided by nothing."""
    return isinstance(cell, bool) or (isinstance(cell, Decimal) and not cell.is_finite())


def is_unknown(text: str) -> bool:
    return not text or narrow(text) in UNKNOWN
