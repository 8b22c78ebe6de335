"""The people of the demo, all invented: teams of three to eight, with the roles they held and since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from communities.models import Role
from demo.places import NEW, Place
from demo.sign_ins import get_demo_email
from demo.sources import make_random, read_json

NAMES: dict[str, list[str]] = read_json("names.json")
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


def build_team(place: Place) -> list[Person]:
    """Coordinator, leader and member, whose accounts the demo prints, and up to five more."""
    chance = make_random("team", place.slug)
    names = _draw_names(chance)
    start = min(place.team_since, place.known_since + timedelta(days=30))
    people = [
        Person(next(names), get_demo_email(role, place.slug), _draw_roles(role, place, start, chance))
        for role in Role
    ]
    people.reverse()
    more = range(_count_extra_members(place))
    return [*people, *(_build_member(place, next(names), number, start, chance) for number in more)]


def _count_extra_members(place: Place) -> int:
    most = 2 if place.activity_level == NEW else 5
    if place.slug == "pasadena":
        return 5
    return make_random("more", place.slug).randint(1 if most == 5 else 0, most)


def _draw_names(chance: Random) -> Iterator[str]:
    first_names, last_names = list(NAMES["first"]), list(NAMES["last"])
    chance.shuffle(first_names)
    chance.shuffle(last_names)
    return (f"{first} {last}" for first, last in zip(first_names, last_names, strict=False))


def _draw_roles(
    role: Role, place: Place, start: date, chance: Random
) -> tuple[tuple[Role, date, date | None], ...]:
    if role != Role.LEADER:
        return ((role, start, None),)
    days = chance.randint(20, 35) if place.activity_level == NEW else chance.randint(60, 200)
    promoted = start + timedelta(days=days)
    return ((Role.MEMBER, start, promoted), (Role.LEADER, promoted, None))


def _build_member(place: Place, name: str, number: int, start: date, chance: Random) -> Person:
    email = f"{name.lower().replace(' ', '.')}@{place.slug}.example"
    joined = start + timedelta(days=30 + 140 * number + chance.randint(0, 60))
    if place.slug == "pasadena" and number == 4:
        return Person(name, email, ((Role.MEMBER, joined, NEWEST), (Role.LEADER, NEWEST, None)))
    if number == 0:
        return Person(name, email, ((Role.LEADER, joined, None),))
    left = joined + timedelta(days=chance.randint(300, 700)) if number == 2 else None
    return Person(name, email, ((Role.MEMBER, joined, left),))
