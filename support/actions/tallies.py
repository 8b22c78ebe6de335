"""All writes of support numbers: a team's own, their purge, and the totals of an office."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db import IntegrityError, transaction

from communities.models import User
from support.models import SupportOffered, SupportTally, SupportTotal, TallyPurge
from support.tallies import (
    Numbers,
    compute_network_total,
    get_numbers,
    get_stored_half_years,
    get_totals_date,
)
from tfc.periods import HalfYear


class TalliesChangedError(Exception):
    """Another person saved numbers of this half-year since they were read; nothing was written."""


def save_tallies(*, half_year: HalfYear, numbers: Numbers, expected_version: str, by: User) -> None:
    """Save the numbers, in a coordinator's scope. ``expected_version``: the version on the screen.

    ``numbers`` replaces everything: what is missing becomes unknown. Safe to repeat. Raises TalliesChangedError.
    """
    try:
        with transaction.atomic():
            stored = get_numbers([half_year], lock=True)[half_year]
            if stored == numbers:
                return
            if stored.version != expected_version:
                raise TalliesChangedError
            people = {need: {"people": count} for need, count in numbers.people.items()}
            offered = {
                kind: {"sessions": counts[0], "places": counts[1]} for kind, counts in numbers.offered.items()
            }
            _store(SupportTally, "need", half_year, people, set(stored.people), by)
            _store(SupportOffered, "kind", half_year, offered, set(stored.offered), by)
    except IntegrityError as error:
        # There was no row to lock, and another person saved the first numbers at the same time.
        raise TalliesChangedError from error


def _store(
    model: type[SupportTally] | type[SupportOffered],
    key: str,
    half_year: HalfYear,
    wanted: dict[int, dict[str, int]],
    stored: set[int],
    by: User,
) -> None:
    rows = model.objects.in_half_years([half_year])
    rows.exclude(**{f"{key}__in": wanted}).delete()
    for code, values in wanted.items():
        fields: dict[str, Any] = {**values, "updated_by": by}
        if code not in stored:
            model.objects.create(year=half_year.year, half=half_year.half, **{key: code}, **fields)
        elif row := rows.filter(**{key: code}).exclude(**values).first():
            for name, value in fields.items():
                setattr(row, name, value)
            row.save()


@transaction.atomic
def purge_tallies(*, day: dt.date) -> int:
    """Delete permanently what is older than 24 months and store that; return the number of rows.

    In a coordinator's scope.
    """
    oldest = get_stored_half_years(day)[-1]
    gone: dict[HalfYear, int] = defaultdict(int)
    for model in (SupportTally, SupportOffered):
        for year, half in set(model.objects.before(oldest).values_list("year", "half")):
            half_year = HalfYear(year, half)
            gone[half_year] += model.objects.in_half_years([half_year]).delete()[0]
    TallyPurge.objects.bulk_create(
        TallyPurge(year=half_year.year, half=half_year.half, rows=rows)
        for half_year, rows in sorted(gone.items())
        if rows
    )
    return sum(gone.values())


def make_totals(*, office_id: int, day: dt.date, using: str) -> int:
    """Compute the totals of an office that may be shown from ``day`` on; return how many are new.

    Runs with the figures login. A total that was shown stays unchanged (see `compute_network_total`) until its numbers
    are purged.
    """
    half_years = get_stored_half_years(day)
    with transaction.atomic(using=using):
        totals = SupportTotal.objects.using(using).filter(office_id=office_id)
        totals.before(half_years[-1]).delete()
        totals.filter(people=None).delete()
        shown = set(totals.values_list("year", "half", "need"))
        rows = [
            SupportTotal(
                office_id=office_id,
                year=year,
                half=half,
                need=need,
                people=compute_network_total(reported_counts),
                communities=len(reported_counts),
            )
            for (year, half, need), reported_counts in _get_reported_counts(
                office_id, half_years, day, using
            ).items()
            if (year, half, need) not in shown
        ]
        SupportTotal.objects.using(using).bulk_create(rows, ignore_conflicts=True)
    return sum(row.people is not None for row in rows)


def _get_reported_counts(
    office_id: int, half_years: list[HalfYear], day: dt.date, using: str
) -> dict[tuple[int, int, int], list[int]]:
    """Return reported counts by half-year and need, for half-years whose totals are due."""
    settled = [half_year for half_year in half_years if get_totals_date(half_year) <= day]
    tallies = SupportTally.objects.using(using).in_half_years(settled).filter(community__office_id=office_id)
    reported_counts = defaultdict(list)
    for year, half, need, people in tallies.values_list("year", "half", "need", "people"):
        reported_counts[year, half, need].append(people)
    return reported_counts
