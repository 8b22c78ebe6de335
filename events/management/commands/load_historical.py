"""manage.py load_historical FILE --office SLUG: load an office's earlier results (docs/operations.md)."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from communities.models import Office
from events.actions import load_historical_activities
from tfc.tenancy import office_scope


class Command(BaseCommand):
    help = "Load an office's earlier results from a CSV file; a second time it updates them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--office", required=True, help="the office's slug")

    def handle(self, *args: Any, file: Path, office: str, **options: Any) -> None:
        stored_office = Office.objects.filter(slug=office).first()
        if stored_office is None:
            raise CommandError(f"There is no office “{office}”.")
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                rows = list(csv.DictReader(lines))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        try:
            with office_scope(stored_office.pk):
                loaded = load_historical_activities(office=stored_office, rows=rows)
        except ValidationError as error:
            raise CommandError("Nothing was loaded.\n" + "\n".join(error.messages)) from error
        self.stdout.write(f"{len(loaded)} earlier results of {stored_office.name} are stored.")
