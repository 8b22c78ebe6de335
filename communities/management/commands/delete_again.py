"""After the database was restored to an earlier moment: delete again what was permanently deleted since."""

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime

from communities.actions.retention import delete_again
from tfc import deletion_log


class Command(BaseCommand):
    help = "Delete again what had been deleted for good since a moment."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", required=True, help="the moment the database stands at, as 2026-11-25 14:03Z"
        )
        parser.add_argument("--purges", type=Path, metavar="FOLDER", help="FILES_ROOT/purges without it")

    def handle(self, *args: Any, **options: Any) -> None:
        moment = parse_datetime(options["since"])
        if moment is None or moment.tzinfo is None:
            raise CommandError("Write the moment with its zone, like 2026-11-25 14:03Z.")
        place = options["purges"] or deletion_log.folder()
        gone = delete_again(deletion_log.purges_since(place, moment.astimezone(dt.UTC)))
        self.stdout.write(f"Deleted again what had been deleted for good since: {gone} rows.")
