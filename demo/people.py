"""The people of the demo, all invented: teams of three to eight, with the roles they held and since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from communities.models import Role
from demo.places import NEW, Place
from demo.seeded_random import dice
from demo.sign_ins import email_of

FIRST_NAMES = (
    "Alma", "Amir", "Beatriz", "Caleb", "Chantal", "Daniela", "Darnell", "Elena", "Emeka", "Farah", "Gloria",
    "Hana", "Imani", "Ivan", "Jasmine", "Joon", "Keisha", "Leila", "Lorenzo", "Mariam", "Marcus", "Mei", "Naomi",
    "Nikhil", "Olivia", "Paola", "Quentin", "Rosa", "Samuel", "Sofia", "Tariq", "Teresa", "Usha", "Vera", "Wendell",
    "Ximena", "Yusuf", "Zoe",
)  # fmt: skip
LAST_NAMES = (
    "Abara", "Bell", "Castellanos", "Delgado", "Eriksen", "Fontaine", "Grigoryan", "Hollis", "Ibarra", "Jennings",
    "Kaur", "Lindqvist", "Moreno", "Nakamura", "Okonkwo", "Pacheco", "Quispe", "Ramsey", "Sandoval", "Tran",
    "Underhill", "Vasquez", "Whitaker", "Yamada", "Zamora", "Petrosyan", "Adeyemi", "Brandt", "Choi", "Dawson",
)  # fmt: skip
STAFF_NAMES = {"usa": "Miriam Castle", "uk": "Owen Hartley", "oasis": "Anneke Visser"}
COLLEAGUE_NAME = "Jonah Pryce"
NEWEST = date(2026, 10, 6)  # too new in the role to be asked about in 2026-H2


@dataclass(frozen=True)
class Person:
    """A member, with each role from a day until before another; the last one is open while she stays."""

    name: str
    email: str
    roles: tuple[tuple[Role, date, date | None], ...]

    @property
    def joined(self) -> date:
        return self.roles[0][1]

    @property
    def left(self) -> date | None:
        return self.roles[-1][2]

    @property
    def role(self) -> Role:
        return self.roles[-1][0]

    def is_in_team(self, day: date) -> bool:
        return self.joined <= day and (self.left is None or day < self.left)

    def leads(self, day: date) -> bool:
        return any(
            role >= Role.LEADER and since <= day and (until is None or day < until)
            for role, since, until in self.roles
        )


def team(place: Place) -> list[Person]:
    """Coordinator, leader and member, whose accounts the demo prints, and up to five more."""
    chance = dice("team", place.slug)
    names = _names(chance)
    start = min(place.team_since, place.known_since + timedelta(days=30))
    people = [
        Person(next(names), email_of(role, place.slug), _roles_of(role, place, start, chance))
        for role in Role
    ]
    people.reverse()
    return [*people, *(_another(place, next(names), number, start, chance) for number in range(_more(place)))]


def _more(place: Place) -> int:
    most = 2 if place.pace == NEW else 5
    return 5 if place.slug == "pasadena" else dice("more", place.slug).randint(1 if most == 5 else 0, most)


def _names(chance: Random) -> Iterator[str]:
    first, last = list(FIRST_NAMES), list(LAST_NAMES)
    chance.shuffle(first)
    chance.shuffle(last)
    return (f"{one} {other}" for one, other in zip(first, last, strict=False))


def _roles_of(
    role: Role, place: Place, start: date, chance: Random
) -> tuple[tuple[Role, date, date | None], ...]:
    if role != Role.LEADER:
        return ((role, start, None),)
    promoted = start + timedelta(
        days=chance.randint(20, 35) if place.pace == NEW else chance.randint(60, 200)
    )
    return ((Role.MEMBER, start, promoted), (Role.LEADER, promoted, None))


def _another(place: Place, name: str, number: int, start: date, chance: Random) -> Person:
    email = f"{name.lower().replace(' ', '.')}@{place.slug}.example"
    joined = start + timedelta(days=30 + 140 * number + chance.randint(0, 60))
    if place.slug == "pasadena" and number == 4:
        return Person(name, email, ((Role.MEMBER, joined, NEWEST), (Role.LEADER, NEWEST, None)))
    if number == 0:
        return Person(name, email, ((Role.LEADER, joined, None),))
    if number == 2:
        return Person(
            name, email, ((Role.MEMBER, joined, joined + timedelta(days=chance.randint(300, 700))),)
        )
    return Person(name, email, ((Role.MEMBER, joined, None),))
