"""Print the seals of the audit log, to be stored where no login of the database can write."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from communities.audit.hash_chain import get_audit_days, seal_days


class Command(BaseCommand):
    help = "Seal the days that are over, and print a line for each sealed day: day, number of entries, seal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="only from this day on"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        seal_days(now=timezone.now())
        for audit_day in get_audit_days(options["since"]):
            self.stdout.write(f"{audit_day.day.isoformat()} {audit_day.entries} {audit_day.digest}")
