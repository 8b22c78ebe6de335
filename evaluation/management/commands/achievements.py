"""`manage.py achievements --office SLUG --round 2026-H1 --format json`: the numbers of the page, one line an item."""

import json
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from communities.models import Community, Office
from evaluation.achievements import Facts, get_community_facts, get_office_facts, list_items
from events.output_units import get_office_unit_labels
from tfc.disclosure import Reader
from tfc.periods import HalfYear
from tfc.tenancy import community_scope, office_scope


class Command(BaseCommand):
    help = "Print what a community, an office or all offices achieved in a half-year, one JSON line an item."

    def add_arguments(self, parser: ArgumentParser) -> None:
        place = parser.add_mutually_exclusive_group(required=True)
        place.add_argument("--community", metavar="SLUG")
        place.add_argument("--office", metavar="SLUG")
        place.add_argument("--international", action="store_true")
        parser.add_argument("--round", metavar="HALF-YEAR", help="for example 2026-H1; without it, all time")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            period = HalfYear.parse(options["round"]) if options["round"] else None
        except ValueError as error:
            raise CommandError(str(error)) from error
        for item in list_items(_read(options, period)):
            self.stdout.write(json.dumps(item.as_json(), ensure_ascii=False))


def _read(options: dict[str, Any], period: HalfYear | None) -> list[Facts]:
    if slug := options["community"]:
        community = Community.objects.select_related("office").filter(slug=slug).first()
        if community is None:
            raise CommandError(f"There is no community “{slug}”.")
        with community_scope(community.pk, community.office_id, zone=community.zone):
            facts = get_community_facts(community, period, timezone.localdate())
            return [replace(facts, names=get_office_unit_labels())]
    if slug := options["office"]:
        offices = Office.objects.real().filter(slug=slug)
        if not offices:
            raise CommandError(f"There is no office “{slug}”.")
        return [_read_office(office, period, Reader.COMMUNITY) for office in offices]
    return [_read_office(office, period, Reader.NETWORK) for office in Office.objects.of_countries()]


def _read_office(office: Office, period: HalfYear | None, own_reader: Reader) -> Facts:
    with office_scope(office.pk, zone=office.zone):
        return get_office_facts(office, period, own_reader=own_reader)
