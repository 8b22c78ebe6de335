"""`manage.py restore_archive FILE --community SLUG --by E-MAIL`: restore an archive that is too
large for a browser.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communities.models import Community, Membership, Role
from reports.archive import reading
from reports.archive.reading import ArchiveError
from reports.archive.restoring import restore
from tfc.tenancy import community_scope


class Command(BaseCommand):
    help = "Put an archive back into an empty community, as the page does it; --rehearse changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--community", required=True, metavar="SLUG")
        parser.add_argument("--by", required=True, metavar="E-MAIL", help="a coordinator of the community")
        parser.add_argument("--rehearse", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        community = Community.objects.select_related("office").filter(slug=options["community"]).first()
        if community is None:
            raise CommandError(f"There is no community “{options['community']}”.")
        team = Membership.objects.current().filter(community=community, role=Role.COORDINATOR)
        coordinator = team.select_related("user").filter(user__email__iexact=options["by"]).first()
        if coordinator is None:
            raise CommandError(f"{options['by']} is no coordinator of {community.name}.")
        try:
            with (
                reading.open_archive(options["file"]) as archive,
                community_scope(community.pk, community.office_id, coordinator=True),
            ):
                outcome = restore(
                    archive,
                    community,
                    coordinator.user,
                    rehearse=options["rehearse"],
                    progress=lambda _percent: None,
                )
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{sum(outcome.rows.values())} rows, {outcome.renumbered} of them under other numbers"
        )
        for label, targets in sorted(outcome.left.items()):
            self.stdout.write(f"not linked or not put back: {label}, {sum(targets.values())} rows")
