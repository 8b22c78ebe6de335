"""Command that prints a community's figures for a round, computed from its current records."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communities.models import Community
from evaluation.actions.figures import refresh_figures
from evaluation.figures import Computed, compute
from evaluation.instrument import part
from evaluation.measures.measured import Number, to_json_number
from evaluation.models import Round
from tfc.periods import HalfYear

FIGURES = "figures"
COLUMNS = (
    "code",
    "state",
    "numerator",
    "denominator",
    "value",
    "unit",
    "version",
    "lower",
    "upper",
    "rating",
)


class Command(BaseCommand):
    help = "Print the figures of a community for a half-year, one part of the instrument a line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--community", required=True, metavar="SLUG", help="as in the URL: pasadena")
        parser.add_argument("--round", required=True, metavar="HALF-YEAR", help="for example 2026-H1")
        parser.add_argument("--format", choices=("json", "table"), default="table")
        parser.add_argument(
            "--refresh", action="store_true", help="store them as well (frozen figures stay as they are)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        community = _community(options["community"])
        half_year = _half_year(options["round"], community)
        if options["refresh"]:
            changed = refresh_figures([community], half_year, using=FIGURES)
            self.stderr.write(f"{changed} figures stored again.")
        figures = compute([community], half_year, using=FIGURES)[community.pk]
        lines = _json_lines if options["format"] == "json" else _table_lines
        for line in lines(figures):
            self.stdout.write(line)


def _community(slug: str) -> Community:
    community = Community.objects.using(FIGURES).select_related("office").filter(slug=slug).first()
    if community is None:
        raise CommandError(f"There is no community “{slug}”.")
    return community


def _half_year(text: str, community: Community) -> HalfYear:
    try:
        half_year = HalfYear.parse(text)
    except ValueError as error:
        raise CommandError(str(error)) from error
    rounds = Round.objects.using(FIGURES).filter(office_id=community.office_id)
    if not rounds.filter(half_year=str(half_year)).exists():
        raise CommandError(f"{community.office} has no round {half_year}.")
    return half_year


def _rows(figures: dict[str, Computed]) -> Iterator[dict[str, Any]]:
    for code, computed in figures.items():
        measured = computed.measured
        yield {
            "code": code,
            "state": measured.state.value,
            "numerator": _number(measured.numerator),
            "denominator": _number(measured.denominator),
            "value": _number(measured.value),
            "unit": measured.unit.value,
            "version": part(code).version,
            "lower": _number(measured.lower),
            "upper": _number(measured.upper),
            "rating": computed.rating.value,
        }


def _number(number: Number | None) -> int | float | None:
    """Return the number as stored, with four decimals at most; None, never 0, when it is not known."""
    plain_number = to_json_number(number)
    return round(plain_number, 4) if isinstance(plain_number, float) else plain_number


def _json_lines(figures: dict[str, Computed]) -> Iterator[str]:
    for row in _rows(figures):
        yield json.dumps(row)


def _table_lines(figures: dict[str, Computed]) -> Iterator[str]:
    rows = [{**row, "label": part(row["code"]).label} for row in _rows(figures)]
    columns = ("label", *COLUMNS)
    table = [dict(zip(columns, ("", *COLUMNS), strict=True)), *rows]
    cells = [["–" if row[name] is None else str(row[name]) for name in columns] for row in table]
    widths = [max(len(row[index]) for row in cells) for index in range(len(columns))]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
