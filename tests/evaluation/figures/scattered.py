"""A town's meetings, trainings and roles made by chance, most of them close to the edge of a rule.

What tests/evaluation/figures scatters of research, help and answers is added to it.
"""

from datetime import date, timedelta
from typing import Any

from communities.models import Cadence, Membership, Role, RolePeriod, RosterConfirmation, User
from evaluation.actions.figures import DECLARABLE
from evaluation.models import Declaration
from events.models import EventKind
from support.models import PathwayCheck
from tests.base import LONG_AGO, World, make_user
from tests.evaluation.figures.records import H1, came, counted, event, organization, profile, sat_down
from tests.evaluation.figures.test_against_loops import (
    Chance,
    scatter_answers,
    scatter_discoveries,
    scatter_services,
    scatter_strategies,
)

PROFESSIONS = ("police", "prosecutors", "judges", "first_responders", "teachers")
AGES = {"0-14": 180, "15-17": 40, "18-24": 90, "25-44": 270, "45-64": 40, "65-74": 20, "75+": 20}
BANDS = ("0-14", "15-24", "25-44", "45-64", "65+")
ENGAGEMENT = (EventKind.AWARENESS, EventKind.EDUCATION, EventKind.CAMPAIGN, EventKind.POLICY_WIN)


def scatter_town(world: World, chance: Chance) -> None:
    """Everything that the fourteen parts are computed from. In Hill's scope."""
    scatter_discoveries(chance)
    scatter_strategies(world, chance)
    scatter_services(world, chance)
    # Who did not answer took nobody: no form stores anything else.
    PathwayCheck.objects.filter(answered=False).update(accepts=[])
    scatter_answers(chance)
    _scatter_meetings(world, chance)
    _scatter_tables(world, chance)
    _scatter_trainings(world, chance)
    _scatter_roles(world, chance)
    for part in DECLARABLE:
        if chance.random() < 0.2:
            Declaration.objects.create(half_year=str(H1), part=part, by=world["hill-coordinator"])


def _how(chance: Chance) -> dict[str, Any]:
    """Held, mostly; or without an outcome, cancelled, or in the bin."""
    return {"status": chance.choice(("held",) * 6 + ("planned", "cancelled")), **chance.bin()}


def _near(chance: Chance) -> str:
    """A day of the half-year, of the weeks around it, or the very first and last."""
    edges = [day + timedelta(days=n) for day in (H1.first_day, H1.last_day) for n in (-1, 0, 1)]
    return chance.choice(edges).isoformat() if chance.random() < 0.2 else chance.day(230)


def _scatter_meetings(world: World, chance: Chance) -> None:
    days = {chance.day(chance.choice((60, 400, 900))) for _ in range(chance.randrange(4))}
    for day in days:
        kind = chance.choice(("week", "fortnight", "month", "month", "quarter"))
        Cadence.objects.create(kind=kind, declared_on=date.fromisoformat(day), by=world["hill-leader"])
    if chance.random() < 0.9:
        profile("gender", female=500, male=470, another=chance.choice((0, 30, 51, 60)))
        profile("age_band", **AGES)
    people = [world[f"hill-{name}"] for name in ("member", "leader", "coordinator")]
    for number in range(chance.choice((2, 8, 12))):
        groups = {name: chance.randrange(6) for name in BANDS}
        genders = {"female": chance.randrange(9), "male": chance.randrange(4), "another": chance.randrange(2)}
        most = max(sum(groups.values()), sum(genders.values()), 3)
        heads = most + chance.choice((0, 0, 2, 15)) if chance.random() < 0.8 else None
        meeting = event(
            world.hill,
            EventKind.TEAM_MEETING,
            _near(chance),
            people_present=heads,
            title=str(number),
            **_how(chance),
        )
        came(meeting, *chance.sample(people, chance.choice((0, 2, 3, 3))))
        if chance.random() < 0.85:
            counted(meeting, "gender", **genders)
        if chance.random() < 0.7:
            counted(meeting, "age_band", **groups)


def _scatter_tables(world: World, chance: Chance) -> None:
    bodies = [
        organization(f"{sector} {n}", sector) for sector in ("faith_ngos", "media", "consumers") for n in "ab"
    ]
    for _ in range(chance.randrange(7)):
        kind = chance.choice((EventKind.STAKEHOLDER_MEETING, EventKind.STAKEHOLDER_MEETING, *ENGAGEMENT))
        hosting = chance.choice(("hosted", "co_hosted", "facilitated", "attended"))
        table = event(world.hill, kind, _near(chance), hosting=hosting, **_how(chance))
        groups = chance.sample(("youth", "consumers"), chance.randrange(2))
        sat_down(table, *chance.sample(bodies, chance.randrange(4)), constituencies=tuple(groups))


def _scatter_trainings(world: World, chance: Chance) -> None:
    for _ in range(chance.randrange(4)):
        groups = {name: chance.randrange(7) for name in chance.sample(PROFESSIONS, chance.randrange(4))}
        heads = sum(groups.values()) + chance.choice((0, 5)) if chance.random() < 0.8 else None
        training = event(
            world.hill, EventKind.STAKEHOLDER_TRAINING, _near(chance), people_present=heads, **_how(chance)
        )
        counted(training, "profession", **groups)


def _scatter_roles(world: World, chance: Chance) -> None:
    """Leaders of 58 to 62 days, and some who end around the last day."""
    leaders = [
        world["hill-leader"],
        world["hill-coordinator"],
        *new_leaders(world, chance.sample(range(58, 63), 3)),
    ]
    for one in leaders:
        if chance.random() < 0.3:
            left = H1.last_day + timedelta(days=chance.randrange(-1, 2))
            RolePeriod.objects.filter(user=one).update(ended_on=left)
    if chance.random() < 0.8:
        RosterConfirmation.objects.create(half_year=str(H1), by=world["hill-coordinator"])
    for _ in range(chance.randrange(3)):
        training = event(world.hill, EventKind.LEADERSHIP_TRAINING, _near(chance), **_how(chance))
        came(training, *chance.sample(leaders, chance.randrange(4)))


def new_leaders(world: World, days: list[int]) -> list[User]:
    """Each for so many days on the half-year's last. In Hill's scope."""
    made = []
    for number in days:
        person = make_user(f"leader-of-{number}-days")
        role = {"user": person, "role": Role.LEADER}
        membership = Membership.objects.create(community=world.hill, started_at=LONG_AGO, **role)
        since = H1.last_day - timedelta(days=number)
        RolePeriod.objects.create(membership=membership, started_on=since, **role)
        made.append(person)
    return made
