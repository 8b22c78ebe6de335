"""What events and campaigns achieved: attendances, the people behind them, and outputs by unit.

A person can attend several events, so different people are bounds: largest event ≤ people ≤ attendances. Units are
never added to each other, and "at least" survives every sum. A joint event or campaign counts once, with the largest
numbers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self, TypeAlias
from uuid import UUID

from evaluation.measures.gatherings import ENGAGEMENT_ROLES
from tfc.disclosure import Reader

# Codes of events.output_units.
CONTACTS, ATTENDANCE = "contacts", "attendance"
# Only the team is expected there.
INWARD = ("team_meeting", "leadership_training")


@dataclass(frozen=True)
class EventFacts:
    """A held event. ``people``: its attendance, None if not recorded. ``outputs``: unit, number, and whether the number
    is a lower bound. ``campaign``: the ID of the campaign that it belongs to.
    """

    kind: str
    hosting: str
    people: int | None = None
    outputs: tuple[tuple[str, int, bool], ...] = ()
    joint_key: str = ""
    campaign: int | None = None


@dataclass(frozen=True)
class JointCampaign:
    """A community's part of a joint campaign. ``key``: the same for each of its communities. ``counts_all``: the
    outputs of this part are those of all communities.
    """

    key: UUID
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
    """Sums over events and campaigns. ``joint``: the results of each joint event by its key. ``campaigns``: the outputs
    of each campaign and its events by the campaign's ID. No sum contains these yet. The outputs of a joint event are
    only in ``joint``, with the IDs of its campaigns.
    """

    reach: Reach = Reach()
    outputs: Mapping[str, Amount] = field(default_factory=dict)
    joint: Mapping[str, "Results"] = field(default_factory=dict)
    campaigns: Mapping[int, Mapping[str, Amount]] = field(default_factory=dict)

    @classmethod
    def add_up(cls, several: Iterable["Results"]) -> "Results":
        reach, outputs, joint = Reach(), dict[str, Amount](), dict[str, Results]()
        campaigns: dict[int, dict[str, Amount]] = {}
        for results in several:
            reach += results.reach
            _add_outputs(outputs, results.outputs)
            for key, same in results.joint.items():
                joint[key] = _join(joint.get(key, same), same)
            for campaign, own in results.campaigns.items():
                _add_outputs(campaigns.setdefault(campaign, {}), own)
        return cls(reach, outputs, joint, campaigns)

    @property
    def together(self) -> "Results":
        """The sums with each joint event once, and each campaign by itself."""
        return self.combine({})

    def combine(self, joint_campaigns: Mapping[int, JointCampaign]) -> "Results":
        """Return the sums with each joint event and each joint campaign once. ``joint_campaigns``: by campaign ID."""
        outputs = {**self.outputs}
        lines: list[tuple[int | str, Iterable[int], Mapping[str, Amount]]] = [
            *((campaign, [campaign], own) for campaign, own in self.campaigns.items()),
            *((key, event.campaigns, event.outputs) for key, event in self.joint.items()),
        ]
        parts: dict[tuple[UUID, str], _Parts] = defaultdict(lambda: defaultdict(dict))
        for source, campaigns, own in lines:
            linked = {pk: joint_campaigns[pk].key for pk in campaigns if pk in joint_campaigns}
            if not linked:
                _add_outputs(outputs, own)
            # A joint event that two communities link to different joint campaigns counts in one of them.
            for pk in (pk for pk in linked if linked[pk] == min(linked.values())):
                for unit, amount in own.items():
                    parts[linked[pk], unit][pk][source] = amount
        for (_key, unit), same in parts.items():
            _add_outputs(outputs, {unit: _merge_parts(same, joint_campaigns)})
        return Results(sum((event.reach for event in self.joint.values()), self.reach), outputs)

    def as_json(self) -> dict[str, Any]:
        return {
            "reach": list(vars(self.reach).values()),
            "outputs": _write_outputs(self.outputs),
            "joint": {key: results.as_json() for key, results in self.joint.items()},
            "campaigns": {str(pk): _write_outputs(outputs) for pk, outputs in self.campaigns.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            Reach(*stored.get("reach", ())),
            _read_outputs(stored.get("outputs", {})),
            {key: Results.from_json(values) for key, values in stored.get("joint", {}).items()},
            {int(pk): _read_outputs(outputs) for pk, outputs in stored.get("campaigns", {}).items()},
        )


# Of a joint campaign and a unit: by campaign ID, then by key of each joint event, with all else under the same ID.
_Parts: TypeAlias = dict[int, dict[int | str, Amount]]


def _merge_parts(parts: _Parts, joint_campaigns: Mapping[int, JointCampaign]) -> Amount:
    """Return the amount of the part that is of all communities; else the largest, a lower bound if another part has
    records that are not in it.
    """
    totals = {campaign: sum(own.values(), Amount()) for campaign, own in parts.items()}
    for campaign, total in totals.items():
        if joint_campaigns[campaign].counts_all:
            return total
    largest = max(totals, key=lambda campaign: totals[campaign].value)
    is_complete = all(own.keys() <= parts[largest].keys() for own in parts.values())
    return replace(totals[largest], at_least=totals[largest].at_least or not is_complete)


def _add_outputs(outputs: dict[str, Amount], more: Mapping[str, Amount]) -> None:
    for unit, amount in more.items():
        outputs[unit] = outputs.get(unit, Amount()) + amount


def _write_outputs(outputs: Mapping[str, Amount]) -> dict[str, list[Any]]:
    return {unit: list(vars(amount).values()) for unit, amount in outputs.items()}


def _read_outputs(stored: Mapping[str, Iterable[Any]]) -> dict[str, Amount]:
    return {unit: Amount(*values) for unit, values in stored.items()}


def _join(here: Results, there: Results) -> Results:
    """Return what two communities recorded of the same event: the larger numbers."""
    reach = max(here.reach, there.reach, key=lambda reach: (reach.events, reach.attendances))
    outputs = {**here.outputs}
    for unit, amount in there.outputs.items():
        outputs[unit] = max(outputs.get(unit, amount), amount, key=lambda amount: amount.value)
    return Results(reach, outputs, campaigns={**here.campaigns, **there.campaigns})


def sum_events(events: Iterable[EventFacts], reader: Reader) -> Results:
    """Return the results of events as ``reader`` may see them: a small number of people is left out of each sum, which
    is then a lower bound.
    """
    return Results.add_up(_get_results(event, reader) for event in events)


def sum_campaign(campaign: int, outputs: Iterable[tuple[str, int, bool]], reader: Reader) -> Results:
    """Return what a campaign reached outside of its events, as ``reader`` may see it."""
    return Results(campaigns={campaign: sum_lines(outputs, reader)})


def _get_results(event: EventFacts, reader: Reader) -> Results:
    reach, outputs = _get_reach(event, reader), sum_lines(event.outputs, reader)
    if event.joint_key:
        campaigns: dict[int, dict[str, Amount]] = {event.campaign: {}} if event.campaign else {}
        return Results(joint={event.joint_key: Results(reach, outputs, campaigns=campaigns)})
    if event.campaign and outputs:
        return Results(reach, campaigns={event.campaign: outputs})
    return Results(reach, outputs)


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


def sum_lines(lines: Iterable[tuple[str, int, bool]], reader: Reader) -> dict[str, Amount]:
    """Return the sum of each unit as ``reader`` may see it. ``lines``: unit, number, whether it is a lower bound."""
    outputs: dict[str, Amount] = {}
    for unit, number, at_least in lines:
        if unit == ATTENDANCE:
            continue
        hidden = unit == CONTACTS and reader.hides(number)
        amount = Amount(0, True, 1) if hidden else Amount(number, at_least, 1)
        outputs[unit] = outputs.get(unit, Amount()) + amount
    return outputs
