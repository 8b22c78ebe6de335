"""Who came: drawn from the town's own people, and written down as well as the team writes things down."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from demo.calendar import LEADERS, MEETING, TEAM, TRAINING, Slot
from demo.people import Person
from demo.places import SHOWCASE, Place
from demo.register import OrganizationPlan, get_active_numbers
from demo.sources import read_json
from events.models import Constituency, Dimension, OutputUnit

GroupCounts = Mapping[str, int]


@dataclass(frozen=True)
class OutputPlan:
    unit: OutputUnit
    quantity: int
    at_least: bool
    what: str


@dataclass(frozen=True)
class Turnout:
    """Members and organizations by their place in the town's lists; ``people_present`` None: nobody counted."""

    people_present: int | None = None
    members: tuple[int, ...] = ()
    organizations: tuple[int, ...] = ()
    constituencies: tuple[Constituency, ...] = ()
    headcounts: Mapping[str, GroupCounts] = field(default_factory=dict)
    outputs: tuple[OutputPlan, ...] = ()


# By kind of event: ``guests``, the fewest and most people in addition to the team; the ``sectors`` that are
# invited, and at most how many ``organizations``; the ``constituencies`` that may come; the ``output``.
# ``group_weights``: who volunteers more than others.
DATA: dict[str, Any] = read_json("event_kinds.json")
KINDS: dict[str, dict[str, Any]] = DATA["kinds"]


def draw_turnout(
    place: Place, slot: Slot, people: list[Person], organizations: list[OrganizationPlan], chance: Random
) -> Turnout:
    """Everything that is drawn for one event, whether or not the clock lets it take place."""
    members = _draw_members(place, slot, people, chance)
    guests = chance.randint(*KINDS[slot.kind]["guests"])
    counted = chance.random() < 0.5 + place.activity_level.headcount_share / 2
    present = len(members) + guests
    return Turnout(
        people_present=present if counted else None,
        members=members if chance.random() < 0.6 + 0.4 * place.activity_level.headcount_share else (),
        organizations=_draw_organizations(slot, organizations, chance),
        constituencies=_draw_constituencies(slot, chance),
        headcounts=_draw_headcounts(place, slot, present, chance) if counted else {},
        outputs=_draw_outputs(slot, chance),
    )


def _draw_members(place: Place, slot: Slot, people: list[Person], chance: Random) -> tuple[int, ...]:
    if slot.kind == LEADERS:
        able = [number for number, person in enumerate(people) if person.leads(slot.day)]
        share = 0.85 if place.activity_level == SHOWCASE else 0.75
    else:
        able = [number for number, person in enumerate(people) if person.is_in_team(slot.day)]
        share = 0.85 if slot.kind == TEAM else 0.45
    return tuple(number for number in able if chance.random() < share)


def _draw_organizations(slot: Slot, organizations: list[OrganizationPlan], chance: Random) -> tuple[int, ...]:
    kind = KINDS[slot.kind]
    if "sectors" not in kind:
        return ()
    sectors, most = kind["sectors"], kind["organizations"]
    able = [number for number in get_active_numbers(organizations) if organizations[number].sector in sectors]
    return tuple(sorted(chance.sample(able, min(len(able), chance.randint(min(most, 2), most)))))


def _draw_constituencies(slot: Slot, chance: Random) -> tuple[Constituency, ...]:
    able = KINDS[slot.kind].get("constituencies", ())
    return tuple(Constituency(code) for code in able if chance.random() < 0.4)


def _draw_headcounts(place: Place, slot: Slot, present: int, chance: Random) -> dict[str, GroupCounts]:
    headcounts: dict[str, GroupCounts] = {}
    for dimension, town in _get_town_shares(place, slot).items():
        written = chance.random() < place.activity_level.headcount_share
        missing = chance.choice((0, 0, 0, 1, 1, 2, 4)) if slot.kind == TEAM else present // 8
        if written and town and present > missing:
            weights = [share * DATA["group_weights"].get(group, 1) for group, share in town.items()]
            drawn = Counter(chance.choices(list(town), weights, k=present - missing))
            headcounts[dimension] = {group: drawn[group] for group in town if drawn[group]}
    if slot.kind == TRAINING and (
        chance.random() < place.activity_level.headcount_share or place.activity_level == SHOWCASE
    ):
        headcounts[Dimension.PROFESSION] = _draw_professions(present, chance)
    return headcounts


def _get_town_shares(place: Place, slot: Slot) -> dict[str, dict[str, int]]:
    """The shares of the grown-up town by dimension; race is only asked where people know each other."""
    if not place.profile:
        return dict(DATA["uk_town"])
    towns = {
        str(Dimension.GENDER): place.get_people_by_group("gender"),
        str(Dimension.AGE_BAND): place.adults_by_age_band,
    }
    if slot.kind in (TEAM, MEETING, LEADERS):
        towns[str(Dimension.RACE)] = place.get_people_by_group("race")
    return towns


def _draw_professions(present: int, chance: Random) -> dict[str, int]:
    weights: dict[str, float] = DATA["professions"]
    drawn = Counter(
        chance.choices(list(weights), list(weights.values()), k=present - chance.choice((0, 0, 2, 5)))
    )
    return {name: drawn[name] for name in weights if drawn[name]}


def _draw_outputs(slot: Slot, chance: Random) -> tuple[OutputPlan, ...]:
    output = KINDS[slot.kind].get("output")
    if output is None or chance.random() < 0.2:
        return ()
    unit, quantity = OutputUnit(output["unit"]), chance.randint(output["fewest"], output["most"])
    at_least = unit == OutputUnit.CONTACTS and chance.random() < 0.5
    return (OutputPlan(unit, quantity // 10 * 10 if at_least else quantity, at_least, output["what"]),)
