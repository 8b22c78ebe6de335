"""manage.py load_demo: the demo's towns, people and six half-years of records."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.load import is_loaded, load
from demo.plan import make_plan


class Command(BaseCommand):
    help = "Load the demo: made-up records of real towns. A second time it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force",
            action="store_true",
            help="also outside the demo, where it opens accounts whose password everybody knows",
        )

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        if not (settings.DEMO or force):
            raise CommandError(
                "The demo brings accounts with a password that everybody knows. Load it with DEMO=1 alone "
                "(or with --force, if you know what you do)."
            )
        if is_loaded():
            self.stdout.write("The demo's data are there already; nothing was changed.")
            return
        began = time.monotonic()
        load(make_plan(timezone.now()), self._tell)
        self.stdout.write(f"The demo's data are loaded, in {time.monotonic() - began:.0f} s.")

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
