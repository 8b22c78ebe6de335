"""Detects the encoding of a text file from evidence in its bytes; without evidence the file is
refused, not guessed.
"""

import codecs
import re
from collections import Counter
from pathlib import Path

from tfc.spreadsheets.remarks import UnreadableError

HIGH_RUN = re.compile(rb"[\x80-\xff]+")
# Bytes that do not occur in text; a file with many of them is no text.
BINARY = bytes({*range(1, 32), 127} - {9, 10, 12, 13, 26})
# The minimum share of non-ASCII runs that must look like the language.
SURE = 0.9
# GB2312, which covers nearly all written Chinese: first and second byte.
GB_FIRST, GB_SECOND = range(0xA1, 0xF8), range(0xA1, 0xFF)
ACCENTED = frozenset(
    {*range(0xC0, 0x100), *b"\x8a\x8c\x8e\x91\x92\x93\x94\x95\x96\x97\x9a\x9c\x9e\x9f", *b"\x85\x80\x99"}
)
WESTERN_SIGNS = frozenset(b"\xa0\xa1\xa3\xa9\xaa\xab\xae\xb0\xb4\xb7\xba\xbb\xbf")


def detect_encoding(path: Path) -> str:
    """Return utf-8-sig, utf-16, utf-16-le, utf-16-be, cp1252 or gb18030."""
    content = path.read_bytes()
    encoding = _guess(content)
    if not decodes(content, encoding):
        raise UnreadableError("unknown_letters")
    return encoding


def decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeError:
        return False
    return True


def _guess(content: bytes) -> str:
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    size = len(content)
    even, odd = (2 * content[place::2].count(0) / size for place in (0, 1))
    if max(even, odd) > 0.3 and min(even, odd) < 0.05:
        return "utf-16-le" if odd > even else "utf-16-be"
    binary = size - len(content.translate(None, BINARY))
    if binary > size / 200 or even + odd > 0.2:
        raise UnreadableError("no_table")
    return "utf-8-sig" if decodes(content, "utf-8") else _guess_by_runs(content)


def _guess_by_runs(content: bytes) -> str:
    """Return the encoding that nearly all runs of non-ASCII bytes look like."""
    runs = Counter(_classify_run(run) for run in HIGH_RUN.finditer(content))
    encoding, count = runs.most_common(1)[0]
    if encoding and count >= SURE * runs.total():
        return encoding
    raise UnreadableError("unknown_letters")


def _classify_run(match: re.Match[bytes]) -> str:
    """Return the encoding that a run of non-ASCII bytes looks like; "" for neither."""
    run, content = match[0], match.string
    before, after = content[max(0, match.start() - 1) : match.start()], content[match.end() : match.end() + 1]
    common = sum(
        first in GB_FIRST and second in GB_SECOND for first, second in zip(run[::2], run[1::2], strict=False)
    )
    western = len(run) <= 2 and all(byte in ACCENTED or byte in WESTERN_SIGNS for byte in run)
    # Pairs of bytes, some of them common characters: rare ones in names are outside of GB2312.
    is_pairs = len(run) % 2 == 0 and 4 * common >= len(run)
    if is_pairs and not (western and before.isalpha() and after.isalpha()):
        return "gb18030"
    return "cp1252" if western else ""
