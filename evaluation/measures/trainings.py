"""Items 10, leaders in development, and 11, professionals trained."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from communities.thresholds import Thresholds
from evaluation.instrument import Unit
from evaluation.measures.measured import (
    Measurement,
    build_declared_zero,
    build_not_applicable,
    count,
    share,
    unknown,
)
from tfc.periods import HalfYear


@dataclass(frozen=True)
class Leader:
    """A person in the role LEADER or COORDINATOR at the as-of date. `days_in_role`: in both roles together.

    `trained`: present at a leadership training that was held in the period. `unresolved`: not known to be present, but
    a leadership training of the period has no outcome, or no attendance record.
    """

    days_in_role: int
    trained: bool
    unresolved: bool = False


def leaders_in_development(
    leaders: Iterable[Leader],
    roster_confirmed_on: date | None,
    period: HalfYear,
    as_of: date,
    *,
    thresholds: Thresholds | None = None,
) -> Measurement:
    """Measure 10: trained leaders / leaders at least 60 days in the role at the as-of date, in percent.

    `roster_confirmed_on`: when the list of leaders was last confirmed, up to the as-of date.
    """
    if roster_confirmed_on is None or not period.first_day <= roster_confirmed_on <= as_of:
        return unknown(Unit.PERCENT, "roster_unconfirmed")
    days = (thresholds or Thresholds()).role_days
    everyone = list(leaders)
    eligible = [leader for leader in everyone if leader.days_in_role >= days]
    if not eligible:
        return build_not_applicable(Unit.PERCENT, "no_leader_in_role_long_enough")
    trained = sum(leader.trained for leader in eligible)
    maybe = sum(leader.unresolved and not leader.trained for leader in eligible)
    details = {"too_new": len(everyone) - len(eligible), "unresolved": maybe}
    return share(trained, len(eligible), upper=trained + maybe, details=details)


# Codes of events.Profession; "first_responders": fire, ambulance, emergency medicine, dispatch; never police.
PROFESSION_GROUPS = ("police", "prosecutors", "judges", "first_responders")
# Also trained, and shown next to item 11, which does not include them.
OTHER_GROUPS = ("teachers", "health_workers", "other")
# A separate row: people whose profession is not recorded.
UNRECORDED = "unrecorded"
EVERY_GROUP = (*PROFESSION_GROUPS, *OTHER_GROUPS, UNRECORDED)


@dataclass(frozen=True)
class Training:
    """A stakeholder training that was held, with headcounts by group of professions.

    `people` may contain OTHER_GROUPS as well; they are shown in the details and not counted. Police are in "police"
    only. A group missing in `people` was left empty: 0 to `unrecorded` of them came. `unrecorded`: people present
    whose profession is not recorded; None when attendance was not counted, so that any number may be missing.
    """

    key: str
    people: Mapping[str, int] = field(default_factory=dict)
    unrecorded: int | None = 0
    joint_key: str | None = None

    @classmethod
    def from_counts(
        cls, key: str, people: Mapping[str, int], people_present: int | None, joint_key: str | None
    ) -> Self:
        """Build a training from its headcounts: people beyond those counted by profession have none recorded."""
        unrecorded = None if people_present is None else max(people_present - sum(people.values()), 0)
        return cls(key, people, unrecorded, joint_key)

    @property
    def most_of_any(self) -> int:
        """Return the maximum number of people of the four professions of item 11; never more than
        the people present.
        """
        entered = sum(self.people.get(group, 0) for group in PROFESSION_GROUPS)
        has_empty_group = any(group not in self.people for group in PROFESSION_GROUPS)
        return entered + (self.unrecorded or 0 if has_empty_group else 0)

    @property
    def has_no_most(self) -> bool:
        """Return True if the maximum of item 11 is unknown; never the case without an empty group."""
        return any(self.leaves_open(group) for group in PROFESSION_GROUPS)

    def leaves_open(self, group: str) -> bool:
        """Return True if the group's maximum is unknown: it was left empty, and attendance was not counted."""
        return self.unrecorded is None and group not in self.people

    def get_group_maximum(self, group: str) -> int:
        return self.people.get(group, self.unrecorded or 0)


