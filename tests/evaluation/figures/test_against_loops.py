"""Items 2, 3 and 9 against plain loops that share nothing with the app, over records made by chance."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from evaluation.figures import compute
from events.models import EventKind
from stakeholders.models import StrategyAssessment
from tests.base import World, within
from tests.e2e.path_sums import path_sums
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
from tests.evaluation.figures.records import H1, event, organization, sat_down

PARTS = {"2": "research_done", "3": "focus_chosen", "9": "strategies_implemented"}
BLANKS = ({"plan": ""}, {"plan_who": ""}, {"plan_due": None})
RUNGS = ("pledged", "planned", "implementing", "verified")


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
        steps = {step: chance.day() for step in ALL_STEPS if chance.random() < 0.7}
        made = research(chance.day(), steps=steps, **chance.bin())
        for code in ("interview", "survey", "survey"):
            method(made, code, chance.day() if chance.random() < 0.8 else None)
    findings = [
        finding(chance.day(), status=chance.choice(("open", "withdrawn")), **chance.bin()) for _ in range(3)
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


@pytest.mark.parametrize("seed", range(12))
def test_the_figures_are_those_of_the_loops(world: World, seed: int):
    with within(world.hill):
        chance = Chance(seed)
        scatter_discoveries(chance)
        scatter_strategies(world, chance)
        found = compute([world.hill], H1)[world.hill.pk]
        expected = path_sums(H1.last_day)
    computed = {label: found[code].measured for label, code in PARTS.items()}
    known = {label: (one.numerator, one.denominator) for label, one in computed.items() if one.known}
    assert known == expected
