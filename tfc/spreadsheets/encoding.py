"""Detects the encoding of a text file from evidence in its bytes; without evidence the file is
refused, not guessed.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tfc.spreadsheets.remarks import UnreadableError

PIECE = 1_000_000
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


@dataclass
class Evidence:
    """Counts of non-ASCII byte runs, by what they look like."""

    western: int = 0
    chinese: int = 0
    neither: int = 0
    binary: int = 0
    nul: list[int] = field(default_factory=lambda: [0, 0])
    """At even and at odd places."""
    size: int = 0

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        self.nul[0] += piece[::2].count(0)
        self.nul[1] += piece[1::2].count(0)
        self.binary += len(piece) - len(piece.translate(None, BINARY))
        for run in HIGH_RUN.finditer(piece):
            self._weigh(
                run[0], piece[max(0, run.start() - 1) : run.start()], piece[run.end() : run.end() + 1]
            )

    def _weigh(self, run: bytes, before: bytes, after: bytes) -> None:
        common = sum(
            first in GB_FIRST and two in GB_SECOND for first, two in zip(run[::2], run[1::2], strict=False)
        )
        western = len(run) <= 2 and all(byte in ACCENTED or byte in WESTERN_SIGNS for byte in run)
        # Pairs of bytes, some of them common characters: rare ones in names are outside of GB2312.
        is_pairs = len(run) % 2 == 0 and 4 * common >= len(run)
        if is_pairs and not (western and before.isalpha() and after.isalpha()):
            self.chinese += 1
        elif western:
            self.western += 1
        else:
            self.neither += 1

    @property
    def runs(self) -> int:
        return self.western + self.chinese + self.neither


def detect_encoding(path: Path) -> str:
    """Return utf-8-sig, utf-16, utf-16-le, utf-16-be, cp1252 or gb18030."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(codecs.BOM_UTF8):
        return _surely(path, "utf-8-sig")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _surely(path, "utf-16")
    evidence = Evidence()
    for piece in _pieces(path):
        evidence.add(piece)
    return _by(evidence, path)


def _by(evidence: Evidence, path: Path) -> str:
    even, odd = (2 * count / evidence.size for count in evidence.nul)
    if max(even, odd) > 0.3 and min(even, odd) < 0.05:
        return _surely(path, "utf-16-le" if odd > even else "utf-16-be")
    if evidence.binary > evidence.size / 200 or even + odd > 0.2:
        raise UnreadableError("no_table")
    if decodes(path, "utf-8"):
        return "utf-8-sig"
    if evidence.chinese >= SURE * evidence.runs:
        return _surely(path, "gb18030")
    if evidence.western >= SURE * evidence.runs:
        return _surely(path, "cp1252")
    raise UnreadableError("unknown_letters")


def decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in _pieces(path):
            decoder.decode(piece)
        decoder.decode(b"", True)
    except UnicodeError:
        return False
    return True


def _surely(path: Path, encoding: str) -> str:
    if not decodes(path, encoding):
        raise UnreadableError("unknown_letters")
    return encoding


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