def professionals_trained(
    trainings: Iterable[Training], *, declared_none: bool = False, unresolved: int = 0
) -> Measurement:
    """Measure 11: people trained; the figure is the smallest possible number of different people.

    A person may attend several trainings: in each group, largest training ≤ people ≤ sum. A group left empty at a
    training is unknown there: 0 to the people of unrecorded profession, who also have their own row. The upper bounds
    of the four groups share these people. A past training without outcome (`unresolved`), or one with a group left
    empty and attendance not counted, leaves the upper bound open.
    """
    distinct = list({training.joint_key or training.key: training for training in trainings}.values())
    if declared_none:
        if distinct:
            return unknown(Unit.PEOPLE, "declaration_contradicted")
        return build_declared_zero(Unit.PEOPLE, upper=None if unresolved else 0)
    if not distinct:
        return unknown(Unit.PEOPLE, "nothing_recorded")
    details = _get_details(distinct, unresolved)
    lower = sum(row["lower"] for row in details["groups"].values())
    is_open = unresolved or details["has_no_most"]
    upper = None if is_open else sum(training.most_of_any for training in distinct)
    if not lower and upper != 0:
        # Nobody is recorded, and people may have come: "0" would be false.
        return unknown(Unit.PEOPLE, "professions_unrecorded", details)
    return count(
        lower,
        upper=upper,
        unit=Unit.PEOPLE,
        details=details,
        joint={training.joint_key: _count_people(training) for training in distinct if training.joint_key},
    )


def _get_details(trainings: Sequence[Training], unresolved: int) -> dict[str, Any]:
    """Return the details of at least one training; `get_group_range` reads them."""
    return {
        "trainings": len(trainings),
        "unresolved": unresolved,
        "uncounted": sum(training.unrecorded is None for training in trainings),
        "has_no_most": sum(training.has_no_most for training in trainings),
        "groups": {group: _get_group_bounds(trainings, group) for group in PROFESSION_GROUPS},
        "other_groups": {group: _get_group_bounds(trainings, group) for group in OTHER_GROUPS},
        UNRECORDED: _bounds([training.unrecorded or 0 for training in trainings]),
        "open_groups": [
            group for group in EVERY_GROUP if any(training.leaves_open(group) for training in trainings)
        ],
        "empty_is_unknown": True,
    }


def _bounds(people: Sequence[int]) -> dict[str, int]:
    return {"lower": max(people), "upper": sum(people)}


def _get_group_bounds(trainings: Sequence[Training], group: str) -> dict[str, int]:
    """Return the bounds without people of trainings whose attendance was not counted; `open_groups` lists the groups
    affected.
    """
    return {
        "lower": max(training.people.get(group, 0) for training in trainings),
        "upper": sum(training.get_group_maximum(group) for training in trainings),
    }


def _count_people(training: Training) -> int:
    return sum(training.people.get(group, 0) for group in PROFESSION_GROUPS)


@dataclass(frozen=True)
class Range:
    """At least `lower` and at most `upper` people; `upper` None means that the maximum is unknown."""

    lower: int
    upper: int | None


def get_group_range(details: Mapping[str, Any], group: str) -> Range | None:
    """Return the range of one of `EVERY_GROUP` from the details of a figure of item 11; None if they do not contain
    it.

    Every page and file by profession uses this function. Stored figures may have details of an earlier form: of an
    earlier definition with people of unrecorded profession separate, or without `open_groups`.
    """
    groups = {**details.get("groups", {}), **details.get("other_groups", {})}
    bounds = details.get(UNRECORDED) if group == UNRECORDED else groups.get(group)
    if bounds is None:
        return None
    open_groups = details.get("open_groups", EVERY_GROUP if details["uncounted"] else ())
    if details["unresolved"] or group in open_groups:
        return Range(bounds["lower"], None)
    stands_apart = group != UNRECORDED and not details.get("empty_is_unknown")
    return Range(bounds["lower"], bounds["upper"] + (details[UNRECORDED]["upper"] if stands_apart else 0))


@dataclass(frozen=True)
class TrainedByGroup:
    """People trained by each of `EVERY_GROUP`."""

    groups: Mapping[str, Range]
    trainings: int


def count_trained_by_group(trainings: Iterable[Training], *, unresolved: int = 0) -> TrainedByGroup | None:
    """Return every group of professions, over any time; None if no training was held.

    The bounds are those of `professionals_trained`: largest training ≤ people ≤ sum. A past training without outcome
    leaves all upper bounds open; a training with attendance not counted those of the groups left empty.
    """
    distinct = list({training.joint_key or training.key: training for training in trainings}.values())
    if not distinct:
        return None
    details = _get_details(distinct, unresolved)
    ranges = {group: get_group_range(details, group) for group in EVERY_GROUP}
    return TrainedByGroup({group: people for group, people in ranges.items() if people}, len(distinct))


@dataclass(frozen=True)
class WorkforceShare:
    """`lower` to `upper` of `people`, never more than all of them. `exceeds`: more people were
    trained than there are.
    """

    lower: int
    upper: int
    people: int
    exceeds: bool


def share_of_workforce(lower: int, upper: int | None, people: int) -> WorkforceShare:
    """Return the share; without an upper bound it may be all people. ValueError for a workforce of fewer than one
    person.
    """
    if people < 1:
        raise ValueError("A workforce has at least one person.")
    most = people if upper is None else min(upper, people)
    return WorkforceShare(min(lower, people), most, people, lower > people)
