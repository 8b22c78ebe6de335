"""Run the daily retention rules now, and report what was deleted: docs/retention.md."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from communities.actions.retention import keep_no_longer
from tfc.retention import rules


class Command(BaseCommand):
    help = (
        "Say how long what is kept; with --run delete for good what is due, and say how many rows that were."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--run", action="store_true", help="do the daily round now")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["run"]:
            for rule in rules():
                self.stdout.write(f"{rule.code}: {rule.retention_period} ({rule.scope.name.lower()})")
            return
        for result in keep_no_longer(now=timezone.now()):
            where = result.office or "installation"
            left = result.outcome.oldest or "nothing left"
            self.stdout.write(f"{where} · {result.rule.code}: {result.outcome.gone} gone, oldest {left}")
