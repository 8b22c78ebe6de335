"""Zipped documents: they are what their parts say, hold no programs, and fetch nothing when somebody opens them."""

from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tfc.sheets.package import Package, opened_file
from tfc.sheets.remarks import UnreadableError

# The part that each kind has.
INSIDE = {".docx": "word/document.xml", ".pptx": "ppt/presentation.xml", ".xlsx": "xl/workbook.xml"}
DOCUMENTS = (*INSIDE, ".odt")
# Where programs lie in them.
PROGRAMS = ("vbaproject.bin", "vbadata.xml")
PROGRAM_FOLDERS = ("basic/", "scripts/", "word/activex/", "ppt/activex/", "xl/activex/")
# What is fetched without being asked for: a link that somebody presses is another thing.
FETCHED = ("attachedTemplate", "frame", "image", "oleObject", "subDocument")


def is_document(file: IO[bytes], suffix: str, media_type: str) -> bool:
    """Whether it is one of this kind, without programs. ValidationError where it would fetch parts from elsewhere."""
    try:
        with opened_file(file) as package:
            names = {name.lower() for name in package.names}
            programs = any(name.endswith(PROGRAMS) or name.startswith(PROGRAM_FOLDERS) for name in names)
            if programs or not _is_of_kind(package, suffix, media_type):
                return False
            fetches = any(_fetches(package, name) for name in package.names if name.lower().endswith(".rels"))
    except UnreadableError:
        return False
    if fetches:
        text = _(
            "This document fetches a part of itself from elsewhere, which tells somebody who opened it. Save it as a "
            "PDF, and choose that one."
        )
        raise ValidationError(text, code="fetches")
    return True


def _is_of_kind(package: Package, suffix: str, media_type: str) -> bool:
    if suffix == ".odt":
        return (
            "mimetype" in package.names
            and next(package.pieces("mimetype"), b"").strip() == media_type.encode()
        )
    return {"[Content_Types].xml", INSIDE[suffix]} <= package.names


def _fetches(package: Package, name: str) -> bool:
    found: list[bool] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        found.append(attributes.get("TargetMode") == "External" and kind in FETCHED)

    package.parse(name, start)
    return any(found)
