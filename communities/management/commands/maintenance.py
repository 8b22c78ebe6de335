"""Close the installation for a while, and open it again: on this server, without a restart."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tfc.maintenance import LONGEST, MINUTES, minutes_left


class Command(BaseCommand):
    help = "Answer 503 to all but health checks and those who look for help: on, off, or status."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["on", "off", "status"])
        parser.add_argument(
            "--minutes", type=int, default=MINUTES, help="how long it should take, as the page says"
        )

    def handle(self, *args: Any, deed: str, minutes: int, **options: Any) -> None:
        switch = Path(settings.MAINTENANCE_FILE)
        if deed == "on":
            switch.parent.mkdir(parents=True, exist_ok=True)
            switch.write_text(f"{min(max(minutes, 1), LONGEST)}\n", encoding="ascii")
        elif deed == "off":
            switch.unlink(missing_ok=True)
        left = minutes_left()
        self.stdout.write("open" if left is None else f"closed, for about {left} minutes")
