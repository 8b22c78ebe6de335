"""Migrate during operation: a lock that is not available soon is released and requested again."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from psycopg2.errorcodes import LOCK_NOT_AVAILABLE

SECONDS_BETWEEN = 2.0


class Command(BaseCommand):
    help = (
        "Migrate as the owner. Where a lock does not come within its login's lock_timeout everybody behind it goes on, "
        "and it is tried again."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tries", type=int, default=20, help="how often a lock is asked for (20)")
        parser.add_argument(
            "--pause",
            type=float,
            default=SECONDS_BETWEEN,
            help="seconds between two tries (2); twice as long each time, 30 at most",
        )

    def handle(self, *, tries: int, pause: float, verbosity: int, **_options: Any) -> None:
        for left in reversed(range(tries)):
            try:
                call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
            except OperationalError as error:
                if not _is_lock_timeout(error):
                    raise
                if not left:
                    raise CommandError(
                        "A lock did not come. Nothing is half done: call this again at a quieter moment, or see "
                        "docs/deploy/migrations.md for who holds it."
                    ) from error
            else:
                return
            self.stderr.write(f"A lock did not come; trying again in {pause:g} s ({left} more times)")
            time.sleep(pause)
            pause = min(2 * pause, 30.0)


def _is_lock_timeout(error: OperationalError) -> bool:
    return getattr(error.__cause__, "pgcode", "") == LOCK_NOT_AVAILABLE
