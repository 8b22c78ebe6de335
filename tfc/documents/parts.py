"""The parts of an Office package: their type by their bytes, and their XML read tag by tag."""

import re
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
    rb"|\0\x01\0\0|OTTO|ttcf|wOF[F2]|VCLMTF|\x1f\x8b",
    re.DOTALL,
)
PACKAGE, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
BEGINNING = 64
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


def is_xml(package: Package, name: str) -> bool:
    return bool(XML.match(next(package.pieces(name), b"")))


def read_tags(
    package: Package,
    name: str,
    start: Callable[[Tag], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call the handlers for each tag. Raise RefusedError if the XML is not well-formed or declares a document type."""

    def begin(full: str, attributes: dict[str, str]) -> None:
        space, _space, local = full.rpartition(" ")
        start(Tag(space, local, attributes))

    try:
        package.parse(name, begin, (lambda full: end(full.rpartition(" ")[2])) if end else None, text)
    except expat.ExpatError as error:
        raise RefusedError([Finding.in_part("broken-part", name)]) from error


def get_binary_finding(package: Package, name: str) -> Finding | None:
    """Return None for media, otherwise a finding that says what the binary part is."""
    beginning = next(package.pieces(name), b"")[:BEGINNING]
    if beginning.startswith((PACKAGE, COMPOUND)):
        return Finding.in_part("object", name)
    if beginning and not MEDIA.match(beginning):
        return Finding.in_part("unknown-part", name)
    return None


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
        if "url(" in value.lower() and not re.search(r"url\(\s*[\"']?#", value, re.IGNORECASE):
            return Finding.in_part("remote", value)
    return None
