"""Items 10, leaders in development, and 11, professionals trained."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from communities.thresholds import Thresholds
from evaluation.instrument import Unit
from evaluation.measures.measured import Measurement, count, declared_zero, not_applicable, share, unknown
from tfc.periods import HalfYear


@dataclass(frozen=True)
class Leader:
    """Someone in the role LEADER or COORDINATOR at the as-of date. `days_in_role`: in both roles together.

    `trained`: present at a leadership training that was held in the period. `unresolved`: not known to be,
    but a leadership training of the period has no outcome, or no record of who was there.
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
    """10: trained leaders / leaders at least 60 days in the role at the as-of date, in percent.

    `roster_confirmed_on`: when the list of leaders was last confirmed, up to the as-of date.
    """
    if roster_confirmed_on is None or not period.first_day <= roster_confirmed_on <= as_of:
        return unknown(Unit.PERCENT, "roster_unconfirmed")
    days = (thresholds or Thresholds()).role_days
    everyone = list(leaders)
    eligible = [leader for leader in everyone if leader.days_in_role >= days]
    if not eligible:
        return not_applicable(Unit.PERCENT, "no_leader_in_role_long_enough")
    trained = sum(leader.trained for leader in eligible)
    maybe = sum(leader.unresolved and not leader.trained for leader in eligible)
    details = {"too_new": len(everyone) - len(eligible), "unresolved": maybe}
    return share(trained, len(eligible), upper=trained + maybe, details=details)


# Codes of events.Profession; "first_responders": fire, ambulance, emergency medicine, dispatch; never police.
PROFESSION_GROUPS = ("police", "prosecutors", "judges", "first_responders")
# Also trained, and shown beside; item 11 does not ask for them.
OTHER_GROUPS = ("teachers", "health_workers", "other")
# A row of its own: people whose profession is not recorded.
UNRECORDED = "unrecorded"
EVERY_GROUP = (*PROFESSION_GROUPS, *OTHER_GROUPS, UNRECORDED)


@dataclass(frozen=True)
class Training:
    """A stakeholder training that was held, with headcounts by group of professions.

    `people` may hold OTHER_GROUPS as well; they are shown in the details and not counted.
    Police are in "police" only. A group that is missing in `people` was left empty: 0 to `unrecorded` of them came.
    `unrecorded`: people present whose profession is not recorded; None when the people present were not counted, so
    that any number may be missing.
    """

    key: str
    people: Mapping[str, int] = field(default_factory=dict)
    unrecorded: int | None = 0
    joint_key: str | None = None

    @property
    def most_of_any(self) -> int:
        """The most people of the four professions of item 11; never more than the people present."""
        entered = sum(self.people.get(group, 0) for group in PROFESSION_GROUPS)
        has_empty_group = any(group not in self.people for group in PROFESSION_GROUPS)
        return entered + (self.unrecorded or 0 if has_empty_group else 0)

    @property
    def has_no_most(self) -> bool:
        """Without an empty group all that item 11 asks for is known."""
        return any(self.leaves_open(group) for group in PROFESSION_GROUPS)

    def leaves_open(self, group: str) -> bool:
        """Nobody knows the most people of the group: it was left empty, and the people present were not counted."""
        return self.unrecorded is None and group not in self.people

    def get_group_maximum(self, group: str) -> int:
        return self.people.get(group, self.unrecorded or 0)


def professionals_trained(
    trainings: Iterable[Training], *, declared_none: bool = False, unresolved: int = 0
) -> Measurement:
    """11: people trained; the figure is the least number of different people it can be.

    Someone may come to several trainings: in each group, largest training ≤ people ≤ sum. A group left empty at a
    training is unknown there: 0 to the people of unrecorded profession, who are a row of their own as well. The upper
    bounds of the four groups share these people. A past training without outcome (`unresolved`), or one with a group
    left empty and people who were not counted, leaves the upper bound open.
    """
    distinct = list({training.joint_key or training.key: training for training in trainings}.values())
    if declared_none:
        if distinct:
            return unknown(Unit.PEOPLE, "declaration_contradicted")
        return declared_zero(Unit.PEOPLE, upper=None if unresolved else 0)
    if not distinct:
        return unknown(Unit.PEOPLE, "nothing_recorded")
    details = _get_details(distinct, unresolved)
    if (details["unrecorded"]["upper"] or details["uncounted"]) and not any(
        training.people for training in distinct
    ):
        return unknown(Unit.PEOPLE, "professions_unrecorded", details)
    is_open = unresolved or details["has_no_most"]
    return count(
        sum(row["lower"] for row in details["groups"].values()),
        upper=None if is_open else sum(training.most_of_any for training in distinct),
        unit=Unit.PEOPLE,
        details=details,
        joint={training.joint_key: _counted(training) for training in distinct if training.joint_key},
    )


def _get_details(trainings: Sequence[Training], unresolved: int) -> dict[str, Any]:
    """Of at least one training; `get_group_range` reads them."""
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
    """Without the people of trainings where nobody was counted; `open_groups` has the groups that these leave open."""
    return {
        "lower": max(training.people.get(group, 0) for training in trainings),
        "upper": sum(training.get_group_maximum(group) for training in trainings),
    }


def _counted(training: Training) -> int:
    return sum(training.people.get(group, 0) for group in PROFESSION_GROUPS)


@dataclass(frozen=True)
class Range:
    """At least `lower` and at most `upper` people; `upper` None: nobody knows how many more."""

    lower: int
    upper: int | None


def get_group_range(details: Mapping[str, Any], group: str) -> Range | None:
    """Of one of `EVERY_GROUP`, from the details of a figure of item 11; None where they do not hold it.

    Every page and file by profession reads it here. Stored figures may have details of an earlier form: of an earlier
    definition, in which people of unrecorded profession stood apart, or without `open_groups`.
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


def trained_by_group(trainings: Iterable[Training], *, unresolved: int = 0) -> TrainedByGroup | None:
    """Every group of professions, over any time; None where no training was held.

    The bounds are those of `professionals_trained`: largest training ≤ people ≤ sum. With a training of which nobody
    knows whether it was held, the most is open; with one whose people nobody counted, that of the groups left empty.
    """
    distinct = list({training.joint_key or training.key: training for training in trainings}.values())
    if not distinct:
        return None
    details = _get_details(distinct, unresolved)
    ranges = {group: get_group_range(details, group) for group in EVERY_GROUP}
    return TrainedByGroup({group: people for group, people in ranges.items() if people}, len(distinct))


@dataclass(frozen=True)
class WorkforceShare:
    """`lower` to `upper` of `people`, never more than all of them. `exceeds`: more were trained than there are."""

    lower: int
    upper: int
    people: int
    exceeds: bool


def share_of_workforce(lower: int, upper: int | None, people: int) -> WorkforceShare:
    """Without an upper bound it may be everybody. ValueError for a workforce of nobody."""
    if people < 1:
        raise ValueError("A workforce has at least one person.")
    most = people if upper is None else min(upper, people)
    return WorkforceShare(min(lower, people), most, people, lower > people)
