"""Text without what does not show: how two spellings of the same are compared."""

import re
import unicodedata

# Zero-width marks, the byte order mark and control characters except tab and line ends.
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SPACES = re.compile(r"[^\S\n]+")


def cleaned(text: str) -> str:
    """As it is kept: no unseen marks, no space at the ends, one space for several (NBSP among them)."""
    text = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def normalized(text: str) -> str:
    """As it is compared: without case, accents, width and punctuation at the ends."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", cleaned(text)).casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+|[%#&+]", text))
