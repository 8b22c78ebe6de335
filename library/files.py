"""Files of the library: what they are is read from their bytes, and they lie outside the web root under random names.

A file is whole on the disk before the row that names it is committed; one that no row names is swept away after a day.
"""

import hashlib
import io
import os
import re
import secrets
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

from library.beginnings import READ_BY_PROGRAM, beginning_of
from library.documents import DOCUMENTS, is_document
from stakeholders.evidence_files import PICTURES, drawn_anew, refuse_active, safe_name
from tfc.uploads import MOST_BYTES, is_no_room

OFFICE = "application/vnd.openxmlformats-officedocument."
# What may be kept: the media type of each ending.
TYPES = {
    ".pdf": "application/pdf",
    ".docx": OFFICE + "wordprocessingml.document",
    ".pptx": OFFICE + "presentationml.presentation",
    ".xlsx": OFFICE + "spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".txt": "text/plain",
    ".csv": "text/csv",
}
TEXTS = (".txt", ".csv")
POSTER_SIDE, PREVIEW_SIDE = 6000, 640
EXCERPT = 500
PREVIEW = "-preview"
KEY = re.compile(r"[0-9a-f]{32}")
SWEPT_AFTER = 24 * 60 * 60


@dataclass(frozen=True)
class KeptFile:
    """A file that lies on the disk and waits for its row; the fields are those of a MaterialVersion."""

    file_key: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    excerpt: str = ""
    has_preview: bool = False


def keep_upload(upload: UploadedFile) -> KeptFile:
    """Write the file down; ValidationError in plain words when it is too large, broken or not what its name says."""
    name = upload.name or ""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError(too_large(), code="too-large")
    if suffix not in TYPES:
        raise ValidationError(
            _(
                "Files of this kind are not taken. Choose a PDF, a document (DOCX, PPTX, XLSX, ODT), a picture (JPEG, "
                "PNG, WebP), a recording (MP3, MP4), or a text (TXT, CSV)."
            ),
            code="wrong-kind",
        )
    if not _is_what_it_says(upload, suffix):
        text = _(
            "This file is not what its name says. Open it, save it again as %(kind)s, and choose that one."
        )
        raise ValidationError(text % {"kind": suffix.lstrip(".").upper()}, code="wrong-kind")
    kept_name, media_type = safe_name(name, suffix), TYPES[suffix]
    if media_type in PICTURES:
        return _keep_picture(upload, kept_name, media_type)
    if suffix == ".pdf":
        upload.seek(0)
        refuse_active(upload.read())
    key, size, digest = _write(upload)
    if suffix in READ_BY_PROGRAM:
        excerpt = beginning_of(path_of(key), suffix)
    else:
        excerpt = _excerpt(upload) if suffix in TEXTS else ""
    return KeptFile(key, kept_name, media_type, size, digest, excerpt)


def keep_again(content: bytes, preview: bytes | None) -> str:
    """Write down a file that was taken before and comes back as it was; returns its new key."""
    key, _size, _digest = _write(io.BytesIO(content))
    if preview is not None:
        _put(path_of(key + PREVIEW), io.BytesIO(preview))
    return key


def too_large() -> str:
    most = filesizeformat(MOST_BYTES)
    return _("This file is larger than %(most)s. Make it smaller, or give a link to it.") % {"most": most}


def path_of(key: str) -> Path:
    """Where the file of this key lies. Keys are ours alone: nothing that anybody typed becomes a path."""
    if not KEY.fullmatch(key.removesuffix(PREVIEW)):
        raise ValueError(key)
    return settings.FILES_ROOT / key[:2] / key


def sweep(wanted: Collection[str], *, now: float | None = None) -> int:
    """Delete files older than a day whose key is not among ``wanted``; returns how many."""
    old, swept = (now or time.time()) - SWEPT_AFTER, 0
    for path in settings.FILES_ROOT.glob("??/*"):
        unknown = path.name.removesuffix(PREVIEW).removesuffix(".part") not in wanted
        if unknown and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _is_what_it_says(upload: UploadedFile, suffix: str) -> bool:
    upload.seek(0)
    if suffix in TEXTS:
        return _is_text(upload)
    if suffix in DOCUMENTS:
        return is_document(cast("IO[bytes]", upload.file), suffix, TYPES[suffix])
    found = filetype.guess(upload.read(8192))
    return bool(found) and found.mime in (TYPES[suffix], {".mp4": "video/x-m4v"}.get(suffix))


def _is_text(upload: UploadedFile) -> bool:
    """UTF-8 without a NUL, to its end."""
    try:
        for line in io.TextIOWrapper(io.BufferedReader(_Borrowed(upload)), encoding="utf-8"):
            if "\0" in line:
                return False
    except UnicodeDecodeError:
        return False
    return True


class _Borrowed(io.RawIOBase):
    """A reader that does not close the upload behind it."""

    def __init__(self, upload: UploadedFile) -> None:
        self.upload = upload

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        data = self.upload.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _excerpt(upload: UploadedFile) -> str:
    upload.seek(0)
    text: str = upload.read(EXCERPT * 4).decode("utf-8-sig", errors="ignore")
    return text[:EXCERPT]


def _keep_picture(upload: UploadedFile, name: str, media_type: str) -> KeptFile:
    """Drawn anew: no place, no camera, no hidden words, and nothing but a picture."""
    upload.seek(0)
    kind = PICTURES[media_type][0]
    content = drawn_anew(upload.read(), kind, longest=POSTER_SIDE)
    key, size, digest = _write(io.BytesIO(content))
    with Image.open(io.BytesIO(content), formats=[kind]) as picture:
        picture.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
        small = io.BytesIO()
        picture.convert("RGBA" if picture.has_transparency_data else "RGB").save(small, "WEBP", quality=80)
    _put(path_of(key + PREVIEW), small)
    return KeptFile(key, name, media_type, size, digest, has_preview=True)


def _write(source: "UploadedFile | io.BytesIO") -> tuple[str, int, str]:
    """The key, size and hash of a new file."""
    key = secrets.token_hex(16)
    size, digest = _put(path_of(key), source)
    return key, size, digest


@contextmanager
def _whole(part: Path) -> Iterator[None]:
    """Nothing half written stays on a disk that has no room; ValidationError in plain words."""
    try:
        yield
    except OSError as error:
        part.unlink(missing_ok=True)
        if not is_no_room(error):
            raise
        words = _(
            "There is no room for files on the server at this moment. Tell your Oasis office, and try again later."
        )
        raise ValidationError(words, code="no-room") from error


def _put(path: Path, source: "UploadedFile | io.BytesIO") -> tuple[int, str]:
    """Under another name until it is whole and on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    part = path.with_name(path.name + ".part")
    size, digest = 0, hashlib.sha256()
    source.seek(0)
    with _whole(part), open(part, "xb") as file:
        while chunk := source.read(1 << 20):
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return size, digest.hexdigest()
