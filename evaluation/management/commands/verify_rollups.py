"""Command that rebuilds the roll-ups and totals of offices from the records and reports what differs from the stored
ones. With `--repair` the rebuilt rows stay; without it everything is rolled back.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from communities.models import Community, Office
from evaluation.figure_contents import COUNTED
from evaluation.models import EventRollup, Figure, FigureTotal, Refresh, StaleMark, StandingRollup
from evaluation.rollups.events import COUNTS
from evaluation.rollups.recompute import BATCH, FIGURES, recompute_stale_figures, refresh
from evaluation.rollups.totals import ASKED, CONTENT

# Keys of joint events are compared as sets, measurements without their time.
EVENT_COUNTS = [name for name in COUNTS if not name.startswith("joint_")]
TOTAL_COUNTS = [name for name in CONTENT if name not in ("measured", "compared")]


class Key(NamedTuple):
    """Where a value is stored: ``code`` is a kind of event, a part or an indicator."""

    table: str
    place: Community | Office
    half_year: str
    code: str


class Command(BaseCommand):
    help = "Count roll-ups and totals again from the records, and say where they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--community", nargs="*", metavar="SLUG", help="as in the URL; all without it")
        parser.add_argument("--repair", action="store_true", help="rebuild those that differ")

    def handle(self, *args: Any, **options: Any) -> None:
        communities = _communities(options["community"])
        recompute_stale_figures()
        # An office's total is rebuilt with each batch of its communities, and reported once.
        differences: dict[Key, str] = {}
        for start in range(0, len(communities), BATCH):
            differences |= rebuild(communities[start : start + BATCH], keep=options["repair"])
        for line in differences.values():
            self.stdout.write(line)
        if differences and not options["repair"]:
            raise CommandError(f"Differences: {len(differences)}.")
        self.stdout.write("Roll-ups and totals match the records.")


def rebuild(communities: Sequence[Community], *, keep: bool) -> dict[Key, str]:
    """Rebuild everything stored for these communities in one transaction, and return the differences as sentences.

    Communities whose records changed meanwhile are left to the worker, and so are the totals of their offices.
    """
    flagged = Community.objects.using(FIGURES).filter(
        pk__in=StaleMark.objects.using(FIGURES).values("community")
    )
    with transaction.atomic(using=FIGURES):
        changing = list(flagged.select_related("office"))
        before = dict(read_stored(communities))
        refresh([community.pk for community in communities], all_half_years=True)
        after = dict(read_stored(communities))
        changing += flagged.select_related("office")
        transaction.set_rollback(not keep, using=FIGURES)
    left_out: set[Community | Office] = {*changing, *(community.office for community in changing)}
    return {
        key: _in_words(key, before.get(key), after.get(key))
        for key in before | after
        if before.get(key) != after.get(key) and key.place not in left_out
    }


def read_stored(communities: Sequence[Community]) -> Iterator[tuple[Key, Any]]:
    """Yield what is stored for these communities, and the totals of their offices."""
    for model, get_values in ROLLUPS.items():
        rows = model.objects.using(FIGURES).filter(community__in=communities).select_related("community")
        for row in rows:
            for half_year, code, value in get_values(row):
                yield Key(model._meta.model_name, row.community, half_year, code), value
    offices = {community.office_id for community in communities}
    for total in FigureTotal.objects.using(FIGURES).filter(office__in=offices).select_related("office"):
        # The row of ASKED holds a time there.
        values = {} if total.code == ASKED else {"measured": total.measured}
        values |= {name: getattr(total, name) for name in TOTAL_COUNTS}
        yield Key("figuretotal", total.office, total.half_year, total.code), values


Values = Iterator[tuple[str, str, Any]]


def _event_counts(rollup: EventRollup) -> Values:
    counts = {name: getattr(rollup, name) for name in EVENT_COUNTS}
    keys = {"joint": sorted(rollup.joint_keys), "joint_sponsored": sorted(rollup.joint_sponsored)}
    yield rollup.half_year, rollup.kind, counts | keys | {"results": rollup.results}


def _ratings(rollup: StandingRollup) -> Values:
    for code, rating in rollup.ratings.items():
        yield rollup.half_year, code, rating
    yield rollup.half_year, "changes", rollup.changes


def _figures(figure: Figure) -> Values:
    yield figure.half_year, figure.part, {name: getattr(figure, name) for name in COUNTED}


def _changes_since(last_refresh: Refresh) -> Values:
    for half_year, changes in last_refresh.since_stored.items():
        for code, counts in changes.items():
            yield half_year, code, counts


ROLLUPS: dict[Any, Callable[[Any], Values]] = {
    EventRollup: _event_counts,
    StandingRollup: _ratings,
    Figure: _figures,
    Refresh: _changes_since,
}


def _communities(slugs: Sequence[str] | None) -> list[Community]:
    communities = Community.objects.using(FIGURES).order_by("pk")
    if not slugs:
        return list(communities)
    selected = list(communities.filter(slug__in=slugs))
    if missing := sorted(set(slugs) - {community.slug for community in selected}):
        raise CommandError(f"There is no community “{missing[0]}”.")
    return selected


def _in_words(key: Key, stored: Any, rebuilt: Any) -> str:
    stored, fresh = ("nothing" if value is None else value for value in (stored, rebuilt))
    return f"{key.place.name}, {key.half_year}, {key.code}: {stored} is stored, {fresh} follows."
