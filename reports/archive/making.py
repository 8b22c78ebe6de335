"""Write an archive: all tables from one database snapshot, and the attached files."""

import hashlib
import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.db import models

from communities.models import Community, Membership, User
from library.files import PREVIEW, get_path
from library.models import MaterialVersion
from reports.archive import package, tables
from reports.archive.cells import format_cell, is_file
from reports.archive.external_references import get_external_name
from reports.archive.package import Part
from tfc.csv_text import csv_line

ROWS_AT_ONCE, ROWS_WITH_FILES = 1000, 10
CHUNK = 1 << 20
Progress = Callable[[int], None]


@dataclass
class _References:
    """Targets outside the archived tables that its rows refer to."""

    people: set[int] = field(default_factory=set)
    # Columns that refer to a row outside the archive; the package declares no foreign keys for them.
    columns: set[str] = field(default_factory=set)
    outside: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    ids: dict[tables.Column, set[int]] = field(default_factory=lambda: defaultdict(set))


class ArchiveWriter:
    """Writes one archive. Every query is filtered by its community."""

    def __init__(self, path: Path, community: Community, *, locations: bool) -> None:
        self.community = community
        self.locations = locations
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        self.parts: list[Part] = []
        self.pointed = _References()
        # Row ids by archived table, to resolve references within the archive.
        self.rows: dict[tables.Model, set[int]] = {}

    def write(self, made_at: datetime, progress: Progress) -> None:
        named_models = [
            (name, model) for name, model in tables.get_archived_models().items() if self._wanted(name)
        ]
        with self.zip:
            for number, (name, model) in enumerate(named_models, start=1):
                self._table(name, model)
                progress(95 * number // len(named_models))
            self._people()
            self._name_outside()
            head = package.build_head(
                self.community,
                self.parts,
                self.pointed.outside,
                self.pointed.columns,
                locations=self.locations,
                made_at=made_at,
            )
            self.zip.writestr(package.HEAD, head)
            self.zip.writestr(package.SEAL, package.compute_seal(head))

    def _wanted(self, name: str) -> bool:
        return self.locations or name != tables.LOCATIONS

    def _table(self, name: str, model: tables.Model) -> None:
        columns = tables.columns(model)
        ids: set[int] = set()
        part = _PartWriter(self.zip, tables.get_table_path(name))
        part.row([column.attname for column in columns])
        files: list[tuple[int, tables.Column, str]] = []
        for row in self._rows(model, columns):
            ids.add(row.pk)
            part.row([self._cell(name, column, row, files) for column in columns])
        self.rows[model] = ids
        self.parts.append(part.done(label=name, rows=len(ids)))
        for pk, column, path in files:
            content = model._default_manager.values_list(column.attname, flat=True).get(pk=pk)
            self.parts.append(_write_file(self.zip, path, io.BytesIO(content)))
        if model is MaterialVersion:
            self._library_files()

    def _rows(self, model: tables.Model, columns: list[tables.Column]) -> Iterator[Any]:
        last, at_once = 0, ROWS_WITH_FILES if any(map(is_file, columns)) else ROWS_AT_ONCE
        while batch := list(
            tables.get_own_rows(model, self.community).filter(pk__gt=last).order_by("pk")[:at_once]
        ):
            yield from batch
            last = batch[-1].pk

    def _cell(self, name: str, column: tables.Column, row: Any, files: list[Any]) -> str:
        value = getattr(row, column.attname)
        target = column.related_model
        if value is not None and target is User:
            self.pointed.people.add(value)
        elif value is not None and target is not None:
            self.pointed.ids[column].add(value)
        if value is None or not is_file(column):
            return format_cell(column, value)
        path = f"files/{name.replace('.', '_')}/{row.pk}-{column.name}"
        files.append((row.pk, column, path))
        return path

    def _library_files(self) -> None:
        """Write library files under their file keys; files missing on disk are left out."""
        keys = tables.get_own_rows(MaterialVersion, self.community).exclude(file_key="")
        for key in keys.order_by("pk").values_list("file_key", flat=True):
            for name in (key, key + PREVIEW):
                if get_path(name).exists():
                    with open(get_path(name), "rb") as file:
                        self.parts.append(_write_file(self.zip, f"files/library/{name}", file))

    def _people(self) -> None:
        """Write the people whom rows refer to, by display name; email addresses only of current team members."""
        current = (
            Membership.objects.current().filter(community=self.community).values_list("user_id", flat=True)
        )
        members = set(current)
        part, count = _PartWriter(self.zip, package.PEOPLE), 0
        part.row(package.PEOPLE_COLUMNS)
        for user in User.objects.filter(pk__in=self.pointed.people).order_by("pk"):
            part.row([str(user.pk), user.name, user.email if user.pk in members else ""])
            count += 1
        self.parts.append(part.done(label=User._meta.label_lower, rows=count))

    def _name_outside(self) -> None:
        missing: dict[tables.Model, set[int]] = defaultdict(set)
        for column, ids in self.pointed.ids.items():
            target = cast(tables.Model, column.related_model)
            if absent := ids - self.rows.get(target, set()):
                missing[target] |= absent
                self.pointed.columns.add(str(column))
        for model, ids in missing.items():
            if rows := _get_names(model, ids):
                self.pointed.outside[tables.label(model)] = rows


def _get_names(model: tables.Model, ids: set[int]) -> dict[str, str]:
    rows: models.QuerySet[Any] = model._default_manager.filter(pk__in=ids).order_by("pk")
    return {str(row.pk): get_external_name(row) for row in rows}


class _PartWriter:
    """Writes a table row by row into the ZIP while computing its hash."""

    def __init__(self, into: zipfile.ZipFile, path: str) -> None:
        self.path, self.size, self.digest = path, 0, hashlib.sha256()
        self.file = into.open(path, "w")

    def row(self, cells: Any) -> None:
        self.put(csv_line(cells, guard=False).encode())

    def put(self, data: bytes) -> None:
        self.file.write(data)
        self.digest.update(data)
        self.size += len(data)

    def done(self, *, label: str = "", rows: int | None = None) -> Part:
        self.file.close()
        return Part(self.path, self.size, self.digest.hexdigest(), label, rows)


def _write_file(into: zipfile.ZipFile, path: str, source: Any) -> Part:
    part = _PartWriter(into, path)
    while chunk := source.read(CHUNK):
        part.put(chunk)
    return part.done()
