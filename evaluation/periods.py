"""An office's half-years of three years: which are open, when they are due, and how many surveys were submitted."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count

from communities.models import Community, Office
from evaluation.forms.rounds import half_years_to_open, usual_due
from evaluation.models import FigureTotal, Round, Submission, SubmissionState
from evaluation.rollups.totals import ASKED
from tfc.batched_queries import evaluate_together
from tfc.periods import HalfYear

HANDED_IN = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)


@dataclass(frozen=True)
class Period:
    """A half-year on the office's day ``today``. ``round`` is None if it was never opened."""

    half_year: HalfYear
    today: dt.date
    round: Round | None = None
    submitted: int = 0
    expected: int = 0
    may_open: bool = False

    @property
    def due_on(self) -> dt.date:
        """Return the deadline, or the usual one for a half-year that was not opened."""
        return self.round.due_on if self.round else usual_due(self.half_year)

    @property
    def overdue(self) -> int:
        """Return how many surveys of an open half-year are past its deadline."""
        return self._missing if self.round and self.round.is_open and self.today > self.due_on else 0

    @property
    def never_submitted(self) -> int:
        """Return how many surveys were missing when the half-year was closed."""
        return self._missing if self.round and not self.round.is_open else 0

    @property
    def _missing(self) -> int:
        return max(self.expected - self.submitted, 0)

    @property
    def is_ahead(self) -> bool:
        return self.half_year.first_day > self.today


def list_years(office: Office, today: dt.date) -> list[tuple[int, list[Period]]]:
    """Return the half-years of the last, this and the next year, and earlier ones that were opened, by year; in the
    office's scope. Two queries.
    """
    rounds = Round.objects.opened().filter(office=office).order_by("half_year")
    handed_in = Submission.objects.filter(office=office, state__in=HANDED_IN).order_by()
    counts = handed_in.values_list("round_id").annotate(number=Count("pk"))
    totals = (
        FigureTotal.objects.for_office(office.pk).filter(code=ASKED).values_list("half_year", "applicable")
    )
    evaluate_together(rounds, counts, totals)
    taking_part = Community.objects.filter(office=office).taking_part().count()
    submitted, expected = dict(counts), dict(totals)
    by_half_year = {round_.period: round_ for round_ in rounds}
    to_open = half_years_to_open(today, (round_.half_year for round_ in rounds))
    half_years = sorted({*by_half_year, *_list_half_years(today)}, key=lambda half_year: half_year.first_day)
    periods = [
        Period(
            half_year,
            today,
            round_ := by_half_year.get(half_year),
            submitted.get(round_.pk, 0) if round_ else 0,
            expected.get(str(half_year), taking_part),
            half_year in to_open,
        )
        for half_year in half_years
    ]
    return [(year, list(group)) for year, group in groupby(periods, lambda period: period.half_year.year)]


def _list_half_years(today: dt.date) -> Iterator[HalfYear]:
    return (HalfYear(today.year + years, half) for years in (-1, 0, 1) for half in (1, 2))
