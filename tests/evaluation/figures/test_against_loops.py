"""Items 2, 3, 6, 7, 8, 9 and 12 against plain loops that share nothing with the app, over records made by chance."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from communities.models import RolePeriod
from evaluation.figures import Computed, compute
from events.models import EventKind
from stakeholders.models import StrategyAssessment
from support.models import Service
from tests.base import World, within
from tests.e2e.help_sums import help_sums
from tests.e2e.path_sums import path_sums
from tests.evaluation.figures.help_records import (
    answered,
    call,
    confirmation,
    languages,
    pathway,
    service,
    wave,
)
from tests.evaluation.figures.path_records import (
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
from tests.evaluation.figures.records import H1, event, organization, profile, sat_down
from tests.thorough import sample

PATH = {"2": "research_done", "3": "focus_chosen", "9": "strategies_implemented"}
HELP = {"6": "access_known", "7": "risks_known", "8": "ready_to_refer", "12": "resources_identified"}
BLANKS = ({"plan": ""}, {"plan_who": ""}, {"plan_due": None})
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


class Chance(Random):
    """Days around the half-year and its look-backs, and a bin for some of the records."""

    def day(self, back: int = 900) -> str:
        return (H1.last_day + timedelta(days=30 - self.randrange(back))).isoformat()

    def end(self) -> date | None:
        return date.fromisoformat(self.day()) if self.random() < 0.3 else None

    def bin(self) -> dict[str, Any]:
        return {"deleted_at": timezone.now()} if self.random() < 0.2 else {}


def scatter_discoveries(chance: Chance) -> None:
    for _ in range(chance.randrange(3)):
        # In their order more often than by chance alone.
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
        made = research(days[0], steps=steps, **written, **chance.bin())
        for code, day in zip(("interview", "survey", "survey"), days[2:5], strict=True):
            counts = {
                "people_heard": chance.choice((None, 0, 2, 9)),
                "places_observed": chance.choice((None, 1)),
            }
            method(made, code, day if chance.random() < 0.9 else None, **counts)
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
        made = service(kinds, spoken, day, entered=chance.day(400), **chance.bin())
        for _ in range(chance.randrange(3)):
            confirmation(made, chance.day(400), reply=chance.choice(("right", "right", "changed")))
        if chance.random() < 0.7:
            scatter_readiness(world, made, chance)


def scatter_readiness(world: World, made: Service, chance: Chance) -> None:
    trained = world[chance.choice(("hill-member", "hill-leader", "hill-coordinator"))]
    lacking = chance.choice(({"steps": ""}, {"contact": None}, {"contact_trained_on": None}, {}, {}, {}))
    days = {"contact_trained_on": date.fromisoformat(chance.day(300))}
    pathway(made, world.hill, trained, **days | lacking, **chance.bin())
    for _ in range(chance.randrange(4)):
        taken = chance.sample(CELLS, chance.randrange(len(CELLS)))
        call(made, chance.day(400), *taken, answered=chance.random() < 0.8, **chance.bin())


def scatter_answers(chance: Chance) -> None:
    """The waves of one day differ in how many answered, so that no two pools are equally large."""
    for number in range(chance.randrange(4)):
        asked = wave(chance.choice(("street", "poster")), version=chance.choice((1, 1, 2)), **chance.bin())
        for _ in range(20 + 7 * number):
            names = ("route_unprompted", "hotline_unprompted", "definition")
            codes = {name: chance.choice(CODES) for name in names}
            answered(asked, chance.randrange(1, 4), chance.day(230), **codes, risks=chance.choice(CHOSEN))


def assert_same(found: dict[str, Computed], parts: dict[str, str], expected: dict[str, Any]) -> None:
    computed = {label: found[code].measured for label, code in parts.items()}
    known = {label: (one.numerator, one.denominator) for label, one in computed.items() if one.has_value}
    assert known == expected


@pytest.mark.parametrize("seed", sample(range(12), first=4))
def test_the_figures_of_the_path_are_those_of_the_loops(world: World, seed: int):
    with within(world.hill):
        chance = Chance(seed)
        scatter_discoveries(chance)
        scatter_strategies(world, chance)
        found = compute([world.hill], H1)[world.hill.pk]
        expected = path_sums(H1.last_day)
    assert_same(found, PATH, expected)


@pytest.mark.parametrize("seed", sample(range(24), first=6))
def test_the_figures_of_help_are_those_of_the_loops(world: World, seed: int):
    with within(world.hill):
        chance = Chance(seed)
        scatter_services(world, chance)
        scatter_answers(chance)
        found = compute([world.hill], H1)[world.hill.pk]
        expected = help_sums(world.hill, H1.first_day, H1.last_day)
    assert_same(found, HELP, expected)
