"""The ZIP archive of an Office file, checked before anything is unpacked, and read in pieces."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.parsers import expat

from tfc.spreadsheets.remarks import UnreadableError

MOST_UNPACKED = 300_000_000
# Typed content compresses ten to twenty times, empty formatting forty times; attacks a thousand times.
MOST_RATIO, SMALL = 100, 1_000_000
MOST_MEMBERS = 5_000
MOST_DIRECTORY = 1_000_000
# No tag, attribute or comment of a spreadsheet is that long.
MOST_TOKEN = 1_000_000
PIECE = 65_536
END, END_64 = b"PK\x05\x06", b"PK\x06\x07"
END_BYTES, LOCATOR_BYTES, COMMENT_BYTES = 22, 20, 65_535

# Exceptions from a package that is damaged or malicious.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
)


Start = Callable[[str, dict[str, str]], None] | None
End = Callable[[str], None] | None
Text = Callable[[str], None] | None
Instruction = Callable[[str, str], None] | None


class Package:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = frozenset(archive.namelist())

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the content of a member in pieces."""
        if name not in self.names:
            raise UnreadableError("damaged")
        with self.archive.open(name) as member:
            while piece := member.read(PIECE):
                yield piece

    def parse(
        self, name: str, start: Start, end: End = None, text: Text = None, instruction: Instruction = None
    ) -> None:
        """Parse XML in pieces. Names of tags and attributes are "namespace local"."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.ProcessingInstructionHandler = instruction
        fed = 0
        for piece in self.pieces(name):
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > MOST_TOKEN:
                raise UnreadableError("damaged")
        parser.Parse(b"", True)


def _refuse(*_declared: object) -> None:
    """Refuse a document type, which may declare entities: no spreadsheet has one, and attacks need one."""
    raise UnreadableError("not_safe")


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    with path.open("rb") as file, open_package_file(file) as package:
        yield package


@contextmanager
def open_package_file(file: IO[bytes]) -> Iterator[Package]:
    """Open a package; every damage inside raises the same error."""
    try:
        size = _look_at_directory(file)
        with zipfile.ZipFile(file) as archive:
            _look_at_members(archive, size)
            yield Package(archive)
    except UnreadableError:
        raise
    except BROKEN as error:
        raise UnreadableError("damaged") from error


def _look_at_directory(file: IO[bytes]) -> int:
    """Check the member list, which is read whole when a package is opened and so must be short. Return the size of the
    file.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - END_BYTES - COMMENT_BYTES - LOCATOR_BYTES))
    tail = file.read()
    at = tail.rfind(END)
    if at < 0 or tail[max(0, at - LOCATOR_BYTES) :].startswith(END_64):
        raise UnreadableError("damaged")
    members = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if members > MOST_MEMBERS or directory > MOST_DIRECTORY:
        raise UnreadableError("not_safe")
    return size


def _look_at_members(archive: zipfile.ZipFile, packed: int) -> None:
    members = archive.infolist()
    if len({member.filename for member in members}) < len(members):
        raise UnreadableError("not_safe")
    for member in members:
        if member.flag_bits & 1:
            raise UnreadableError("locked")
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise UnreadableError("damaged")
        if _unpacks_too_far(member.file_size, member.compress_size):
            raise UnreadableError("unpacks_too_far")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or _unpacks_too_far(unpacked, packed):
        raise UnreadableError("unpacks_too_far")


def _unpacks_too_far(unpacked: int, packed: int) -> bool:
    return unpacked > SMALL and unpacked > MOST_RATIO * packed
