"""The organizations of the demo and the people at work there, all invented and named plainly."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.people import FIRST_NAMES, LAST_NAMES
from demo.places import NEW, PATCHY, Place, made_up_phone
from demo.seeded_random import dice
from stakeholders.models import Sector, Tie

WORDS = (
    "Alder", "Amber", "Birch", "Bluebird", "Cedar", "Clover", "Copper", "Dove", "Elm", "Fern", "Granite", "Harvest",
    "Hazel", "Heron", "Ivy", "Juniper", "Lantern", "Linden", "Maple", "Meadow", "Olive", "Pebble", "Quill", "Rowan",
    "Saffron", "Sparrow", "Sycamore", "Thistle", "Willow", "Wren",
)  # fmt: skip
NOUNS = {
    Sector.SCHOOLS: ("Street School", "Middle School", "Evening College", "Youth Academy"),
    Sector.LOCAL_BUSINESS: ("Coffee Roasters", "Hotel", "Nail Studio", "Bakery", "Car Wash", "Market Hall"),
    Sector.CONSUMERS: ("Fair Shopping Circle", "Court Tenants", "Buying Club", "Parents' Swap"),
    Sector.MEDIA: ("Radio", "Weekly", "Neighborhood News", "Community TV"),
    Sector.FAITH_NGOS: (
        "Street Chapel",
        "Fellowship",
        "Food Pantry",
        "Shelter Fund",
        "Women's House",
        "Mosque",
    ),
    Sector.FIRST_RESPONDERS: ("Fire Station", "Ambulance Crew", "Dispatch Center", "Emergency Room Nurses"),
    Sector.LAW_ENFORCEMENT: ("Street Police Desk", "District Prosecutors", "Youth Patrol"),
    Sector.LOCAL_LEGISLATURES: ("District Council Office", "Ward Office", "Library Board"),
}
WORK = {
    Sector.SCHOOLS: ("Counselor", "Principal", "Teacher"),
    Sector.LOCAL_BUSINESS: ("Owner", "Manager"),
    Sector.CONSUMERS: ("Speaker", "Volunteer"),
    Sector.MEDIA: ("Editor", "Reporter"),
    Sector.FAITH_NGOS: ("Pastor", "Director", "Case worker"),
    Sector.FIRST_RESPONDERS: ("Captain", "Shift lead", "Charge nurse"),
    Sector.LAW_ENFORCEMENT: ("Detective", "Victim advocate", "Sergeant"),
    Sector.LOCAL_LEGISLATURES: ("Staff member", "Council aide"),
}
NOTES = (
    "Met at the health fair; wants material for the notice board.",
    "Best reached in the morning.",
    "Lends us a room on Thursdays.",
    "Asked for a talk in Spanish.",
    "Promised to bring two more people to the next meeting.",
)
# How many organizations of a sector a team knows, from the sectors that come easily to those that do not.
EASY = (Sector.FAITH_NGOS, Sector.SCHOOLS, Sector.LOCAL_BUSINESS)


@dataclass(frozen=True)
class ContactPlan:
    name: str
    role: str
    email: str
    phone: str
    may_be_listed: bool


@dataclass(frozen=True)
class OrganizationPlan:
    name: str
    sector: Sector
    tie: Tie
    languages: tuple[str, ...]
    phone: str
    website: str
    note: str
    met_on: date | None = None
    deleted: bool = False
    contacts: tuple[ContactPlan, ...] = ()


def register(place: Place) -> list[OrganizationPlan]:
    """Who the team knows: every sector in a steady town, a few in a new one, one name twice as in real registers."""
    chance = dice("register", place.slug)
    words = list(WORDS)
    chance.shuffle(words)
    found = []
    for sector in Sector:
        for number in range(_how_many(place, sector, chance)):
            found.append(_organization(place, sector, words.pop(), number, chance))
            words = words or list(WORDS)
    return [*found, *_slips(place, found)]


def _how_many(place: Place, sector: Sector, chance: Random) -> int:
    if place.slug == "pasadena":
        return 4 if sector in EASY else 2
    if place.pace == NEW:
        return chance.choice((0, 1, 1, 2)) if sector in EASY else chance.choice((0, 0, 0, 1))
    if place.pace == PATCHY:
        return chance.randint(1, 2) if sector in EASY else chance.choice((0, 1, 1))
    return chance.randint(2, 4) if sector in EASY else chance.randint(1, 2)


def _organization(place: Place, sector: Sector, word: str, number: int, chance: Random) -> OrganizationPlan:
    nouns = NOUNS[sector]
    name = f"{word} {nouns[number % len(nouns)] if number else chance.choice(nouns)}"
    plain = name.lower().replace("'", "").replace(" ", "-")
    tie = Tie.EXISTING if chance.random() < 0.35 else Tie.NEW
    return OrganizationPlan(
        name=name,
        sector=sector,
        tie=tie,
        met_on=_met_on(place, name) if tie == Tie.NEW else None,
        languages=tuple(one for one in place.languages if one == "en" or chance.random() < 0.3),
        phone=made_up_phone(place, chance) if chance.random() < 0.6 else "",
        website=f"https://{plain}.example" if chance.random() < 0.5 else "",
        note=chance.choice(NOTES) if chance.random() < 0.3 else "",
        contacts=tuple(_contact(place, sector, plain, chance) for _ in range(chance.choice((0, 1, 1, 2)))),
    )


def _met_on(place: Place, name: str) -> date:
    """In the years since there is a team; with dice of its own, so that nothing else moves."""
    return place.team_since + timedelta(days=dice("met", place.slug, name).randint(0, 1500))


def _contact(place: Place, sector: Sector, plain: str, chance: Random) -> ContactPlan:
    first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    return ContactPlan(
        name=f"{first} {last}",
        role=chance.choice(WORK[sector]) if chance.random() < 0.85 else "",
        email=f"{first.lower()}@{plain}.example" if chance.random() < 0.7 else "",
        phone=made_up_phone(place, chance) if chance.random() < 0.5 else "",
        may_be_listed=chance.random() < 0.7,
    )


def _slips(place: Place, found: list[OrganizationPlan]) -> list[OrganizationPlan]:
    """The same body entered twice in different spelling, and one that was entered by mistake and deleted."""
    if place.pace == NEW or not found:
        return []
    twice = found[0]
    again = OrganizationPlan(
        name=twice.name.upper(),
        sector=twice.sector,
        tie=Tie.EXISTING,  # it is nobody new
        languages=(),
        phone="",
        website="",
        note="",
    )
    wrong = OrganizationPlan(
        name="Test",
        sector=Sector.CONSUMERS,
        tie=Tie.NEW,
        languages=(),
        phone="",
        website="",
        note="",
        deleted=True,
    )
    return [again, wrong]
