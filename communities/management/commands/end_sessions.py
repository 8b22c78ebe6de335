"""For the operator of the server: sign one person out everywhere, or all people."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communities.actions import end_sessions
from communities.models import User


class Command(BaseCommand):
    help = "Sign one person out on every device (--email), or everybody (--all)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--email")
        who.add_argument("--all", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        users = User.objects.all()
        if not options["all"]:
            users = users.filter(email__iexact=options["email"])
            if not users.exists():
                raise CommandError("Nobody has this email address.")
        for user in users.order_by("pk"):
            end_sessions(user=user, by=None)
        self.stdout.write(f"Signed out: {users.count()}.")
