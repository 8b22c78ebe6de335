"""Who came: drawn from the town's own people, and written down as well as the team writes things down."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from demo.calendar import (
    CAMPAIGN,
    LEADERS,
    LESSON,
    LISTENING,
    MEETING,
    POLICY,
    TALK,
    TEAM,
    TRAINING,
    WORKSHOP,
    Slot,
)
from demo.people import Person
from demo.places import SHOWCASE, Place
from demo.register import OrganizationPlan
from events.models import AgeBand, Constituency, Dimension, OutputUnit, Profession
from stakeholders.models import Sector

Counts = Mapping[str, int]


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
    headcounts: Mapping[str, Counts] = field(default_factory=dict)
    outputs: tuple[OutputPlan, ...] = ()


# Fewest and most people besides the team.
GUESTS = {
    TEAM: (0, 5), MEETING: (3, 14), TALK: (25, 160), LESSON: (18, 110), TRAINING: (10, 40), LEADERS: (4, 12),
    WORKSHOP: (12, 45), LISTENING: (5, 12), CAMPAIGN: (4, 30), POLICY: (4, 20),
}  # fmt: skip
# Which sectors are asked to come, and how many organizations at most.
ASKED = {
    MEETING: (tuple(Sector), 6),
    TALK: ((Sector.FAITH_NGOS, Sector.MEDIA, Sector.LOCAL_BUSINESS), 2),
    LESSON: ((Sector.SCHOOLS,), 1),
    TRAINING: ((Sector.LAW_ENFORCEMENT, Sector.FIRST_RESPONDERS, Sector.FAITH_NGOS), 3),
    WORKSHOP: ((Sector.FAITH_NGOS, Sector.CONSUMERS, Sector.SCHOOLS), 3),
    LISTENING: ((Sector.FAITH_NGOS, Sector.CONSUMERS), 1),
    CAMPAIGN: ((Sector.LOCAL_BUSINESS, Sector.MEDIA), 2),
    POLICY: ((Sector.LOCAL_LEGISLATURES, Sector.LOCAL_BUSINESS), 2),
}
GROUPS_OF_RESIDENTS = {
    MEETING: (Constituency.RESIDENTS, Constituency.PARENTS, Constituency.YOUTH),
    LESSON: (Constituency.STUDENTS, Constituency.TEACHERS),
    LISTENING: (Constituency.PARENTS, Constituency.MIGRANTS, Constituency.YOUTH, Constituency.WORKERS),
    WORKSHOP: (Constituency.RESIDENTS, Constituency.SENIORS),
}
OUTPUTS = {
    TALK: (OutputUnit.CONTACTS, 40, 400, "conversations at the stall"),
    CAMPAIGN: (OutputUnit.PLACEMENTS, 6, 45, "posters with the hotline"),
    LESSON: (OutputUnit.ITEMS, 20, 140, "cards for students"),
    POLICY: (OutputUnit.BROADCASTS, 1, 2, "local news"),
}
PROFESSIONS = (
    (Profession.POLICE, 8), (Profession.FIRST_RESPONDERS, 6), (Profession.HEALTH_WORKERS, 4),
    (Profession.PROSECUTORS, 1), (Profession.JUDGES, 0.4), (Profession.TEACHERS, 3), (Profession.OTHER, 3),
)  # fmt: skip
# Who volunteers more than others; what is not named weighs as in the town.
LEANING = {
    "female": 1.7, "male": 0.8, "45-64": 1.5, "15-24": 0.7, "65+": 1.1, "asian": 0.6,
    "american_indian_or_alaska_native": 0.5,
}  # fmt: skip
UK_TOWN = {
    Dimension.GENDER: {"female": 51, "male": 49},
    Dimension.AGE_BAND: {"15-24": 16, "25-44": 34, "45-64": 30, "65+": 20},
}


def turnout(
    place: Place, slot: Slot, people: list[Person], organizations: list[OrganizationPlan], chance: Random
) -> Turnout:
    """Everything that is drawn for one event, whether or not the clock lets it take place."""
    members = _members(place, slot, people, chance)
    guests = chance.randint(*GUESTS[slot.kind])
    counted = chance.random() < 0.5 + place.pace.records / 2
    present = len(members) + guests
    return Turnout(
        people_present=present if counted else None,
        members=members if chance.random() < 0.6 + 0.4 * place.pace.records else (),
        organizations=_organizations(slot, organizations, chance),
        constituencies=_constituencies(slot, chance),
        headcounts=_headcounts(place, slot, present, chance) if counted else {},
        outputs=_outputs(slot, chance),
    )


def _members(place: Place, slot: Slot, people: list[Person], chance: Random) -> tuple[int, ...]:
    if slot.kind == LEADERS:
        able = [number for number, one in enumerate(people) if one.leads(slot.day)]
        return tuple(
            number for number in able if chance.random() < (0.85 if place.pace == SHOWCASE else 0.75)
        )
    able = [number for number, one in enumerate(people) if one.is_in_team(slot.day)]
    share = 0.85 if slot.kind == TEAM else 0.45
    return tuple(number for number in able if chance.random() < share)


def _organizations(slot: Slot, organizations: list[OrganizationPlan], chance: Random) -> tuple[int, ...]:
    if slot.kind not in ASKED:
        return ()
    sectors, most = ASKED[slot.kind]
    able = [number for number, one in enumerate(organizations) if one.sector in sectors and not one.deleted]
    return tuple(sorted(chance.sample(able, min(len(able), chance.randint(min(most, 2), most)))))


def _constituencies(slot: Slot, chance: Random) -> tuple[Constituency, ...]:
    able = GROUPS_OF_RESIDENTS.get(slot.kind, ())
    return tuple(one for one in able if chance.random() < 0.4)


def _headcounts(place: Place, slot: Slot, present: int, chance: Random) -> dict[str, Counts]:
    found: dict[str, Counts] = {}
    for dimension, town in _towns(place, slot).items():
        written = chance.random() < place.pace.records
        missing = chance.choice((0, 0, 0, 1, 1, 2, 4)) if slot.kind == TEAM else present // 8
        if written and town and present > missing:
            leaning = [share * LEANING.get(group, 1) for group, share in town.items()]
            drawn = Counter(chance.choices(list(town), leaning, k=present - missing))
            found[dimension] = {group: drawn[group] for group in town if drawn[group]}
    if slot.kind == TRAINING and (chance.random() < place.pace.records or place.pace == SHOWCASE):
        found[Dimension.PROFESSION] = _professions(present, chance)
    return found


def _towns(place: Place, slot: Slot) -> dict[str, dict[str, int]]:
    """The shares of the grown-up town by dimension; race is only asked where people know each other."""
    if not place.profile:
        return {str(dimension): shares for dimension, shares in UK_TOWN.items()}
    towns = {
        str(Dimension.GENDER): place.people_by_group("gender"),
        str(Dimension.AGE_BAND): _ages(place),
    }
    if slot.kind in (TEAM, MEETING, LEADERS):
        towns[str(Dimension.RACE)] = place.people_by_group("race")
    return towns


def _ages(place: Place) -> dict[str, int]:
    """The census's five-year bands in those of our forms, from 15 on."""
    bands: Counter[str] = Counter()
    for group, people in place.people_by_group("age_band").items():
        bands[_band(int(group.removesuffix("+").partition("-")[0]))] += people
    return {band: bands[band] for band in AgeBand.values if band != AgeBand.UNDER_15}


def _band(age: int) -> str:
    return next(
        band for band, below in zip(AgeBand.values, (15, 25, 45, 65, 200), strict=True) if age < below
    )


def _professions(present: int, chance: Random) -> dict[str, int]:
    names, weights = zip(*PROFESSIONS, strict=True)
    drawn = Counter(chance.choices(names, weights, k=present - chance.choice((0, 0, 2, 5))))
    return {str(name): drawn[name] for name in names if drawn[name]}


def _outputs(slot: Slot, chance: Random) -> tuple[OutputPlan, ...]:
    if slot.kind not in OUTPUTS or chance.random() < 0.2:
        return ()
    unit, fewest, most, what = OUTPUTS[slot.kind]
    quantity = chance.randint(fewest, most)
    at_least = unit == OutputUnit.CONTACTS and chance.random() < 0.5
    return (OutputPlan(unit, quantity // 10 * 10 if at_least else quantity, at_least, what),)
