"""Whether a PDF does something by itself when it is opened. Nothing of it is run, drawn or resolved."""

import re
import zlib
from collections.abc import Iterator

# Packed objects are short; a bomb is not.
MOST_UNPACKED = 64 << 20
DICTIONARY = 2_000


class HiddenError(ValueError):
    """Objects of this PDF are packed or locked so that nobody can look at them."""


def _named(*names: bytes) -> re.Pattern[bytes]:
    """In the names of a PDF any letter may stand as its number: /Java#53cript."""
    spelt = (b"".join(b"(?:%c|(?i:#%02x))" % (letter, letter) for letter in name) for name in names)
    return re.compile(rb"/(?:" + b"|".join(spelt) + rb")(?![A-Za-z])")


# Scripts, programs that it starts, and films that bring a player.
ACTS = _named(b"JavaScript", b"Launch", b"RichMedia")
# Where further objects are kept packed.
PACKED = _named(b"ObjStm")
STREAM = re.compile(rb"stream\r?\n")


def acts_by_itself(content: bytes) -> bool:
    """``content``: the whole file. HiddenError where it cannot be told."""
    return any(ACTS.search(part) for part in (content, *_unpacked(content)))


def _unpacked(content: bytes) -> Iterator[bytes]:
    left = MOST_UNPACKED
    for found in PACKED.finditer(content):
        opened = STREAM.search(content, found.end(), found.end() + DICTIONARY)
        if opened is None:
            continue
        end = content.find(b"endstream", opened.end())
        part = _inflated(content[opened.end() : end if end >= 0 else None], left)
        left -= len(part)
        yield part


def _inflated(packed: bytes, most: int) -> bytes:
    try:
        part = zlib.decompressobj().decompress(packed, most)
    except zlib.error as error:
        raise HiddenError from error
    if len(part) >= most:
        raise HiddenError
    return part
