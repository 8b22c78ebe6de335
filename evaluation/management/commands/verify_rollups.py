"""Whether the roll-ups and totals that offices read are those of the records, and with `--repair` that they are."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community, Office
from evaluation.rollups.recompute import FIGURES, drain
from evaluation.rollups.repair import repair
from evaluation.rollups.verify import Difference, differences


class Command(BaseCommand):
    help = "Count roll-ups and totals again from the records, and say where they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--community", nargs="*", metavar="SLUG", help="as in the URL; all without it")
        parser.add_argument("--repair", action="store_true", help="make those anew that differ")

    def handle(self, *args: Any, **options: Any) -> None:
        communities = _communities(options["community"])
        drain()
        found = list(differences(communities))
        names = _names(communities)
        for one in found:
            self.stdout.write(_in_words(one, names))
        if found and options["repair"]:
            repair(communities, found)
            found = list(differences(communities))
        if found:
            text = ngettext("%(count)s difference.", "%(count)s differences.", len(found))
            raise CommandError(text % {"count": len(found)})
        self.stdout.write(_("Roll-ups and totals are those of the records."))


def _communities(slugs: Sequence[str] | None) -> list[Community]:
    communities = Community.objects.using(FIGURES).order_by("pk")
    if not slugs:
        return list(communities)
    found = list(communities.filter(slug__in=slugs))
    if missing := sorted(set(slugs) - {one.slug for one in found}):
        raise CommandError(_("There is no community “%(slug)s”.") % {"slug": missing[0]})
    return found


def _names(communities: Sequence[Community]) -> dict[tuple[bool, int], str]:
    offices = Office.objects.using(FIGURES).values_list("pk", "name")
    return {(False, one.pk): one.name for one in communities} | {(True, pk): name for pk, name in offices}


def _in_words(one: Difference, names: dict[tuple[bool, int], str]) -> str:
    words = {
        "place": names[one.of_office, one.place],
        "half_year": one.half_year,
        "code": one.code,
        "stored": _("nothing") if one.stored is None else one.stored,
        "fresh": _("nothing") if one.fresh is None else one.fresh,
    }
    return _("%(place)s, %(half_year)s, %(code)s: %(stored)s is stored, %(fresh)s follows.") % words
