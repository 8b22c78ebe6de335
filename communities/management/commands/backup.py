"""Make one sealed backup of the database and the files: docs/deploy/backups.md."""

import os
import shutil
import sys
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tfc import deletion_log
from tfc.backup import BackupError
from tfc.backup.contents import Manifest
from tfc.backup.making import make_backup
from tfc.backup.sealing import recipients


class Command(BaseCommand):
    help = "Write the database and the files into one sealed file."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to",
            metavar="FOLDER",
            required=True,
            help="where the file goes; - writes it to the standard output",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            keys = recipients(settings.BACKUP_RECIPIENTS)
            if options["to"] == "-":
                manifest = self._make(sys.stdout.buffer, keys)
            else:
                manifest = self._into(Path(options["to"]), keys)
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(count for count, _hash in manifest.catalogue.tables.values())
        self.stderr.write(
            f"{len(manifest.catalogue.tables)} tables with {rows} rows, {len(manifest.files)} files."
        )

    def _make(self, output: Any, keys: list[Any]) -> Manifest:
        url, root = settings.DATABASE_BACKUP_URL, settings.FILES_ROOT
        return make_backup(output, url=url, root=root, keys=keys, now=timezone.now())

    def _into(self, folder: Path, keys: list[Any]) -> Manifest:
        """Write the backup; the file gets its final name when it is complete and on the disk."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"traffickfree-{timezone.now():%Y%m%dT%H%M%SZ}.age"
        part = path.with_suffix(".part")
        try:
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                manifest = self._make(file, keys)
                os.fsync(file.fileno())
            part.rename(path)
        finally:
            with suppress(FileNotFoundError):
                part.unlink()
        # Next to it, and newer than its content: the log of deletions that a restore must repeat.
        if deletion_log.folder().is_dir():
            shutil.copytree(deletion_log.folder(), folder / "purges", dirs_exist_ok=True)
        self.stderr.write(str(path))
        return manifest
