"""Files of the library: types are detected from their bytes.

Files are stored outside the web root under random names. A file is complete on disk before the row that names it is
committed; files without a row are deleted after a day.
"""

import hashlib
import io
import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

from stakeholders.evidence_files import safe_name
from tfc.documents.cleaning import clean_upload
from tfc.documents.kinds import PICTURES, TEXTS, TYPES
from tfc.uploads import MOST_BYTES, is_no_room

READER = Path(__file__).with_name("preview_worker.py")
READ_BY_PROGRAM = (".pdf", ".docx", ".pptx", ".odt")
SECONDS = 6
MOST = 500
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
POSTER_SIDE, PREVIEW_SIDE = 6000, 640
EXCERPT = 500
PREVIEW = "-preview"
KEY = re.compile(r"[0-9a-f]{32}")
SWEPT_AFTER = 24 * 60 * 60


@dataclass(frozen=True)
class StoredFile:
    """A file on disk that still needs its row; the fields are those of a MaterialVersion."""

    file_key: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    excerpt: str = ""
    has_preview: bool = False
    # Message to the uploader about parts that were removed; not a field of a version.
    notice: str = field(default="", compare=False)

    def as_fields(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "notice"}


def store_upload(upload: UploadedFile) -> StoredFile:
    """Store the sanitized file; raise ValidationError if it is too large or its type is not accepted."""
    name = upload.name or ""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError(get_too_large_text(), code="too-large")
    if suffix not in TYPES:
        raise ValidationError(
            _("PDF, DOCX, PPTX, XLSX, ODT, JPEG, PNG, WebP, MP3, MP4, TXT or CSV, up to 50 MB."),
            code="wrong-kind",
        )
    clean = clean_upload(upload, suffix=suffix, longest_side=POSTER_SIDE)
    kept_name, media_type = safe_name(name, suffix), TYPES[suffix]
    key, size, digest = _write(clean.file)
    has_preview = media_type in PICTURES
    if has_preview:
        _write_preview(key, PICTURES[media_type])
    if suffix in READ_BY_PROGRAM:
        excerpt = extract_preview(get_path(key), suffix)
    else:
        excerpt = _excerpt(clean.file) if suffix in TEXTS else ""
    return StoredFile(key, kept_name, media_type, size, digest, excerpt, has_preview, clean.notice)


def get_too_large_text() -> str:
    most = filesizeformat(MOST_BYTES)
    return _("This file is larger than %(most)s. Choose a smaller file or enter a link.") % {"most": most}


def get_path(key: str) -> Path:
    """Return the path of the file with this key. Keys are generated: user input never becomes a path."""
    if not KEY.fullmatch(key.removesuffix(PREVIEW)):
        raise ValueError(key)
    return settings.FILES_ROOT / key[:2] / key


def sweep(wanted: Collection[str], *, now: float | None = None) -> int:
    """Delete files older than a day whose key is not in ``wanted``; return how many."""
    old, swept = (now or time.time()) - SWEPT_AFTER, 0
    for path in settings.FILES_ROOT.glob("??/*"):
        unknown = path.name.removesuffix(PREVIEW).removesuffix(".part") not in wanted
        if unknown and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _excerpt(file: IO[bytes]) -> str:
    file.seek(0)
    text: str = file.read(EXCERPT * 4).decode("utf-8-sig", errors="ignore")
    return text[:EXCERPT]


def _write_preview(key: str, kind: str) -> None:
    with Image.open(get_path(key), formats=[kind]) as picture:
        picture.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
        small = io.BytesIO()
        picture.convert("RGBA" if picture.has_transparency_data else "RGB").save(small, "WEBP", quality=80)
    _write_file(get_path(key + PREVIEW), small)


def _write(source: Any) -> tuple[str, int, str]:
    """Return the key, size and hash of a new file."""
    key = secrets.token_hex(16)
    size, digest = _write_file(get_path(key), source)
    return key, size, digest


@contextmanager
def _remove_on_error(part: Path) -> Iterator[None]:
    """Delete a partly written file if the disk is full, and raise ValidationError."""
    try:
        yield
    except OSError as error:
        part.unlink(missing_ok=True)
        if not is_no_room(error):
            raise
        message = _("The server has no room for files. Tell your Oasis office and try again later.")
        raise ValidationError(message, code="no-room") from error


def _write_file(path: Path, source: Any) -> tuple[int, str]:
    """Write under a temporary name until the file is complete on disk."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    part = path.with_name(path.name + ".part")
    size, digest = 0, hashlib.sha256()
    source.seek(0)
    with _remove_on_error(part), open(part, "xb") as file:
        while chunk := source.read(1 << 20):
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return size, digest.hexdigest()


def extract_preview(path: Path, suffix: str) -> str:
    """Return at most 500 characters; empty if the file is locked, broken, slow to read, or has no text."""
    try:
        done = subprocess.run(
            [sys.executable, str(READER), suffix, str(path)],
            capture_output=True,
            check=True,
            timeout=SECONDS,
            env={"LANG": "C.UTF-8"},
        )
    except (subprocess.SubprocessError, OSError):
        return ""
    text = UNSEEN.sub("", done.stdout.decode("utf-8", errors="ignore"))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)[:MOST].strip()
