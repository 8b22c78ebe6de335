"""Print the accounts of the demo that is loaded."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from communities.models import Community, Role, User
from demo.sign_ins import COLLEAGUE, PASSWORD, STAFF, get_demo_email


class Command(BaseCommand):
    help = "Print the demo's accounts and where to sign in."

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo: its accounts are its people's own.")
        existing_emails = set(User.objects.filter(email__endswith=".example").values_list("email", flat=True))
        places = [
            slug
            for slug in Community.objects.order_by("pk").values_list("slug", flat=True)
            if get_demo_email(Role.COORDINATOR, slug) in existing_emails
        ]
        if not places:
            self.stdout.write("The demo's data are not loaded: no account yet.")
            return
        self.stdout.write(f"Sign in at {settings.SITE_URL}{settings.LOGIN_URL}  password: {PASSWORD}")
        for role in reversed(Role):
            self.stdout.write(f"  {get_demo_email(role, places[0])}")
        if others := places[1:]:
            self.stdout.write("  … and the same for " + ", ".join(others))
        for email in (*STAFF.values(), COLLEAGUE):
            if email in existing_emails:
                self.stdout.write(f"  {email}")
