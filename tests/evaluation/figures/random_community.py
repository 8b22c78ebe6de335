"""A random community with most of its records close to the edge of a rule."""

from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from communities.models import Cadence, Membership, Role, RolePeriod, RosterConfirmation, User
from evaluation.actions.figures import DECLARABLE
from evaluation.models import Declaration
from events.models import EventKind
from stakeholders.models import StrategyAssessment
from support.models import PathwayCheck, Service
from tests.base import LONG_AGO, World, make_user
from tests.evaluation.figures.help_records import (
    answered,
    call,
    confirmation,
    languages,
    pathway,
    service,
    wave,
)
from tests.evaluation.figures.records import H1, came, counted, event, organization, profile, sat_down
from tests.evaluation.figures.research_records import (
    ALL_STEPS,
    PLAN,
    decision,
    evidence,
    finding,
    focus,
    method,
    research,
    strategy,
)

BLANKS = ({"plan": ""}, {"plan_person": ""}, {"plan_due": None})
RUNGS = ("pledged", "planned", "implementing", "verified")
KINDS = ("housing", "medical", "counseling", "crisis", "spiritual_care", "legal", "work")
CELLS = tuple(f"{need} {code}" for need in ("physical", "psychological", "social") for code in ("en", "es"))
CODES = ("right", "right", "wrong", "dont_know", "refused")
CHOSEN = (
    ["debts", "no_home"],
    ["debts", "violence", "car_park"],
    ["no_papers"],
    ["debts", "no_home", "car_park", "contract"],
    ["dont_know"],
    ["refused"],
)
PROFESSIONS = ("police", "prosecutors", "judges", "first_responders", "teachers")
AGES = {"0-14": 180, "15-17": 40, "18-24": 90, "25-44": 270, "45-64": 40, "65-74": 20, "75+": 20}
BANDS = ("0-14", "15-24", "25-44", "45-64", "65+")
ENGAGEMENT = (EventKind.AWARENESS, EventKind.EDUCATION, EventKind.CAMPAIGN, EventKind.LEADERSHIP_TRAINING)


class Chance(Random):
    """Random days around the half-year and its look-back periods, and random deletions."""

    def day(self, back: int = 900) -> str:
        return (H1.last_day + timedelta(days=30 - self.randrange(back))).isoformat()

    def end(self) -> date | None:
        return date.fromisoformat(self.day()) if self.random() < 0.3 else None

    def bin(self) -> dict[str, Any]:
        return {"deleted_at": timezone.now()} if self.random() < 0.2 else {}


def scatter_discoveries(chance: Chance) -> None:
    for _ in range(chance.randrange(3)):
        # In order more often than by chance.
        days = (
            sorted(chance.day() for _ in range(8))
            if chance.random() < 0.7
            else [chance.day() for _ in range(8)]
        )
        steps = {
            step: day
            for step, day in zip(ALL_STEPS, (days[1], *days[5:]), strict=True)
            if chance.random() < 0.9
        }
        written = {} if chance.random() < 0.8 else {"places": ""}
        result = research(days[0], steps=steps, **written, **chance.bin())
        for code, day in zip(("interview", "survey", "survey"), days[2:5], strict=True):
            counts = {
                "people_heard": chance.choice((None, 0, 2, 9)),
                "places_observed": chance.choice((None, 1)),
            }
            method(result, code, day if chance.random() < 0.9 else None, **counts)
    findings = [
        finding(
            chance.day(),
            status=chance.choice(("open", "withdrawn")),
            confidence=chance.randrange(1, 4),
            checked_on=chance.end(),
            **chance.bin(),
        )
        for _ in range(3)
    ]
    for _ in range(chance.randrange(5)):
        plan = PLAN | (chance.choice(BLANKS) if chance.random() < 0.2 else {})
        why = {"decision": decision(chance.day()), "finding": chance.choice(findings)}
        focus("media", ended_on=chance.end(), **why, **plan, **chance.bin())


def scatter_strategies(world: World, chance: Chance) -> None:
    by = world["hill-leader"]
    for number in range(6):
        body = organization(str(number), "schools")
        if chance.random() < 0.6:
            sat_down(event(world.hill, EventKind.EDUCATION, chance.day(600)), body)
        if chance.random() < 0.3:
            on = date.fromisoformat(chance.day())
            StrategyAssessment.objects.create(organization=body, on=on, by=by)
        for _ in range(chance.randrange(3)):
            rungs = [(chance.choice(RUNGS), chance.day()) for _ in range(chance.randrange(3))]
            acting = strategy(body, by, *rungs, ended_on=chance.end(), **chance.bin())
            for _ in range(chance.randrange(3)):
                evidence(acting, chance.day(), **chance.bin())


