"""Start and end maintenance mode of the installation: on this server, without a restart."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tfc.middleware import LONGEST_MAINTENANCE, MAINTENANCE_MINUTES, minutes_left


class Command(BaseCommand):
    help = "Answer 503 to all but health checks and those who look for help: on, off, or status."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["on", "off", "status"])
        parser.add_argument(
            "--minutes",
            type=int,
            default=MAINTENANCE_MINUTES,
            help="how long it should take, as the page says",
        )

    def handle(self, *args: Any, action: str, minutes: int, **options: Any) -> None:
        try:
            self._turn(Path(settings.MAINTENANCE_FILE), action, minutes)
        except OSError as error:
            raise CommandError(
                f"{error.filename} cannot be written: {error.strerror}. Call this as the account that serves (on a"
                " server: sudo tfc-manage maintenance …), or name another file by TFC_MAINTENANCE_FILE."
            ) from error
        left = minutes_left()
        self.stdout.write("open" if left is None else f"closed, for about {left} minutes")

    def _turn(self, switch: Path, action: str, minutes: int) -> None:
        if action == "on":
            switch.parent.mkdir(parents=True, exist_ok=True)
            switch.write_text(f"{min(max(minutes, 1), LONGEST_MAINTENANCE)}\n", encoding="ascii")
        elif action == "off":
            switch.unlink(missing_ok=True)
