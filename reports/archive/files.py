"""Temporary storage of archives for download or restore: outside the web root, for one day."""

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from reports.models.archives import FILE_LASTS

PART = ".part"


def get_archive_folder() -> Path:
    return settings.FILES_ROOT / "archives"


def new_key() -> str:
    return secrets.token_hex(16)


def get_archive_path(key: str) -> Path:
    """Return the path of an archive. Raises ValueError for a malformed key, so that user input
    never becomes a path.
    """
    if len(key) != 32 or not key.isalnum():
        raise ValueError(key)
    return get_archive_folder() / key


@contextmanager
def open_new_file(key: str) -> Iterator[Path]:
    """Yield a path to write to. The file gets its final name when it is complete and synced; it is
    deleted on failure.
    """
    path = get_archive_path(key)
    part = path.with_name(f"{key}-{secrets.token_hex(4)}{PART}")
    part.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    try:
        yield part
        with open(part, "rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def store_upload(upload: Any) -> str:
    """Store an upload without reading it and return its key."""
    key = new_key()
    with open_new_file(key) as path, open(path, "xb") as file:
        file.writelines(upload.chunks())
    return key


def size_and_hash(path: Path) -> tuple[int, str]:
    with open(path, "rb") as file:
        return os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()


def delete_expired_files(*, now: float | None = None) -> int:
    """Delete files older than one day; return how many were deleted."""
    old, swept = (now or time.time()) - FILE_LASTS.total_seconds(), 0
    for path in get_archive_folder().glob("*"):
        if path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
            swept += 1
    return swept
