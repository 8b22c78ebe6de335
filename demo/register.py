"""The organizations of the demo and the people at work there, all invented and named plainly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.people import NAMES
from demo.places import NEW, PATCHY, Place, make_fictional_phone
from demo.sources import make_random, read_json
from stakeholders.models import Sector, TieKind

# By sector: what its organizations are called after a first word, and what people do there.
SECTORS: dict[str, dict[str, list[str]]] = read_json("sectors.json")
# The sectors in which a team easily finds organizations.
EASY_SECTORS = (Sector.FAITH_NGOS, Sector.SCHOOLS, Sector.LOCAL_BUSINESS)


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
    tie: TieKind = TieKind.NEW
    languages: tuple[str, ...] = ()
    phone: str = ""
    website: str = ""
    note: str = ""
    met_on: date | None = None
    deleted: bool = False
    contacts: tuple[ContactPlan, ...] = ()


def build_register(place: Place) -> list[OrganizationPlan]:
    """Every sector in a steady town, a few in a new one, one name twice as in real registers."""
    chance = make_random("register", place.slug)
    first_words = list(NAMES["organizations"])
    chance.shuffle(first_words)
    organizations = []
    for sector in Sector:
        for number in range(_count_organizations(place, sector, chance)):
            organizations.append(_build_organization(place, sector, first_words.pop(), number, chance))
            first_words = first_words or list(NAMES["organizations"])
    return [*organizations, *_build_entry_errors(place, organizations)]


def get_active_numbers(organizations: Sequence[OrganizationPlan]) -> list[int]:
    """Where in the register those are that were not deleted."""
    return [number for number, organization in enumerate(organizations) if not organization.deleted]


def _count_organizations(place: Place, sector: Sector, chance: Random) -> int:
    if place.slug == "pasadena":
        return 4 if sector in EASY_SECTORS else 2
    if place.activity_level == NEW:
        return chance.choice((0, 1, 1, 2)) if sector in EASY_SECTORS else chance.choice((0, 0, 0, 1))
    if place.activity_level == PATCHY:
        return chance.randint(1, 2) if sector in EASY_SECTORS else chance.choice((0, 1, 1))
    return chance.randint(2, 4) if sector in EASY_SECTORS else chance.randint(1, 2)


def _build_organization(
    place: Place, sector: Sector, first_word: str, number: int, chance: Random
) -> OrganizationPlan:
    nouns = SECTORS[sector]["names"]
    name = f"{first_word} {nouns[number % len(nouns)] if number else chance.choice(nouns)}"
    domain = name.lower().replace("'", "").replace(" ", "-")
    tie = TieKind.EXISTING if chance.random() < 0.35 else TieKind.NEW
    return OrganizationPlan(
        name=name,
        sector=sector,
        tie=tie,
        met_on=_draw_met_on(place, name) if tie == TieKind.NEW else None,
        languages=tuple(code for code in place.languages if code == "en" or chance.random() < 0.3),
        phone=make_fictional_phone(place, chance) if chance.random() < 0.6 else "",
        website=f"https://{domain}.example" if chance.random() < 0.5 else "",
        note=chance.choice(NAMES["notes"]) if chance.random() < 0.3 else "",
        contacts=tuple(
            _build_contact(place, sector, domain, chance) for _ in range(chance.choice((0, 1, 1, 2)))
        ),
    )


def _draw_met_on(place: Place, name: str) -> date:
    """In the years since there is a team; drawn apart from the rest, so that nothing else moves."""
    return place.team_since + timedelta(days=make_random("met", place.slug, name).randint(0, 1500))


def _build_contact(place: Place, sector: Sector, domain: str, chance: Random) -> ContactPlan:
    first, last = chance.choice(NAMES["first"]), chance.choice(NAMES["last"])
    return ContactPlan(
        name=f"{first} {last}",
        role=chance.choice(SECTORS[sector]["roles"]) if chance.random() < 0.85 else "",
        email=f"{first.lower()}@{domain}.example" if chance.random() < 0.7 else "",
        phone=make_fictional_phone(place, chance) if chance.random() < 0.5 else "",
        may_be_listed=chance.random() < 0.7,
    )


def _build_entry_errors(place: Place, organizations: list[OrganizationPlan]) -> list[OrganizationPlan]:
    """The same body entered twice in different spelling, and one that was entered by mistake and deleted."""
    if place.activity_level == NEW or not organizations:
        return []
    first = organizations[0]
    # Known before: as a new tie it would count twice.
    duplicate = OrganizationPlan(first.name.upper(), first.sector, TieKind.EXISTING)
    return [duplicate, OrganizationPlan("Test", Sector.CONSUMERS, deleted=True)]
