"""Load a community's population profile from a CSV file."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from communities.actions import replace_profile
from communities.models import Community
from communities.population_csv import parse_profile
from tfc.tenancy import community_scope


class Command(BaseCommand):
    help = "Replace a community's population profile by the rows of a CSV file (zip,dimension,group,people)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--community", required=True, help="the community's slug")
        parser.add_argument("--zip", default="", help="the place's postcode, where the file holds several")
        parser.add_argument("--source", required=True, help="who counted, for example: US Census")
        parser.add_argument("--year", required=True, type=int)

    def handle(self, **options: Any) -> None:
        community = Community.objects.filter(slug=options["community"]).first()
        if community is None:
            raise CommandError(f"There is no community “{options['community']}”.")
        try:
            groups = parse_profile(options["file"].read_bytes(), postcode=options["zip"])
            with community_scope(community.pk, community.office_id):
                replace_profile(groups=groups, source=options["source"], year=options["year"])
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"{community.name}: {len(groups)} groups loaded.")
