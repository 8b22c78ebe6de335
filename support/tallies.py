"""Support in numbers: how long they are kept, what a team told, and when many teams' numbers may be shown as one."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from support.models import FEWEST_IN_TOTAL, KEPT_MONTHS, SupportOffered, SupportTally
from tfc.dates import within_months
from tfc.disclosure import Reader
from tfc.periods import HalfYear

# So long after a half-year ends its totals are made: until then teams still write their numbers down.
SETTLE_DAYS = 31
FEWEST_COMMUNITIES = 3
# What remains without any one community may not be a small count of people either.
FEWEST_OF_OTHERS = Reader.NETWORK.value + 1
MOST = 9_999

Offered = tuple[int, int]  # sessions, places


@dataclass(frozen=True)
class Numbers:
    """What a team told of a half-year. A need or kind that is missing is not known; 0 is none."""

    people: Mapping[int, int] = field(default_factory=dict)
    offered: Mapping[int, Offered] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Tells whether somebody changed a number since a page was made: "1=4 2=7|1=18x6"."""
        people = " ".join(f"{need}={count}" for need, count in sorted(self.people.items()))
        offered = " ".join(f"{kind}={counts[0]}x{counts[1]}" for kind, counts in sorted(self.offered.items()))
        return f"{people}|{offered}"


def get_stored_half_years(day: dt.date) -> list[HalfYear]:
    """The one that runs, and those that ended at most 24 months ago; newest first."""
    half_years = [HalfYear.from_day(day)]
    while within_months(half_years[-1].previous().last_day, day, KEPT_MONTHS):
        half_years.append(half_years[-1].previous())
    return half_years


def get_totals_date(half_year: HalfYear) -> dt.date:
    """The first day on which the totals of a half-year are made."""
    return half_year.last_day + dt.timedelta(days=SETTLE_DAYS + 1)


def compute_network_total(reported_counts: Sequence[int]) -> int | None:
    """The sum over communities, or None where it might say something of one of them, or of a few people.

    It is shown when at least 11 people stand behind it, who come from at least three communities, and at least 5 of
    whom remain when any one community is left out: a coordinator who subtracts her own number still finds no small
    count. A community that told 0 has nobody behind the sum, so it does not count as one of the three. A sum that is
    hidden may be anything up to the rule, 0 included.

    The needs are never added up, since one person may have several; so no hidden total follows from the others. And a
    total that was shown is never made anew: if it followed a late or corrected number, the difference would be that
    community's own.
    """
    behind = [people for people in reported_counts if people > 0]
    total = sum(behind)
    if len(behind) < FEWEST_COMMUNITIES or total < FEWEST_IN_TOTAL:
        return None
    return total if total - max(behind) >= FEWEST_OF_OTHERS else None


def get_numbers(half_years: Iterable[HalfYear], *, lock: bool = False) -> dict[HalfYear, Numbers]:
    """In a coordinator's scope, in two queries. ``lock``: until the transaction ends nobody else changes them."""
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
