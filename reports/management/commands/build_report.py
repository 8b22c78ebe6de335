"""`manage.py build_report --community SLUG --round 2026-H1 --output DIR`: build the same report as in the browser."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from communities.models import Community, Office
from evaluation.models import Round
from reports.build import Subject, build
from tfc.periods import HalfYear


class Command(BaseCommand):
    help = "Build the report of a community or of an office, and print the paths of its files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--community", metavar="SLUG")
        whose.add_argument("--office", metavar="SLUG")
        parser.add_argument("--round", required=True, metavar="HALF-YEAR", help="for example 2026-H1")
        parser.add_argument("--output", required=True, type=Path, metavar="DIR")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        subject = _subject(options)
        try:
            built = build(subject)
        except Round.DoesNotExist:
            raise CommandError(
                f"{subject.office.name} has not opened the round {subject.half_year}."
            ) from None
        folder: Path = options["output"]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            files = {**built.files, "json": json.dumps(built.snapshot, ensure_ascii=False, indent=1).encode()}
            for kind, content in files.items():
                path = folder / f"{built.name}.{kind}"
                path.write_bytes(content)
                self.stdout.write(str(path))
        except OSError as error:
            raise CommandError(f"The files cannot be written to {folder}: {error.strerror}.") from error


def _subject(options: dict[str, Any]) -> Subject:
    try:
        half_year = HalfYear.parse(options["round"])
    except ValueError as error:
        raise CommandError(str(error)) from error
    if slug := options["community"]:
        community = Community.objects.select_related("office").filter(slug=slug).first()
        if community is None:
            raise CommandError(f"There is no community “{slug}”.")
        return Subject(community.office, community, str(half_year), options["language"])
    office = Office.objects.filter(slug=options["office"]).first()
    if office is None:
        raise CommandError(f"There is no office “{options['office']}”.")
    return Subject(office, None, str(half_year), options["language"])
