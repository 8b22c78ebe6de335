"""Command that prints which communities of an office need attention, and why."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from communities.models import Office
from dashboards.actions.attention import refresh_attention
from dashboards.attention.rules import parse_reasons
from dashboards.models import CommunityAttention

FIGURES = "figures"


class Command(BaseCommand):
    help = "Find which communities of an office need attention, and print one community a line, the most urgent first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--office", required=True, metavar="SLUG", help="as in the URL: usa")
        parser.add_argument("--format", choices=("json", "table"), default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        office = Office.objects.of_countries().using(FIGURES).filter(slug=options["office"]).first()
        if office is None:
            raise CommandError(f"There is no office “{options['office']}”.")
        refresh_attention([office], using=FIGURES)
        today = timezone.localdate(timezone=office.zone)
        rows = CommunityAttention.objects.using(FIGURES).for_office(office.pk).needing(today)
        for rank, row in enumerate(rows.select_related("community"), start=1):
            reasons = [
                {"code": reason.code, "since": reason.since.isoformat(), "words": reason.describe(today)}
                for reason in parse_reasons(row.reasons)
            ]
            line = {"community": row.community.slug, "rank": rank, "reasons": reasons}
            self.stdout.write(
                json.dumps(line, ensure_ascii=False) if options["format"] == "json" else _describe(line)
            )


def _describe(line: dict[str, Any]) -> str:
    return f"{line['rank']:>4}  {line['community']}: " + "; ".join(
        reason["words"] for reason in line["reasons"]
    )
