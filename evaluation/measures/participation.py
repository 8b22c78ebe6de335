"""Item 1b, diverse participation: attendance at team meetings compared with the community's population.

Counts only, no names.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from communities.thresholds import Thresholds
from evaluation.instrument import Unit
from evaluation.measures.measured import Measurement, share, unknown
from tfc.intervals import wilson

AGE_DIMENSION = "age_band"
AGE_BANDS = (("15-24", 15, 24), ("25-44", 25, 44), ("45-64", 45, 64), ("65+", 65, 200))
_SPAN = re.compile(r"([0-9]+)[-–_]([0-9]+)")
_OPEN = re.compile(r"([0-9]+)(?:\+|_plus)")
_UNDER = re.compile(r"under[-_ ]([0-9]+)")

Groups = Mapping[str, int]


def fold_ages(people: Groups) -> dict[str, int]:
    """Fold age bands of any width into 15-24, 25-44, 45-64 and 65+; younger people are left out.

    Reads "15-19", "85+" and "under_15", and the four bands themselves. ValueError for a band that overlaps two.
    """
    folded: Counter[str] = Counter()
    for label, number in people.items():
        first, last = _ages(label)
        if last < AGE_BANDS[0][1]:
            continue
        band = next((name for name, low, high in AGE_BANDS if low <= first and last <= high), None)
        if band is None:
            raise ValueError(
                f"The age band “{label}” does not lie inside one of 15–24, 25–44, 45–64 and 65+."
            )
        folded[band] += number
    return {name: folded[name] for name, _low, _high in AGE_BANDS if name in folded}


@lru_cache(200)
def _ages(label: str) -> tuple[int, int]:
    if span := _SPAN.fullmatch(label):
        return int(span[1]), int(span[2])
    if open_ended := _OPEN.fullmatch(label):
        return int(open_ended[1]), AGE_BANDS[-1][2]
    if under := _UNDER.fullmatch(label):
        return 0, int(under[1]) - 1
    raise ValueError(f"“{label}” is not an age band. Write it as 15-19 or 85+.")


@dataclass(frozen=True)
class _Dimension:
    """One dimension made comparable: profile and attendance, ages 15 and over for age."""

    name: str
    profile: Groups
    recorded: Groups
    headcount: int

    @cached_property
    def population(self) -> int:
        return sum(self.profile.values())

    @cached_property
    def total(self) -> int:
        return sum(self.recorded.values())

    @cached_property
    def unrecorded(self) -> int:
        return max(self.headcount - self.total, 0)

    def gap(self, thresholds: Thresholds) -> str:
        """Return the reason code why the dimension cannot be compared; empty when it can."""
        if self.total < max(thresholds.recorded_attendances, 1):
            return "too_few_recorded"
        if self.unrecorded * 100 > thresholds.unrecorded_share * (self.total + self.unrecorded):
            return "too_much_unrecorded"
        return ""


def diverse_participation(
    profile: Mapping[str, Groups],
    attendance: Mapping[str, Groups],
    headcount: int,
    *,
    dimension_names: Collection[str] | None = None,
    unresolved_meetings: int = 0,
    unrecorded_meetings: int = 0,
    thresholds: Thresholds | None = None,
) -> Measurement:
    """Measure 1b: groups represented / groups of the community, over the team meetings held in the period, in percent.

    `profile`: people by dimension and group, ages in five-year bands or coarser. `attendance`: recorded attendances by
    dimension and group, without those whose group is not recorded. `headcount`: all attendances of these meetings.
    `dimension_names`: the dimensions that the community records (default: all of the profile). A group is expected
    when it is at least 5 % of the profile, and represented when its share of recorded attendances is at least half its
    share of the profile. Sum of numerators / sum of denominators over dimensions.

    Too few recorded (< 20) and too much unrecorded (> 40 %) are decided dimension by dimension: such a dimension is
    left out of the sums and named in the details with its reason. So that recording one easy dimension does not make a
    team look diverse, the unrecorded share over all these dimensions together must not exceed 40 % either: a dimension
    never recorded counts there as wholly unrecorded. Bounds: what a group's share could be if all unrecorded
    attendances belonged to it, or none; a past meeting without outcome, or a held one without attendance, can change
    every group, so it opens the bounds fully.
    """
    settings = thresholds or Thresholds()
    comparable = (
        _comparable(name, groups, attendance.get(name, {}), headcount)
        for name, groups in profile.items()
        if dimension_names is None or name in dimension_names
    )
    dimensions = [dimension for dimension in comparable if dimension.population > 0]
    if not dimensions:
        return unknown(Unit.PERCENT, "no_profile")
    rows = [_dimension_row(dimension, settings) for dimension in dimensions]
    details = {
        "dimensions": rows,
        "not_kept": sorted(set(profile) - {dimension.name for dimension in dimensions}),
        "unresolved_meetings": unresolved_meetings,
        "unrecorded_meetings": unrecorded_meetings,
    }
    counted = [row for row in rows if row["counted"] and row["groups_asked"]]
    if _mostly_unrecorded(dimensions, settings):
        return unknown(Unit.PERCENT, "too_much_unrecorded", details)
    if not counted:
        return unknown(Unit.PERCENT, "too_few_recorded", details)
    group_count = sum(row["groups_asked"] for row in counted)
    is_open = unresolved_meetings or unrecorded_meetings
    return share(
        sum(row["groups_represented"] for row in counted),
        group_count,
        lower=0 if is_open else sum(row["at_least"] for row in counted),
        upper=group_count if is_open else sum(row["at_most"] for row in counted),
        details=details,
    )


def _comparable(name: str, profile: Groups, recorded: Groups, headcount: int) -> _Dimension:
    if name != AGE_DIMENSION:
        return _Dimension(name, profile, recorded, headcount)
    folded = fold_ages(recorded)
    younger = sum(recorded.values()) - sum(folded.values())
    return _Dimension(name, fold_ages(profile), folded, max(headcount - younger, 0))


def _mostly_unrecorded(dimensions: list[_Dimension], thresholds: Thresholds) -> bool:
    unrecorded = sum(dimension.unrecorded for dimension in dimensions)
    everyone = sum(dimension.total + dimension.unrecorded for dimension in dimensions)
    enough = any(dimension.total >= thresholds.recorded_attendances for dimension in dimensions)
    return enough and unrecorded * 100 > thresholds.unrecorded_share * everyone


def _dimension_row(dimension: _Dimension, thresholds: Thresholds) -> dict[str, Any]:
    gap = dimension.gap(thresholds)
    groups = [_group_row(dimension, name, people, thresholds) for name, people in dimension.profile.items()]
    required_groups = [row for row in groups if row["asked"]]
    return {
        "dimension": dimension.name,
        "counted": not gap,
        "reason": gap,
        "recorded": dimension.total,
        "unrecorded": dimension.unrecorded,
        "groups_asked": len(required_groups),
        "groups_represented": sum(row["represented"] for row in required_groups),
        "at_least": sum(row["surely"] for row in required_groups),
        "at_most": sum(row["possibly"] for row in required_groups),
        "similarity": _similarity(dimension),
        "groups": groups,
    }


def _group_row(dimension: _Dimension, name: str, people: int, thresholds: Thresholds) -> dict[str, Any]:
    """Return one group: its shares, their ratio with its 95 % interval, and whether it is represented.

    Shares are compared as products of integers, which is exact.
    """
    population = dimension.population
    came, total, missing = dimension.recorded.get(name, 0), dimension.total, dimension.unrecorded
    needed = people * thresholds.represented_share
    everyone = total + missing
    comparable = total > 0 and people > 0
    profile_share = people / population
    return {
        "group": name,
        "asked": people * 100 >= thresholds.group_share * population and people > 0,
        "profile_share": 100 * people / population,
        "recorded": came,
        "recorded_share": 100 * came / total if total else None,
        "represented": total > 0 and came * 100 * population >= needed * total,
        "surely": total > 0 and came * 100 * population >= needed * everyone,
        "possibly": everyone > 0 and (came + missing) * 100 * population >= needed * everyone,
        "ratio": came / total / profile_share if comparable else None,
        "ratio_interval": [bound / profile_share for bound in wilson(came, total)] if comparable else None,
    }


def _similarity(dimension: _Dimension) -> float | None:
    """Return 1 − ½ Σ|p − q| over all groups of profile and records: 1 when they are equal, 0 when
    they share nothing.
    """
    if not dimension.total:
        return None
    population, total = dimension.population, dimension.total
    names = set(dimension.profile) | set(dimension.recorded)
    apart = sum(
        abs(dimension.profile.get(name, 0) * total - dimension.recorded.get(name, 0) * population)
        for name in names
    )
    whole = 2 * population * total
    return (whole - apart) / whole
