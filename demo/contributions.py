"""What was given to the demo's towns, the yearly question in two of them, and what officials were told."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from demo.places import NEW, SHOWCASE, Place
from demo.register import OrganizationPlan
from demo.seeded_random import dice
from stakeholders.models import Audience, ContributionKind, Sector

MONEY, GOODS, HOURS = ContributionKind
WHAT = {
    MONEY: ("Grant for printing", "Collection after the service", "Gift from the spring fair"),
    GOODS: ("Bags with clothes and toiletries", "Posters, printed free of charge", "Food for the workshop"),
    HOURS: ("Interpreting at meetings", "Room and caretaker for evenings", "Design of the leaflets"),
}


@dataclass(frozen=True)
class ContributionPlan:
    organization: int
    kind: ContributionKind
    amount: Decimal | None
    what: str
    received_on: date


@dataclass(frozen=True)
class SharePlan:
    recipient: str
    shared_on: date
    answer: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class BriefingPlan:
    title: str
    audience: Audience
    opening: str
    asks: str
    shares: tuple[SharePlan, ...]


@dataclass(frozen=True)
class TrustPlan:
    """``answers``: for each organization that answered its sector, and the score it gave to every other."""

    year: int
    closes_on: date
    invited: tuple[int, ...]
    answers: tuple[tuple[Sector, dict[Sector, int]], ...]


def contributions(place: Place, organizations: list[OrganizationPlan], today: date) -> list[ContributionPlan]:
    """About one a month in a steady town. Some amounts were never counted, and stay empty."""
    if place.pace == NEW or place.asleep_since or not place.cadences:
        return []
    chance = dice("contributions", place.slug)
    known = [number for number, one in enumerate(organizations) if not one.deleted]
    found = []
    for month in range(20 if place.pace == SHOWCASE else 8):
        kind = chance.choice((MONEY, GOODS, GOODS, HOURS, HOURS))
        amounts = {
            MONEY: chance.randint(2, 30) * 25,
            GOODS: chance.randint(10, 120),
            HOURS: chance.randint(2, 24),
        }
        found.append(
            ContributionPlan(
                organization=chance.choice(known),
                kind=kind,
                amount=Decimal(amounts[kind]) if chance.random() < 0.8 else None,
                what=chance.choice(WHAT[kind]),
                received_on=today - timedelta(days=12 + 31 * month),
            )
        )
    return found


def briefings(place: Place, decided: date | None, today: date) -> list[BriefingPlan]:
    """The showcase told its council and its school board; another one was begun."""
    if place.pace != SHOWCASE or decided is None:
        return []
    return [
        BriefingPlan(
            "Where Pasadena's people are vulnerable",
            Audience.MAYOR,
            "For half a year volunteers listened to people in our town. These are the places where it is easy to "
            "exploit somebody, and where you can change that.",
            "Train the staff who license hotels and massage businesses.\nPut the hotline number on the town's pages.",
            (
                SharePlan(
                    "Office of the mayor",
                    decided + timedelta(days=25),
                    "Thanked us and asked for a meeting with the licensing office.",
                    "The licensing form now asks who works there.",
                ),
                SharePlan(
                    "Council committee on safety", decided + timedelta(days=60), "Will put it on the agenda."
                ),
            ),
        ),
        BriefingPlan(
            "What counselors told us about missed school days",
            Audience.SCHOOL_BOARD,
            "Counselors in three schools spoke with us about children who stay away.",
            "Call at home on the first missed day.",
            (SharePlan("School board", today - timedelta(days=18)),),
        ),
        BriefingPlan(
            "What we ask of the police",
            Audience.POLICE,
            "People told us whom they would call, and whom they would not.",
            "Agree with us whom an officer calls before the first interview.",
            (),
        ),
    ]


def trust(place: Place, organizations: list[OrganizationPlan], today: date) -> TrustPlan | None:
    """The showcase asked this spring: enough answered to show most of it."""
    if place.pace != SHOWCASE:
        return None
    chance = dice("trust", place.slug)
    invited = tuple(
        number for number, one in enumerate(organizations) if any(person.email for person in one.contacts)
    )
    answers = []
    for number in invited[: max(1, len(invited) - 3)]:
        own = organizations[number].sector
        others = [one for one in Sector if one != own and chance.random() < 0.8]
        answers.append((own, {one: chance.choice((0, 1, 1, 2, 2, 3)) for one in others}))
    return TrustPlan(today.year, today - timedelta(days=150), invited, tuple(answers))
