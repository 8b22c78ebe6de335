"""A made-up right-to-left language, made from the English: longer words without a Latin letter.

It shows texts that were not translated, that do not fit, and parts on the wrong side.
"""

import re
import shutil
from io import BytesIO
from pathlib import Path
from string import ascii_letters

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tfc.translations import collect

# A made-up region of Arabic: Django then writes pages from right to left.
CODE, LOCALE = "ar-xb", "ar_XB"
LETTERS = str.maketrans(ascii_letters, "åƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÅɃÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ")
# Placeholders, markup, entities and addresses stay as they are.
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|%[sd]|</?\w[^>]*>|&\w+;|\{\w*\})")
# Unicode marks: right-to-left from here, and its end.
RIGHT_TO_LEFT, AS_BEFORE = "\u202e", "\u202c"
# Translations of short texts are often half as long again.
LONGER = "·"
# Markers, a release's date, and the title.
HEADING = re.compile(r"^(#+ (?:[\d-]+: )?)(.+?)(?= \{#|$)", re.MULTILINE)


def pseudo(text: str) -> str:
    """Return ``Save it`` in right-to-left letters and a third longer, with placeholders and markup unchanged."""
    parts = [part if KEPT.fullmatch(part) else _turned(part) for part in KEPT.split(text)]
    return "".join(parts)


def _turned(part: str) -> str:
    text = part.strip()
    if not any(letter.isalpha() for letter in text):
        return part
    before, after = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
    longer = LONGER * (len(text) // 3)
    return f"{before}{RIGHT_TO_LEFT}{text.translate(LETTERS)}{longer}{AS_BEFORE}{after}"


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
        text = HEADING.sub(lambda match: match[1] + pseudo(match[2]), path.read_text(encoding="utf-8"))
        (folder / CODE / path.name).write_text(text, encoding="utf-8")
    return folder


def _said(message: str | tuple[str, ...] | list[str]) -> str | tuple[str, ...]:
    """Return the plural translation for each of the six Arabic plural forms."""
    return pseudo(message) if isinstance(message, str) else (pseudo(message[-1]),) * 6
