"""Residents' surveys of the demo: their waves and answers, all made up, and how they are stored."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from random import Random

from communities.models import Community, User
from demo.calendar import FIRST, LAST
from demo.places import SHOWCASE, STEADY, Place
from demo.sources import make_random
from residents.actions.totals import close_ended_waves
from residents.models import (
    AnswerSource,
    AwarenessAnswer,
    AwarenessWave,
    RejectionReason,
    Sampling,
    TurnedAway,
)
from residents.questionnaire import DISTRACTORS, DONT_KNOW, REFUSED, RIGHT, RIGHT_RISKS, VERSION, WRONG
from tfc.periods import HalfYear

DAYS = 23  # of a wave
REFUSING = 0.05
# The survey is printed in these; people who speak another language are asked in English.
PRINTED = ("en", "es", "zh")
# Route and hotline of those who do not know both.
PARTIAL_ANSWERS = (
    (RIGHT, DONT_KNOW),
    (RIGHT, DONT_KNOW),
    (RIGHT, WRONG),
    (WRONG, DONT_KNOW),
    (DONT_KNOW, DONT_KNOW),
)
SPRING = HalfYear(2026, 1)


@dataclass(frozen=True)
class AnswerPlan:
    """One resident: the day, and what is kept of the answers."""

    client_id: uuid.UUID
    day: date
    language: str
    route_unprompted: str
    hotline_unprompted: str
    route_prompted: str
    hotline_prompted: str
    definition: str
    risks: tuple[str, ...]


@dataclass(frozen=True)
class WavePlan:
    """``turned``: days on which answers were turned away, why and how many."""

    code: str
    sampling: Sampling
    place: str
    starts_on: date
    answers: tuple[AnswerPlan, ...]
    turned: tuple[tuple[date, RejectionReason, int], ...] = ()

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=DAYS - 1)

    @property
    def source(self) -> AnswerSource:
        on_paper = self.sampling in (Sampling.DOOR_TO_DOOR, Sampling.STREET)
        return AnswerSource.PAPER if on_paper else AnswerSource.PHONE


@dataclass(frozen=True)
class WaveScenario:
    """How many are asked, and which share of those who answer knows of help (item 6) and of trafficking (item 7)."""

    half_year: HalfYear
    sampling: Sampling
    where: str
    people: int
    access: float
    risks: float
    turned: bool = False


# In Oakland only three of some forty could name both: outside of the town that number is not shown.
STORIES: dict[str, tuple[WaveScenario, ...]] = {
    "oakland": (WaveScenario(SPRING, Sampling.STREET, "Two bus stations", 44, 0.07, 0.36),),
    "san-diego": (
        WaveScenario(HalfYear(2025, 2), Sampling.STREET, "The old harbor", 66, 0.24, 0.41),
        WaveScenario(SPRING, Sampling.STREET, "The old harbor", 71, 0.29, 0.46),
    ),
    "denver": (WaveScenario(SPRING, Sampling.POSTER, "Posters in laundromats", 37, 0.35, 0.51, turned=True),),
}


def build_waves(place: Place, today: date) -> list[WavePlan]:
    """Of the showcase one each half-year, in which more and more is known; elsewhere one or none."""
    drawn = [_draw_wave(place, scenario, today) for scenario in _get_scenarios(place)]
    return [wave for wave in drawn if wave.starts_on <= today and _has_team(place, wave.starts_on)]


def _get_scenarios(place: Place) -> Iterator[WaveScenario]:
    if place.activity_level == SHOWCASE:
        yield from _get_showcase_scenarios(place)
        yield WaveScenario(SPRING, Sampling.EVENT, "Stall at the summer fair", 41, 0.2, 0.6)
    elif place.slug in STORIES:
        yield from STORIES[place.slug]
    elif place.activity_level == STEADY:
        people = make_random("asked at an event", place.slug).randint(14, 28)
        yield WaveScenario(SPRING, Sampling.EVENT, "Evening at the library", people, 0.3, 0.4)


def _get_showcase_scenarios(place: Place) -> Iterator[WaveScenario]:
    half_year, number = FIRST, 0
    while half_year <= LAST:
        people = make_random("asked", place.slug, half_year).randint(70, 120)
        shares = 0.18 + 0.08 * number, 0.28 + 0.07 * number
        yield WaveScenario(half_year, Sampling.DOOR_TO_DOOR, "Four blocks drawn by lot", people, *shares)
        half_year, number = half_year.next(), number + 1


def _has_team(place: Place, day: date) -> bool:
    return place.team_since <= day and (place.dormant_since is None or day < place.dormant_since)


def _draw_wave(place: Place, scenario: WaveScenario, today: date) -> WavePlan:
    chance = make_random("wave", place.slug, scenario.half_year, scenario.sampling)
    code = f"{chance.getrandbits(40):010x}"
    starts_on = scenario.half_year.first_day + timedelta(days=chance.randint(70, 120))
    answers = _draw_answers(place, scenario, starts_on, chance)
    tenth_day = starts_on + timedelta(days=9)
    turned = ((tenth_day, RejectionReason.HASTE, 212), (tenth_day, RejectionReason.TRAP, 48))
    return WavePlan(
        code=code,
        sampling=scenario.sampling,
        place=scenario.where,
        starts_on=starts_on,
        answers=tuple(answer for answer in answers if answer.day <= today),
        turned=tuple(rejection for rejection in turned if scenario.turned and rejection[0] <= today),
    )


def _draw_answers(place: Place, scenario: WaveScenario, starts_on: date, chance: Random) -> list[AnswerPlan]:
    languages = [code for code in place.languages if code in PRINTED] or ["en"]
    access = _draw_knowledge(scenario.people, scenario.access, chance)
    risks = _draw_knowledge(scenario.people, scenario.risks, chance)
    answers = []
    for knows_access, knows_risks in zip(access, risks, strict=True):
        route, hotline = _draw_unprompted(knows_access, chance)
        definition, chosen = _draw_risks(knows_risks, chance)
        answers.append(
            AnswerPlan(
                client_id=uuid.UUID(int=chance.getrandbits(128), version=4),
                day=starts_on + timedelta(days=chance.randrange(DAYS)),
                language=chance.choice(languages),
                route_unprompted=route,
                hotline_unprompted=hotline,
                route_prompted=_draw_prompted(route, chance),
                hotline_prompted=_draw_prompted(hotline, chance),
                definition=definition,
                risks=tuple(chosen),
            )
        )
    return answers


def _draw_knowledge(people: int, share: float, chance: Random) -> list[bool | None]:
    """Exactly that share of those who answer, in any order; None refuses."""
    refusing = round(people * REFUSING)
    knowing = round((people - refusing) * share)
    answers = [True] * knowing + [None] * refusing + [False] * (people - knowing - refusing)
    chance.shuffle(answers)
    return answers


def _draw_unprompted(knows: bool | None, chance: Random) -> tuple[str, str]:
    if knows:
        return RIGHT, RIGHT
    if knows is None:
        return chance.choice((RIGHT, REFUSED)), REFUSED
    return chance.choice(PARTIAL_ANSWERS)


def _draw_prompted(unprompted: str, chance: Random) -> str:
    """People who named it know it; of the others many have heard of it."""
    if unprompted in (RIGHT, REFUSED):
        return unprompted
    return RIGHT if chance.random() < 0.55 else chance.choice((WRONG, DONT_KNOW))


def _draw_risks(knows: bool | None, chance: Random) -> tuple[str, Sequence[str]]:
    right, wrong = sorted(RIGHT_RISKS), sorted(DISTRACTORS)
    if knows:
        return RIGHT, chance.sample(right, chance.randint(2, 4)) + chance.sample(wrong, chance.randint(0, 1))
    if knows is None:
        return chance.choice((RIGHT, WRONG)), [REFUSED]
    if chance.random() < 0.5:
        return chance.choice((WRONG, DONT_KNOW)), chance.sample(right, 2)
    too_little = chance.sample(right, 1)
    too_much = chance.sample(right, 2) + chance.sample(wrong, 2)
    return RIGHT, chance.choice(([DONT_KNOW], too_little, too_much))


def store_waves(plans: Iterable[WavePlan], community: Community, by: User, today: date) -> None:
    """In the community's scope, with the results of the waves that are over."""
    for plan in plans:
        wave = AwarenessWave.objects.create(
            code=plan.code,
            version=VERSION,
            sampling=plan.sampling,
            place=plan.place,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            created_by=by,
        )
        AwarenessAnswer.objects.bulk_create(
            AwarenessAnswer(wave=wave, source=plan.source, **asdict(answer) | {"risks": list(answer.risks)})
            for answer in plan.answers
        )
        TurnedAway.objects.bulk_create(
            TurnedAway(office_id=community.office_id, wave=wave, day=day, why=why, number=number)
            for day, why, number in plan.turned
        )
    close_ended_waves(today=today)
