"""Detects a file's type by its bytes and not by its name; a plain refusal explains what is neither spreadsheet nor
CSV.
"""

import re
from pathlib import Path

from tfc.spreadsheets.remarks import UnreadableError

MOST_BYTES = 20_000_000
BEGINNING = 4096
ZIP = b"PK\x03\x04"
# The format requires this member to be the first one, and uncompressed.
ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
ODS_PLACE = 30
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams in the older container format of Office, and the file type that each shows.
OTHER_COMPOUNDS = {
    "EncryptedPackage": "locked",
    "WordDocument": "is_document",
    "PowerPoint Document": "is_document",
}
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


def detect_workbook(start: bytes) -> str:
    """Return .xlsx, .ods or .xls by a file's first bytes; "" for a possible CSV file."""
    if start.startswith(ZIP):
        return ".ods" if start.startswith(ODS, ODS_PLACE) else ".xlsx"
    return ".xls" if start.startswith(COMPOUND) else ""


def detect_kind(path: Path) -> str:
    """Do the same as detect_workbook; raise UnreadableError if it is neither a workbook nor text."""
    if path.stat().st_size > MOST_BYTES:
        raise UnreadableError("too_large")
    with path.open("rb") as file:
        start = file.read(BEGINNING)
    if not start.strip(b"\x00 \t\r\n"):
        raise UnreadableError("empty")
    kind = detect_workbook(start)
    if kind == ".xls":
        _refuse_other_compounds(path.read_bytes())
    if not kind:
        _refuse_others(start)
    return kind


def _refuse_other_compounds(content: bytes) -> None:
    for folder, code in OTHER_COMPOUNDS.items():
        if folder.encode("utf-16-le") in content:
            raise UnreadableError(code)


def _refuse_others(start: bytes) -> None:
    for magic, code in REFUSED.items():
        if start.startswith(magic) and _is_certain(magic, start):
            raise UnreadableError(code)
    if start[4:8] == b"ftyp":
        raise UnreadableError("is_picture")
    if start.removeprefix(BOM).lstrip().upper().startswith(CALENDAR):
        raise UnreadableError("is_calendar")
    if MARKUP.match(start):
        raise UnreadableError("is_web_page")


def _is_certain(magic: bytes, start: bytes) -> bool:
    """Return True if the signature is certain: two letters may also begin a heading, such as "BMI", "PKW" or "MZ"."""
    if magic == b"BM":
        return start[6:10] == BITMAP_RESERVED
    return (
        len(magic) > 2 or magic == b"\x1f\x8b" or b"\x00" in start or start[2:4] in {b"\x05\x06", b"\x07\x08"}
    )
