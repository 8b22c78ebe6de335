"""Detects a file's type by its bytes and not by its name; a plain refusal explains what is neither spreadsheet nor
CSV.
"""

import re
from pathlib import Path

import filetype

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
# What filetype says of other files, and the message for each.
REFUSED_TYPES = {
    "application/pdf": "is_pdf",
    "application/rtf": "is_document",
    "application/zip": "damaged",
    "application/x-rar-compressed": "is_archive",
    "application/x-7z-compressed": "is_archive",
    "application/gzip": "is_archive",
    "application/x-executable": "no_table",
    "application/x-msdownload": "no_table",
    "image": "is_picture",
    "video": "is_picture",
}
# Signatures too long to begin a heading. Others, such as "BM" or "MZ", may: these files contain zeros, and text none.
CERTAIN = ("application/pdf", "application/rtf")
BOM = b"\xef\xbb\xbf"
# Texts that are no table, by how they begin.
REFUSED_TEXTS = {
    "is_calendar": rb"begin:vcalendar",
    "is_contacts": rb"begin:vcard",
    "is_web_page": rb"<(?:!doctype|html|head|body|table|meta|\?xml|svg|!--)",
    "is_json": rb"\{\s*\"|\[\s*[\[{\"]",
    # Two of the technical headers of an email; a list may begin with lines such as "From: Ana".
    "is_email": rb"(?:(?:[^\r\n]+\r?\n)*?(?:received|return-path|mime-version|message-id|content-type): .*\n){2}",
}


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
    guessed = filetype.guess(start)
    media_type = guessed.mime if guessed and (b"\x00" in start or guessed.mime in CERTAIN) else ""
    if code := REFUSED_TYPES.get(media_type) or REFUSED_TYPES.get(media_type.partition("/")[0]):
        raise UnreadableError(code)
    text = start.removeprefix(BOM).lstrip()
    for code, beginning in REFUSED_TEXTS.items():
        if re.match(beginning, text, re.IGNORECASE):
            raise UnreadableError(code)
