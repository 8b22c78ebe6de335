"""Command that compares the stored roll-ups and totals of offices with the records, and with
`--repair` corrects them.
"""

from argparse import ArgumentParser
from collections.abc import Collection, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community, Office
from evaluation.rollups.events import refresh_event_totals
from evaluation.rollups.recompute import BATCH, FIGURES, lock_offices, recompute_stale_figures, refresh
from evaluation.rollups.stages import refresh_stages
from evaluation.rollups.totals import CODES, refresh_totals
from evaluation.rollups.verify import Difference, differences
from events.models import EventKind
from tfc.periods import HalfYear


def repair(communities: Sequence[Community], differences: Collection[Difference]) -> None:
    """Rebuild each batch and each office in its own transaction. Roll-ups without records are deleted."""
    towns = sorted({difference.place for difference in differences if not difference.of_office})
    for start in range(0, len(towns), BATCH):
        refresh(towns[start : start + BATCH], all_half_years=True)
    offices = {community.pk: community.office_id for community in communities}
    halves = {
        (difference.place if difference.of_office else offices[difference.place], difference.half_year)
        for difference in differences
    }
    for office_id, half_year in sorted(halves):
        with transaction.atomic(using=FIGURES):
            lock_offices([office_id])
            refresh_stages([office_id], using=FIGURES)
            if not half_year:
                continue
            refresh_event_totals({(office_id, half_year, kind) for kind in EventKind.values}, using=FIGURES)
            refresh_totals(office_id, HalfYear.parse(half_year), CODES, using=FIGURES)


class Command(BaseCommand):
    help = "Count roll-ups and totals again from the records, and say where they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--community", nargs="*", metavar="SLUG", help="as in the URL; all without it")
        parser.add_argument("--repair", action="store_true", help="make those anew that differ")

    def handle(self, *args: Any, **options: Any) -> None:
        communities = _communities(options["community"])
        recompute_stale_figures()
        open_differences = list(differences(communities))
        names = _names(communities)
        for difference in open_differences:
            self.stdout.write(_in_words(difference, names))
        if open_differences and options["repair"]:
            repair(communities, open_differences)
            open_differences = list(differences(communities))
        if open_differences:
            text = ngettext("%(count)s difference.", "%(count)s differences.", len(open_differences))
            raise CommandError(text % {"count": len(open_differences)})
        self.stdout.write(_("Roll-ups and totals are those of the records."))


def _communities(slugs: Sequence[str] | None) -> list[Community]:
    communities = Community.objects.using(FIGURES).order_by("pk")
    if not slugs:
        return list(communities)
    selected = list(communities.filter(slug__in=slugs))
    if missing := sorted(set(slugs) - {community.slug for community in selected}):
        raise CommandError(_("There is no community “%(slug)s”.") % {"slug": missing[0]})
    return selected


def _names(communities: Sequence[Community]) -> dict[tuple[bool, int], str]:
    offices = Office.objects.using(FIGURES).values_list("pk", "name")
    return {(False, community.pk): community.name for community in communities} | {
        (True, pk): name for pk, name in offices
    }


def _in_words(difference: Difference, names: dict[tuple[bool, int], str]) -> str:
    params = {
        "place": names[difference.of_office, difference.place],
        "half_year": difference.half_year,
        "code": difference.code,
        "stored": _("nothing") if difference.stored is None else difference.stored,
        "fresh": _("nothing") if difference.fresh is None else difference.fresh,
    }
    return _("%(place)s, %(half_year)s, %(code)s: %(stored)s is stored, %(fresh)s follows.") % params
