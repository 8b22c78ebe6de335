"""What events achieved: attendances, the people behind them, and outputs by unit.

A person can attend several events, so different people are bounds: largest event ≤ people ≤ attendances. Units are
never added to each other, and "at least" survives every sum. A joint event or campaign counts once, with the largest
numbers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from evaluation.measures.gatherings import ENGAGEMENT_ROLES
from tfc.disclosure import Reader

# Codes of events.output_units.
CONTACTS, ATTENDANCE = "contacts", "attendance"
# Only the team is expected there.
INWARD = ("team_meeting", "leadership_training")


@dataclass(frozen=True)
class EventFacts:
    """A held event. ``people``: its attendance, None if not recorded. ``outputs``: unit, number, and whether the number
    is a lower bound.
    """

    kind: str
    hosting: str
    people: int | None = None
    outputs: tuple[tuple[str, int, bool], ...] = ()
    joint_key: str = ""


@dataclass(frozen=True)
class CampaignFacts:
    """What a campaign reached outside of its events. ``key``: the same for each community of a joint campaign.
    ``counts_all``: the outputs are those of all its communities.
    """

    key: object
    outputs: tuple[tuple[str, int, bool], ...]
    counts_all: bool = False


@dataclass(frozen=True)
class Amount:
    """A sum of one unit over ``records``."""

    value: int = 0
    at_least: bool = False
    records: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.value + other.value, self.at_least or other.at_least, self.records + other.records)


@dataclass(frozen=True)
class Reach:
    """``attendances`` of ``events`` with a recorded attendance; of ``unrecorded`` events nobody knows."""

    attendances: int = 0
    largest: int = 0
    at_least: bool = False
    events: int = 0
    unrecorded: int = 0

    def __add__(self, other: "Reach") -> "Reach":
        return Reach(
            self.attendances + other.attendances,
            max(self.largest, other.largest),
            self.at_least or other.at_least,
            self.events + other.events,
            self.unrecorded + other.unrecorded,
        )

    @property
    def people_low(self) -> int:
        return self.largest

    @property
    def people_high(self) -> int | None:
        """None if an attendance is only known as a lower bound."""
        return None if self.at_least else self.attendances


@dataclass(frozen=True)
class Results:
    """Sums over events. ``joint``: the results of each joint event by its key, which no sum contains yet."""

    reach: Reach = Reach()
    outputs: Mapping[str, Amount] = field(default_factory=dict)
    joint: Mapping[str, "Results"] = field(default_factory=dict)

    @classmethod
    def add_up(cls, several: Iterable["Results"]) -> "Results":
        reach, outputs, joint = Reach(), dict[str, Amount](), dict[str, Results]()
        for results in several:
            reach += results.reach
            for unit, amount in results.outputs.items():
                outputs[unit] = outputs.get(unit, Amount()) + amount
            for key, same in results.joint.items():
                joint[key] = _join(joint.get(key, same), same)
        return cls(reach, outputs, joint)

    @property
    def together(self) -> "Results":
        """The sums with each joint event once."""
        return Results.add_up([Results(self.reach, self.outputs), *self.joint.values()])

    def as_json(self) -> dict[str, Any]:
        return {
            "reach": list(vars(self.reach).values()),
            "outputs": {unit: list(vars(amount).values()) for unit, amount in self.outputs.items()},
            "joint": {key: results.as_json() for key, results in self.joint.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            Reach(*stored.get("reach", ())),
            {unit: Amount(*values) for unit, values in stored.get("outputs", {}).items()},
            {key: Results.from_json(values) for key, values in stored.get("joint", {}).items()},
        )


def _join(here: Results, there: Results) -> Results:
    """Return what two communities recorded of the same event: the larger numbers."""
    reach = max(here.reach, there.reach, key=lambda reach: (reach.events, reach.attendances))
    outputs = {**here.outputs}
    for unit, amount in there.outputs.items():
        outputs[unit] = max(outputs.get(unit, amount), amount, key=lambda amount: amount.value)
    return Results(reach, outputs)


def sum_events(events: Iterable[EventFacts], reader: Reader) -> Results:
    """Return the results of events as ``reader`` may see them: a small number of people is left out of each sum, which
    is then a lower bound.
    """
    return Results.add_up(_get_results(event, reader) for event in events)


def sum_campaigns(campaigns: Iterable[CampaignFacts], reader: Reader) -> Results:
    """Return the results of campaigns as ``reader`` may see them. Of a joint campaign counts the community whose
    outputs are those of all; without one, the larger number is a lower bound.
    """
    joint: dict[object, list[CampaignFacts]] = defaultdict(list)
    for campaign in campaigns:
        joint[campaign.key].append(campaign)
    return Results.add_up(_merge_campaigns(parts, reader) for parts in joint.values())


def _merge_campaigns(parts: Iterable[CampaignFacts], reader: Reader) -> Results:
    merged: dict[str, tuple[bool, Amount]] = {}
    for part in sorted(parts, key=lambda part: part.counts_all, reverse=True):
        for unit, amount in _get_outputs(part.outputs, reader).items():
            claimed, largest = merged.setdefault(unit, (part.counts_all, amount))
            if largest is not amount and not claimed:
                larger = max(largest, amount, key=lambda amount: amount.value)
                merged[unit] = claimed, replace(larger, at_least=True)
    return Results(outputs={unit: amount for unit, (_claimed, amount) in merged.items()})


def _get_results(event: EventFacts, reader: Reader) -> Results:
    results = Results(_get_reach(event, reader), _get_outputs(event.outputs, reader))
    return Results(joint={event.joint_key: results}) if event.joint_key else results


def _get_reach(event: EventFacts, reader: Reader) -> Reach:
    """Return the reach of an event that the community hosted or facilitated, not only for its team."""
    if event.kind in INWARD or event.hosting not in ENGAGEMENT_ROLES:
        return Reach()
    return count_people(event, reader)


def count_people(event: EventFacts, reader: Reader) -> Reach:
    """Return the attendance of an event of any kind, as ``reader`` may see it."""
    people, at_least = event.people, False
    if people is None:
        estimates = [number for unit, number, _at_least in event.outputs if unit == ATTENDANCE]
        people, at_least = (max(estimates), True) if estimates else (None, False)
    if people is None:
        return Reach(unrecorded=1)
    if reader.hides(people):
        people, at_least = 0, True
    return Reach(people, people, at_least, events=1)


def _get_outputs(lines: Iterable[tuple[str, int, bool]], reader: Reader) -> dict[str, Amount]:
    outputs: dict[str, Amount] = {}
    for unit, number, at_least in lines:
        if unit == ATTENDANCE:
            continue
        hidden = unit == CONTACTS and reader.hides(number)
        amount = Amount(0, True, 1) if hidden else Amount(number, at_least, 1)
        outputs[unit] = outputs.get(unit, Amount()) + amount
    return outputs
