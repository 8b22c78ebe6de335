from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tfc.db_roles.apply import narrow


class Command(BaseCommand):
    help = (
        "Take from the serving login what people sign in with: password hashes and second steps. Once the release "
        "before, which read them by that login, no longer serves."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--undo", action="store_true", help="before going back to such a release")

    def handle(self, *args: Any, undo: bool, **options: Any) -> None:
        narrow("owner", undo=undo)
        self.stdout.write(
            "The serving login reads them." if undo else "The serving login reads none of them."
        )
