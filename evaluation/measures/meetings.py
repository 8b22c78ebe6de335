"""Item 1a, meets consistently, and the unrated regularity of meetings shown next to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise, zip_longest
from statistics import mean, pstdev

from communities.thresholds import Thresholds
from evaluation.instrument import Unit
from evaluation.measures.measured import Measurement, share, unknown
from tfc.dates import add_months
from tfc.periods import HalfYear


class Cadence(StrEnum):
    """How often a team says that it meets."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"

    def after(self, day: date, steps: int = 1) -> date:
        """Return the day so many cadences after `day`.

        Months and quarters by the calendar, counted from `day` itself.
        """
        if self in (Cadence.WEEK, Cadence.FORTNIGHT):
            return day + timedelta(days=steps * (7 if self == Cadence.WEEK else 14))
        return add_months(day, steps * (1 if self == Cadence.MONTH else 3))


# The greatest length of each cadence in days.
LONGEST = {Cadence.WEEK: 7, Cadence.FORTNIGHT: 14, Cadence.MONTH: 31, Cadence.QUARTER: 92}


@dataclass(frozen=True)
class CadenceDeclaration:
    """A declaration that from this day on the team meets this often, until the next declaration."""

    cadence: Cadence
    declared_on: date


@dataclass(frozen=True)
class Window:
    """One cadence interval, first and last day included, in which the team should have met once."""

    first: date
    last: date
    cadence: Cadence


def windows(declarations: Iterable[CadenceDeclaration], period: HalfYear, as_of: date) -> Iterator[Window]:
    """Yield the windows whose last day is in the period and not after `as_of`, in order.

    A new declaration starts a new run of windows and ends the earlier one; the window that it cuts short never ended
    and so does not count. Of several declarations on one day, the last one counts.
    """
    by_day = {
        declaration.declared_on: declaration
        for declaration in declarations
        if declaration.declared_on <= as_of
    }
    runs = [by_day[day] for day in sorted(by_day)]
    until = min(period.last_day, as_of)
    for run, following in zip_longest(runs, runs[1:]):
        last_allowed = until if following is None else min(until, following.declared_on - timedelta(days=1))
        # Windows before these cannot reach into the period, however long ago the rhythm was declared.
        steps = max((period.first_day - run.declared_on).days // LONGEST[run.cadence], 0)
        while (last := run.cadence.after(run.declared_on, steps + 1) - timedelta(days=1)) <= last_allowed:
            if last >= period.first_day:
                yield Window(run.cadence.after(run.declared_on, steps), last, run.cadence)
            steps += 1


def first_day_needed(
    declarations: Iterable[CadenceDeclaration], period: HalfYear, as_of: date
) -> date | None:
    """Return the first day whose meetings matter to 1a; before the period when a window reaches into it.

    None if there is no window.
    """
    return next((window.first for window in windows(declarations, period, as_of)), None)


def meets_consistently(
    declarations: Sequence[CadenceDeclaration],
    meeting_days: Iterable[date],
    unresolved_days: Iterable[date],
    period: HalfYear,
    as_of: date,
) -> Measurement:
    """Measure 1a: windows met / windows that ended, in percent.

    `meeting_days`: local days of held team meetings with enough members present (`Thresholds.members_present`), from
    `first_day_needed` on. `unresolved_days`: local days of team meetings whose start is past and that have no outcome,
    or that were held without recorded members; they widen the upper bound.
    """
    if not any(declaration.declared_on <= as_of for declaration in declarations):
        return unknown(Unit.PERCENT, "no_cadence_declared")
    met_on, maybe_on = set(meeting_days), set(unresolved_days)
    rows = [_row(window, met_on, maybe_on) for window in windows(declarations, period, as_of)]
    if not rows:
        return unknown(Unit.PERCENT, "no_window_ended")
    met = sum(row["met"] for row in rows)
    maybe = sum(row["unresolved"] for row in rows)
    return share(met, len(rows), upper=met + maybe, details={"windows": rows})


def _row(window: Window, met_on: set[date], maybe_on: set[date]) -> dict:
    met = any(window.first <= day <= window.last for day in met_on)
    return {
        "first": window.first.isoformat(),
        "last": window.last.isoformat(),
        "cadence": window.cadence.value,
        "met": met,
        "unresolved": not met and any(window.first <= day <= window.last for day in maybe_on),
    }


@dataclass(frozen=True)
class Regularity:
    """How evenly a team meets, shown next to 1a and never rated. Gaps are in days from meeting to meeting.

    `longest_gap` includes the current open gap. `gap_variation` is the coefficient of variation of the closed gaps (0
    = perfectly even), None with fewer than two. From `warns_on` on, the open gap is too long for the cadence.
    """

    longest_gap: int
    gap_variation: float | None
    days_since_last: int
    warns_on: date | None
    warning: bool


def regularity(
    cadence: Cadence | None,
    meeting_days: Iterable[date],
    since: date,
    as_of: date,
    thresholds: Thresholds | None = None,
) -> Regularity:
    """Return the gaps between meetings from `since` (included; a declaration or a period's start) up to `as_of`."""
    percent = (thresholds or Thresholds()).gap_warning
    days = sorted({day for day in meeting_days if since <= day <= as_of})
    closed = [(later - earlier).days for earlier, later in pairwise(days)]
    last = days[-1] if days else since
    open_gap = (as_of - last).days
    warns_on = None
    if cadence is not None:
        allowed = (cadence.after(last) - last).days
        warns_on = last + timedelta(days=-(-allowed * percent // 100))
    return Regularity(
        longest_gap=max([*closed, open_gap]),
        gap_variation=pstdev(closed) / mean(closed) if len(closed) >= 2 else None,
        days_since_last=open_gap,
        warns_on=warns_on,
        warning=warns_on is not None and as_of >= warns_on,
    )