def scatter_services(world: World, chance: Chance) -> None:
    languages(*chance.sample(("en", "es", "fr"), chance.randrange(3)))
    if chance.random() < 0.5:
        profile("language", en=90, es=chance.choice((0, 4, 5, 9)))
    for name in ("hill-member", "hill-leader"):
        if chance.random() < 0.4:
            RolePeriod.objects.filter(user=world[name]).update(ended_on=chance.end())
    for _ in range(chance.randrange(6)):
        kinds = " ".join(chance.sample(KINDS, chance.randrange(1, 4)))
        spoken = " ".join(chance.sample(("en", "es", "fr"), chance.randrange(3)))
        day = chance.day(400) if chance.random() < 0.6 else None
        result = service(kinds, spoken, day, entered=chance.day(400), **chance.bin())
        for _ in range(chance.randrange(3)):
            confirmation(result, chance.day(400), reply=chance.choice(("right", "right", "changed")))
        if chance.random() < 0.7:
            scatter_readiness(world, result, chance)


def scatter_readiness(world: World, service: Service, chance: Chance) -> None:
    trained = world[chance.choice(("hill-member", "hill-leader", "hill-coordinator"))]
    lacking = chance.choice(({"steps": ""}, {"contact": None}, {"contact_trained_on": None}, {}, {}, {}))
    days = {"contact_trained_on": date.fromisoformat(chance.day(300))}
    pathway(service, world.hill, trained, **days | lacking, **chance.bin())
    for _ in range(chance.randrange(4)):
        taken = chance.sample(CELLS, chance.randrange(len(CELLS)))
        call(service, chance.day(400), *taken, answered=chance.random() < 0.8, **chance.bin())


def scatter_answers(chance: Chance) -> None:
    """Create waves of one day with different numbers of answers, so that no two groups are equally large."""
    for number in range(chance.randrange(4)):
        survey_wave = wave(
            chance.choice(("street", "poster")), version=chance.choice((1, 1, 2)), **chance.bin()
        )
        for _ in range(20 + 7 * number):
            names = ("route_unprompted", "hotline_unprompted", "definition")
            codes = {name: chance.choice(CODES) for name in names}
            answered(
                survey_wave, chance.randrange(1, 4), chance.day(230), **codes, risks=chance.choice(CHOSEN)
            )


def scatter_town(world: World, chance: Chance) -> None:
    """Create everything from which the fourteen parts are computed, in Hill's scope."""
    scatter_discoveries(chance)
    scatter_strategies(world, chance)
    scatter_services(world, chance)
    # If nobody answered, nobody was accepted: forms store nothing else.
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
    """Return a state of an event: mostly held; or without outcome, canceled, or deleted."""
    return {"status": chance.choice(("held",) * 6 + ("planned", "cancelled")), **chance.bin()}


def _near(chance: Chance) -> str:
    """Return a day in or around the half-year, or its first or last."""
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
    """Add leaders for 58 to 62 days, and some who stop around the last day."""
    leaders = [
        world["hill-leader"],
        world["hill-coordinator"],
        *new_leaders(world, chance.sample(range(58, 63), 3)),
    ]
    for leader in leaders:
        if chance.random() < 0.3:
            left = H1.last_day + timedelta(days=chance.randrange(-1, 2))
            RolePeriod.objects.filter(user=leader).update(ended_on=left)
    if chance.random() < 0.8:
        RosterConfirmation.objects.create(half_year=str(H1), by=world["hill-coordinator"])
    for _ in range(chance.randrange(3)):
        training = event(world.hill, EventKind.LEADERSHIP_TRAINING, _near(chance), **_how(chance))
        came(training, *chance.sample(leaders, chance.randrange(4)))


def new_leaders(world: World, days: list[int]) -> list[User]:
    """Leaders for so many days on the half-year's last, in Hill's scope."""
    results = []
    for number in days:
        person = make_user(f"leader-of-{number}-days")
        role = {"user": person, "role": Role.LEADER}
        membership = Membership.objects.create(community=world.hill, started_at=LONG_AGO, **role)
        since = H1.last_day - timedelta(days=number)
        RolePeriod.objects.create(membership=membership, started_on=since, **role)
        results.append(person)
    return results
