"""What a file is, by its bytes and not by its name; and a plain refusal of what is no XLSX and no CSV."""

import re
from pathlib import Path

from tfc.sheets.remarks import UnreadableError

MOST_BYTES = 20_000_000
XLSX = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The name by which a workbook's locked contents stand in the older container.
LOCKED = "EncryptedPackage".encode("utf-16-le")
REFUSED = {
    b"%PDF": "is_pdf",
    b"\x89PNG": "is_picture",
    b"\xff\xd8\xff": "is_picture",
    b"GIF8": "is_picture",
    b"BM": "is_picture",
    b"II*\x00": "is_picture",
    b"MM\x00*": "is_picture",
    b"RIFF": "is_picture",
    b"{\\rtf": "is_document",
    b"PK": "damaged",
    b"Rar!": "is_archive",
    b"7z\xbc\xaf": "is_archive",
    b"\x1f\x8b": "is_archive",
    b"\x7fELF": "no_table",
    b"MZ": "no_table",
}
BOM = b"\xef\xbb\xbf"
CALENDAR = b"BEGIN:VCALENDAR"
BITMAP_RESERVED = b"\x00\x00\x00\x00"
MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|meta|\?xml|svg|!--)", re.IGNORECASE
)


def is_workbook(path: Path) -> bool:
    """Whether it is a package as XLSX is; False for what may be CSV. Anything else is refused."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise UnreadableError("too_large")
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip(b"\x00 \t\r\n"):
        raise UnreadableError("empty")
    if start.startswith(XLSX):
        return True
    if start.startswith(OLD_OFFICE):
        raise UnreadableError("locked" if LOCKED in path.read_bytes() else "is_xls")
    _refuse_others(start)
    return False


def _refuse_others(start: bytes) -> None:
    for magic, code in REFUSED.items():
        if start.startswith(magic) and _surely(magic, start):
            raise UnreadableError(code)
    if start[4:8] == b"ftyp":
        raise UnreadableError("is_picture")
    if start.removeprefix(BOM).lstrip().upper().startswith(CALENDAR):
        raise UnreadableError("is_calendar")
    if MARKUP.match(start):
        raise UnreadableError("is_web_page")


def _surely(magic: bytes, start: bytes) -> bool:
    """Two letters may begin a heading as well: "BMI", "PKW", "MZ"."""
    if magic == b"BM":
        return start[6:10] == BITMAP_RESERVED
    return (
        len(magic) > 2 or magic == b"\x1f\x8b" or b"\x00" in start or start[2:4] in {b"\x05\x06", b"\x07\x08"}
    )
