"""The parts of an Office package: their type by their bytes, and their XML read tag by tag."""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from tfc.documents.fields import is_safe_address
from tfc.documents.findings import Finding, RefusedError
from tfc.spreadsheets.xlsx_zip import Package

# First bytes of pictures, sound, video and fonts.
MEDIA = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8|BM|II\*\0|MM\0\*|II\xbc|RIFF|\x01\0\0\0.{36} EMF|\xd7\xcd\xc6\x9a|\x01\0\x09\0"
    rb"|\0\0\x01\0|.{4}ftyp|ID3|\xff[\xe0-\xff]|OggS|\x30\x26\xb2\x75|\0\0\x01[\xb3\xba]|fLaC|\x1a\x45\xdf\xa3|MThd"
    rb"|\0\x01\0\0|OTTO|ttcf|wOF[F2]|VCLMTF",
    re.DOTALL,
)
PACKAGE, COMPOUND, GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"
BEGINNING = 64
# Of a compressed picture: enough for the beginning of what it contains.
COMPRESSED_BEGINNING = 4096
SVG = "http://www.w3.org/2000/svg"
STYLE = f"{SVG} style"
# An escape could hide one of the others.
FOREIGN_STYLE = re.compile(r"@import|\\|url\((?!\s*[\"']?(?:#|data:image/))", re.IGNORECASE)
XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xfe\xff|\xff\xfe<")
ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.\-]*:|\\\\|//)", re.IGNORECASE)


@dataclass(frozen=True)
class Tag:
    """The start of an element. Names are "namespace local" in ``attributes`` and split in ``space`` and ``name``."""

    space: str
    name: str
    attributes: dict[str, str]

    def get(self, local: str) -> str:
        """Return the attribute of this name in any namespace, or ""."""
        return next((value for key, value in self.attributes.items() if key.rpartition(" ")[2] == local), "")


Start = Callable[[Tag], None]
TextHandler = Callable[[str], None] | None


def is_xml(package: Package, name: str) -> bool:
    return bool(XML.match(next(package.pieces(name), b"")))


class _PartEvents:
    """The events of a part's XML, with the text of each style sheet of a drawing."""

    def __init__(self, name: str, start: Start, end: TextHandler, text: TextHandler) -> None:
        self.name, self.start, self.end, self.text = name, start, end, text
        self.sheet: list[str] | None = None

    def begin_element(self, full: str, attributes: dict[str, str]) -> None:
        if full == STYLE:
            self.sheet = []
        space, _space, local = full.rpartition(" ")
        self.start(Tag(space, local, attributes))

    def end_element(self, full: str) -> None:
        if full == STYLE and self.sheet is not None:
            self.start(Tag(SVG, "style", {"style": "".join(self.sheet)}))
            self.sheet = None
        if self.end:
            self.end(full.rpartition(" ")[2])

    def read_text(self, piece: str) -> None:
        if self.sheet is not None:
            self.sheet.append(piece)
        if self.text:
            self.text(piece)

    def read_instruction(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            raise RefusedError([Finding.in_part("remote", self.name)])


def read_tags(
    package: Package, name: str, start: Start, end: TextHandler = None, text: TextHandler = None
) -> None:
    """Call the handlers for each tag, and ``start`` again at the end of a drawing's style sheet, with its text as an
    attribute. Raise RefusedError if the XML is not well-formed, or declares a document type or a style sheet.
    """
    events = _PartEvents(name, start, end, text)
    try:
        package.parse(
            name, events.begin_element, events.end_element, events.read_text, events.read_instruction
        )
    except expat.ExpatError as error:
        raise RefusedError([Finding.in_part("broken-part", name)]) from error


def get_binary_finding(package: Package, name: str) -> Finding | None:
    """Return None for media, otherwise a finding that says what the binary part is."""
    piece = next(package.pieces(name), b"")
    beginning = _decompress(piece) if piece.startswith(GZIP) else piece[:BEGINNING]
    if beginning.startswith((PACKAGE, COMPOUND)):
        return Finding.in_part("object", name)
    if beginning and not MEDIA.match(beginning):
        return Finding.in_part("unknown-part", name)
    return None


def _decompress(piece: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(piece[:COMPRESSED_BEGINNING], BEGINNING)
    except zlib.error:
        return GZIP


def get_drawing_finding(tag: Tag) -> Finding | None:
    """Return a finding for scripts, embedded pages and external pictures in SVG drawings."""
    if tag.name in ("script", "foreignObject", "handler", "iframe"):
        return Finding("script", f"SVG: {tag.name}")
    for key, value in tag.attributes.items():
        local = key.rpartition(" ")[2].lower()
        if local.startswith("on") or "javascript:" in value.lower():
            return Finding.in_part("script", f"SVG: {local}")
        if local == "href" and not value.startswith(("#", "data:image/")):
            code = "link" if tag.name == "a" else "remote"
            if code == "remote" or not is_safe_address(value):
                return Finding.in_part(code, value)
        if local != "href" and FOREIGN_STYLE.search(value):
            return Finding.in_part("remote", value)
    return None
