"""A language that nobody speaks, made from the English by itself: longer words, without one letter of ours, read from
right to left. It shows what was never translated, what has no room, and what stands on the wrong side."""

import re
import shutil
from io import BytesIO
from pathlib import Path
from string import ascii_letters

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tfc.translations import collect

# Arabic of a region that there is not: Django writes its pages from right to left.
CODE, LOCALE = "ar-xb", "ar_XB"
LETTERS = str.maketrans(
    ascii_letters,
    "åƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÅɃÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ",
)
# What programs read: placeholders, markup, entities, addresses.
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|%[sd]|</?\w[^>]*>|&\w+;|\{\w*\})")
# From here on letters run from right to left, until the other one.
RIGHT_TO_LEFT, AS_BEFORE = "\u202e", "\u202c"
# Translations of short texts are often half as long again.
LONGER = "·"
# Marks, the day of a release, and the title.
HEADING = re.compile(r"^(#+ (?:[\d-]+: )?)(.+?)(?= \{#|$)", re.MULTILINE)


def pseudo(text: str) -> str:
    """``Save it`` as a text of right-to-left letters, a third longer; what programs read stays as it is."""
    parts = [part if KEPT.fullmatch(part) else _turned(part) for part in KEPT.split(text)]
    return "".join(parts)


def _turned(part: str) -> str:
    words = part.strip()
    if not any(letter.isalpha() for letter in words):
        return part
    before, after = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
    longer = LONGER * (len(words) // 3)
    return f"{before}{RIGHT_TO_LEFT}{words.translate(LETTERS)}{longer}{AS_BEFORE}{after}"


def write_catalog(folder: Path) -> Path:
    """Compile every message of the code into ``folder``, for LOCALE_PATHS."""
    catalog = Catalog(locale="ar", fuzzy=False)
    for message in collect():
        if message.id:
            catalog.add(message.id, _said(message.id), context=message.context)
    place = folder / LOCALE / "LC_MESSAGES" / "django.mo"
    place.parent.mkdir(parents=True, exist_ok=True)
    output = BytesIO()
    write_mo(output, catalog)
    place.write_bytes(output.getvalue())
    return folder


def write_help_pages(source: Path, folder: Path) -> Path:
    """Write the help pages with pseudo headings into ``folder``, next to a copy of ``source``."""
    shutil.copytree(source, folder, dirs_exist_ok=True)
    (folder / CODE).mkdir(exist_ok=True)
    for path in (source / "en").glob("*.md"):
        text = HEADING.sub(lambda found: found[1] + pseudo(found[2]), path.read_text(encoding="utf-8"))
        (folder / CODE / path.name).write_text(text, encoding="utf-8")
    return folder


def _said(message: str | tuple[str, ...] | list[str]) -> str | tuple[str, ...]:
    """Arabic has six forms of number; each of ours says the plural."""
    return pseudo(message) if isinstance(message, str) else (pseudo(message[-1]),) * 6
