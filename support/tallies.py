"""Support numbers: retention, a team's numbers, and when totals over communities may be shown."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from support.models import FEWEST_IN_TOTAL, KEPT_MONTHS, SupportOffered, SupportTally
from tfc.dates import is_within_months
from tfc.disclosure import Reader
from tfc.periods import HalfYear

# Totals are computed this many days after a half-year ends, so that teams can still enter their numbers.
SETTLE_DAYS = 31
FEWEST_COMMUNITIES = 3
# The total without any single community may not be a small number of people either.
FEWEST_OF_OTHERS = Reader.NETWORK.value + 1
MOST = 9_999

Offered = tuple[int, int]  # sessions, places


@dataclass(frozen=True)
class Numbers:
    """A team's numbers of a half-year. A missing need or kind is unknown; 0 is none."""

    people: Mapping[int, int] = field(default_factory=dict)
    offered: Mapping[int, Offered] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Return the version, such as "1=4 2=7|1=18x6", to detect changes since a page was rendered."""
        people = " ".join(f"{need}={count}" for need, count in sorted(self.people.items()))
        offered = " ".join(f"{kind}={counts[0]}x{counts[1]}" for kind, counts in sorted(self.offered.items()))
        return f"{people}|{offered}"


def get_stored_half_years(day: dt.date) -> list[HalfYear]:
    """Return the current half-year and those that ended at most 24 months ago; newest first."""
    half_years = [HalfYear.from_day(day)]
    while is_within_months(half_years[-1].previous().last_day, day, KEPT_MONTHS):
        half_years.append(half_years[-1].previous())
    return half_years


def get_totals_date(half_year: HalfYear) -> dt.date:
    """Return the first day on which the totals of a half-year are computed."""
    return half_year.last_day + dt.timedelta(days=SETTLE_DAYS + 1)


def compute_network_total(reported_counts: Sequence[int]) -> int | None:
    """Return the sum over communities, or None if it could reveal one community or a few people.

    It is shown if it covers at least 11 people from at least three communities, and at least 5 of them remain without
    any one community: a coordinator who subtracts their own number finds no small count. A community that reported 0
    does not count as one of the three. A hidden sum can be anything up to this rule, including 0.

    Needs are never added up, since one person may have several; so no hidden total follows from the others. A total
    that was shown is never recomputed: after a late or corrected number, the difference would be that community's own.
    """
    behind = [people for people in reported_counts if people > 0]
    total = sum(behind)
    if len(behind) < FEWEST_COMMUNITIES or total < FEWEST_IN_TOTAL:
        return None
    return total if total - max(behind) >= FEWEST_OF_OTHERS else None


def get_numbers(half_years: Iterable[HalfYear], *, lock: bool = False) -> dict[HalfYear, Numbers]:
    """Return the numbers, in a coordinator's scope, in two queries.

    ``lock``: lock the rows until the transaction ends.
    """
    numbers = {half_year: Numbers({}, {}) for half_year in half_years}
    people, offered = (
        SupportTally.objects.in_half_years(numbers),
        SupportOffered.objects.in_half_years(numbers),
    )
    if lock:
        people, offered = people.select_for_update(), offered.select_for_update()
    for tally in people:
        numbers[tally.half_year].people[tally.need] = tally.people  # type: ignore[index]
    for row in offered:
        numbers[row.half_year].offered[row.kind] = (row.sessions, row.places)  # type: ignore[index]
    return numbers
