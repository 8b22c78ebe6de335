"""Files of an archive. They are sanitized like any upload before they are stored."""

import hashlib
import io
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from library.files import POSTER_SIDE, StoredFile, store_upload
from tfc.documents.cleaning import clean_upload, get_suffix


def get_clean_content(content: bytes) -> bytes | None:
    """Return the sanitized PDF or picture; None if it is not accepted."""
    suffix = get_suffix(content)
    try:
        return clean_upload(io.BytesIO(content), suffix=suffix, longest_side=POSTER_SIDE).file.read()
    except (ValidationError, KeyError):
        return None


def store_content(row: Any, column: str, content: bytes) -> None:
    """Store the content in the row, with its size and hash if the row has such columns."""
    setattr(row, column, content)
    for name, value in (("size", len(content)), ("sha256", hashlib.sha256(content).hexdigest())):
        if hasattr(row, name):
            setattr(row, name, value)


def keep_library_file(name: str, content: bytes, *, rehearse: bool) -> StoredFile | None:
    """Store a library file under a new key; return None if it is not accepted. A rehearsal writes nothing."""
    upload = SimpleUploadedFile(name, content)
    try:
        if not rehearse:
            return store_upload(upload)
        clean_upload(upload, suffix=PurePosixPath(name).suffix.lower(), longest_side=POSTER_SIDE)
    except (ValidationError, KeyError):
        return None
    return StoredFile("", name, "", 0, "")
