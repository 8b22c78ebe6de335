"""`manage.py open_office …`: create an office and its first staff member (docs/deploy/install.md)."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from communities.actions.offices import open_office


class Command(BaseCommand):
    help = "Open an office and let the first of its staff in, who invites everybody else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="for example: Oasis USA")
        parser.add_argument("--slug", required=True, help="its part of addresses, for example: usa")
        parser.add_argument("--country", required=True, metavar="CODE", help="two letters, for example: US")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], default="en")
        parser.add_argument(
            "--contact-email", required=True, help="for questions about privacy and accessibility"
        )
        parser.add_argument("--international", action="store_true", help="the one that reads all offices")
        parser.add_argument("--staff-name", required=True)
        parser.add_argument("--staff-email", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        about = {name: options[name] for name in ("name", "slug", "country", "language", "contact_email")}
        try:
            office = open_office(
                staff_name=options["staff_name"],
                staff_email=options["staff_email"],
                is_international=options["international"],
                **about,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        where = f"{settings.SITE_URL}/office/{office.slug}/"
        self.stdout.write(
            f"{office.name} is open at {where}. {options['staff_email']} signs in with a code by email"
            " and sets up a second step."
        )
