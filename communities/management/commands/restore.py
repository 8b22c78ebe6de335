"""Restore a backup into an empty installation, and report if it is identical: docs/deploy/backups.md."""

import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from communities.actions.retention import delete_again
from tfc import deletion_log
from tfc.backup import BackupError
from tfc.backup.programs import get_dsn
from tfc.backup.restoring import restore_backup
from tfc.backup.sealing import identities


class Command(BaseCommand):
    help = "Put a sealed backup back into an empty database and an empty folder of files."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the backup; - reads it from the input")
        parser.add_argument("--key", type=Path, required=True, metavar="FILE", help="with the secret key")
        since = parser.add_mutually_exclusive_group()
        since.add_argument(
            "--purges",
            type=Path,
            metavar="FOLDER",
            help="what was deleted for good; beside the backup without it",
        )
        since.add_argument(
            "--without-purges",
            action="store_true",
            help="nothing was deleted for good since, or nobody knows",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            purges_folder = None if options["without_purges"] else self._told(options)
            self._restore(options["file"], identities(options["key"].read_text()), purges_folder)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error

    def _told(self, options: dict[str, Any]) -> Path:
        place: Path = options["purges"] or options["file"].parent / "purges"
        if not place.is_dir():
            raise BackupError(
                f"There is no folder {place} that says what was deleted for good since this backup. Name the newest"
                " one with --purges (it lies beside newer backups), or say --without-purges."
            )
        # Before anything is restored: an unreadable log would leave the restore half done.
        deletion_log.purges_since(place, timezone.now())
        return place

    def _restore(self, file: Path, keys: list[Any], purges_folder: Path | None) -> None:
        with open(file, "rb") if file != Path("-") else sys.stdin.buffer as source:
            url = get_dsn(connections["owner"])
            manifest, differing = restore_backup(source, url=url, root=settings.FILES_ROOT, keys=keys)
        for sentence in differing:
            self.stderr.write(sentence)
        if differing:
            raise CommandError("It is back, and not the same: do not serve it.")
        tables, files = manifest.catalogue.tables, manifest.files
        self.stdout.write(f"{len(tables)} tables and {len(files)} files are back and the same, rule by rule.")
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        if purges_folder is not None:
            if purges_folder.resolve() != deletion_log.folder().resolve():
                shutil.copytree(purges_folder, deletion_log.folder(), dirs_exist_ok=True)
            gone = delete_again(deletion_log.purges_since(purges_folder, manifest.made_at))
            self.stdout.write(f"Deleted again what had been deleted for good since: {gone} rows.")
