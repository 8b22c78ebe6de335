"""Open an uploaded archive; nothing in it is trusted before its size, seal and hashes are checked."""

import csv
import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from communities.models import User
from reports.archive import package, tables
from reports.archive.package import SealOrigin

MOST_PARTS = 20_000
MOST_DIRECTORY = 4 << 20
MOST_HEAD = 16 << 20
MOST_UNPACKED = 1 << 30
MOST_CELL = 32 << 20
CHUNK = 1 << 20
PATH = re.compile(r"(data/[a-z_]+\.csv|files/[a-z_]+/[0-9a-z_-]+)")
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
END = struct.Struct("<4s4H2LH")
READ_ERRORS = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError, RuntimeError, NotImplementedError,
    struct.error, csv.Error,
)  # fmt: skip
INCOMPLETE_ARCHIVE = _lazy("This file is not a whole archive: it cannot be read to its end.")


class ArchiveError(Exception):
    """Raised when the file cannot be restored; the message gives the reason for the user, and the
    row if it is known.
    """


@dataclass(frozen=True)
class Line:
    """A row of a table: its line number in the file (the header is 1) and its cells by column."""

    number: int
    cells: Mapping[str, str]


class Archive:
    """An archive whose seal and hashes were verified."""

    def __init__(self, zipped: zipfile.ZipFile, head: dict[str, Any], seal_origin: SealOrigin) -> None:
        self.zip, self.sealed = zipped, seal_origin
        self.about: dict[str, Any] = head[package.OURS]
        self.made_at: str = head["created"]
        self.resources = {resource["path"]: resource for resource in head["resources"]}

    @property
    def is_of_here(self) -> bool:
        """Return whether this installation made the archive, so that its ids are valid here."""
        return self.sealed is SealOrigin.HERE

    def counts(self) -> dict[str, int]:
        """Return the number of rows by table."""
        return {
            resource["table"]: resource["rows"] for resource in self.resources.values() if "table" in resource
        }

    def lines(self, label: str) -> Generator[Line, None, None]:
        path = package.PEOPLE if label == User._meta.label_lower else tables.get_table_path(label)
        if path not in self.resources:
            return
        with _long_cells(), self.zip.open(path) as raw:
            reader = csv.reader(io.TextIOWrapper(raw, encoding="utf-8", newline=""), strict=True)
            rows = _readable(reader, path)
            names = next(rows, [])
            if names != self.columns(label):
                text = _("%(file)s was changed or is damaged.")
                raise ArchiveError(text % {"file": path})
            for number, row in enumerate(rows, start=2):
                if len(row) != len(names):
                    text = _("%(file)s, row %(row)s: %(found)s cells instead of %(wanted)s.")
                    about = {"file": path, "row": number, "found": len(row), "wanted": len(names)}
                    raise ArchiveError(text % about)
                yield Line(number, dict(zip(names, row, strict=True)))

    def columns(self, label: str) -> list[str]:
        path = package.PEOPLE if label == User._meta.label_lower else tables.get_table_path(label)
        schema = self.resources.get(path, {}).get("schema", {})
        return [field["name"] for field in schema.get("fields", [])]

    def file(self, path: str) -> bytes | None:
        """Return an attachment; None if the archive has none with that path."""
        return self.zip.read(path) if path in self.resources and path.startswith("files/") else None


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open and verify an archive. Raises ArchiveError for anything that is not exactly what was sealed."""
    try:
        if _directory_bytes(path) > MOST_DIRECTORY:
            raise ArchiveError(_("This ZIP is too large for a community archive."))
        zipped = zipfile.ZipFile(path)
    except READ_ERRORS as error:
        raise ArchiveError(str(INCOMPLETE_ARCHIVE)) from error
    with zipped:
        try:
            archive = _check_archive(zipped)
        except READ_ERRORS as error:
            raise ArchiveError(str(INCOMPLETE_ARCHIVE)) from error
        yield archive


def _readable(rows: Iterator[list[str]], path: str) -> Iterator[list[str]]:
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except READ_ERRORS as error:
            text = _("%(file)s was changed or is damaged.")
            raise ArchiveError(text % {"file": path}) from error
        yield row


def _directory_bytes(path: Path) -> int:
    """Return the size of the ZIP's central directory, read from its end, because zipfile loads the directory into
    memory unchecked.
    """
    with open(path, "rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - (1 << 16) - END.size))
        tail = file.read()
    place = tail.rfind(b"PK\5\6")
    if place < 0:
        raise zipfile.BadZipFile
    return int(END.unpack_from(tail, place)[5])


def _check_archive(zipped: zipfile.ZipFile) -> Archive:
    infos = zipped.infolist()
    names = [info.filename for info in infos]
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise ArchiveError(_("This ZIP is too large for a community archive."))
    ours = all(name in (package.HEAD, package.SEAL) or PATH.fullmatch(name) for name in names)
    plain = all(info.compress_type in PACKED and not info.flag_bits & 1 for info in infos)
    if (
        len(set(names)) < len(names)
        or not ours
        or not plain
        or not {package.HEAD, package.SEAL} <= set(names)
    ):
        raise ArchiveError(_("Choose the ZIP of a community archive."))
    head, seal_origin = _head(zipped)
    archive = Archive(zipped, head, seal_origin)
    if set(archive.resources) != set(names) - {package.HEAD, package.SEAL}:
        raise ArchiveError(_("Choose an unchanged archive: files are missing or added."))
    for resource in archive.resources.values():
        _check_hash(zipped, resource)
    _check_tables(archive)
    return archive


def _head(zipped: zipfile.ZipFile) -> tuple[dict[str, Any], SealOrigin]:
    if zipped.getinfo(package.HEAD).file_size > MOST_HEAD or zipped.getinfo(package.SEAL).file_size > 200:
        raise ArchiveError(_("This ZIP is too large for a community archive."))
    text = zipped.read(package.HEAD)
    seal_origin = package.get_seal_origin(text, zipped.read(package.SEAL).decode())
    if seal_origin is None:
        raise ArchiveError(
            _(
                "This archive was changed or comes from an unknown installation. Only an unchanged archive can be "
                "restored."
            )
        )
    head = json.loads(text)
    if head[package.OURS]["format"] != package.FORMAT:
        text_of = _("A newer version made this archive: %(what)s is not known here.")
        raise ArchiveError(text_of % {"what": head[package.OURS]["format"]})
    return head, seal_origin


def _check_hash(zipped: zipfile.ZipFile, resource: Mapping[str, Any]) -> None:
    digest, size = hashlib.sha256(), 0
    with zipped.open(resource["path"]) as part:
        while chunk := part.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    if resource["bytes"] != size or resource["hash"] != f"sha256:{digest.hexdigest()}":
        text = _("%(file)s was changed or is damaged.")
        raise ArchiveError(text % {"file": resource["path"]})


def _check_tables(archive: Archive) -> None:
    """Raise ArchiveError for a table or column that this version does not have. An older archive may lack some."""
    for label in archive.counts():
        # A table left out today may have been archived by an earlier version.
        if label == User._meta.label_lower or label in tables.LEFT_OUT:
            continue
        model = tables.get_archived_models().get(label)
        column_names = {column.attname for column in tables.columns(model)} if model else set()
        unknown = sorted(set(archive.columns(label)) - column_names)
        if model is None or unknown:
            text = _("A newer version made this archive: %(what)s is not known here.")
            raise ArchiveError(text % {"what": ".".join([label, *unknown[:1]])})


@contextmanager
def _long_cells() -> Iterator[None]:
    """Raise the csv module's process-wide field size limit, because receipts can exceed the default."""
    before = csv.field_size_limit(MOST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)
