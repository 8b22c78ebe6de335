"""What residents of the demo's towns answered: waves of the awareness survey; all of it is made up."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.calendar import FIRST, LAST
from demo.places import SHOWCASE, STEADY, Place
from demo.seeded_random import dice
from residents.models import AnswerSource, Sampling, Turned
from residents.questionnaire import DISTRACTORS, DONT_KNOW, REFUSED, RIGHT, RIGHT_RISKS, WRONG
from tfc.periods import HalfYear

DAYS = 23  # of a wave
REFUSING = 0.05
# The survey is printed in these; whoever speaks another language is asked in English.
PRINTED = ("en", "es", "zh")
# Route and hotline of those who do not know both.
HALF_KNOWN = (
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
    turned: tuple[tuple[date, Turned, int], ...] = ()

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=DAYS - 1)

    @property
    def source(self) -> AnswerSource:
        on_paper = self.sampling in (Sampling.DOOR_TO_DOOR, Sampling.STREET)
        return AnswerSource.PAPER if on_paper else AnswerSource.PHONE


@dataclass(frozen=True)
class Asking:
    """How many are asked, and which share of those who answer knows of help (item 6) and of trafficking (item 7)."""

    half_year: HalfYear
    sampling: Sampling
    where: str
    people: int
    access: float
    risks: float
    turned: bool = False


# In Oakland only three of some forty could name both: outside of the town that number is not shown.
STORIES: dict[str, tuple[Asking, ...]] = {
    "oakland": (Asking(SPRING, Sampling.STREET, "Two bus stations", 44, 0.07, 0.36),),
    "san-diego": (
        Asking(HalfYear(2025, 2), Sampling.STREET, "The old harbor", 66, 0.24, 0.41),
        Asking(SPRING, Sampling.STREET, "The old harbor", 71, 0.29, 0.46),
    ),
    "denver": (Asking(SPRING, Sampling.POSTER, "Posters in laundromats", 37, 0.35, 0.51, turned=True),),
}


def waves(place: Place, today: date) -> list[WavePlan]:
    """Of the showcase one each half-year, in which more and more is known; elsewhere one or none."""
    planned = [_wave(place, one, today) for one in _askings(place)]
    return [one for one in planned if one.starts_on <= today and _has_team(place, one.starts_on)]


def _askings(place: Place) -> Iterator[Asking]:
    if place.pace == SHOWCASE:
        yield from _growing(place)
        yield Asking(SPRING, Sampling.EVENT, "Stall at the summer fair", 41, 0.2, 0.6)
    elif place.slug in STORIES:
        yield from STORIES[place.slug]
    elif place.pace == STEADY:
        people = dice("asked at an event", place.slug).randint(14, 28)
        yield Asking(SPRING, Sampling.EVENT, "Evening at the library", people, 0.3, 0.4)


def _growing(place: Place) -> Iterator[Asking]:
    half_year, number = FIRST, 0
    while half_year <= LAST:
        people = dice("asked", place.slug, half_year).randint(70, 120)
        shares = 0.18 + 0.08 * number, 0.28 + 0.07 * number
        yield Asking(half_year, Sampling.DOOR_TO_DOOR, "Four blocks drawn by lot", people, *shares)
        half_year, number = half_year.next(), number + 1


def _has_team(place: Place, day: date) -> bool:
    return place.team_since <= day and (place.asleep_since is None or day < place.asleep_since)


def _wave(place: Place, asking: Asking, today: date) -> WavePlan:
    chance = dice("wave", place.slug, asking.half_year, asking.sampling)
    code = f"{chance.getrandbits(40):010x}"
    starts_on = asking.half_year.first_day + timedelta(days=chance.randint(70, 120))
    answers = _answers(place, asking, starts_on, chance)
    tenth_day = starts_on + timedelta(days=9)
    turned = ((tenth_day, Turned.HASTE, 212), (tenth_day, Turned.TRAP, 48))
    return WavePlan(
        code=code,
        sampling=asking.sampling,
        place=asking.where,
        starts_on=starts_on,
        answers=tuple(one for one in answers if one.day <= today),
        turned=tuple(one for one in turned if asking.turned and one[0] <= today),
    )


def _answers(place: Place, asking: Asking, starts_on: date, chance: Random) -> list[AnswerPlan]:
    languages = [one for one in place.languages if one in PRINTED] or ["en"]
    access = _knowing(asking.people, asking.access, chance)
    risks = _knowing(asking.people, asking.risks, chance)
    answers = []
    for knows_access, knows_risks in zip(access, risks, strict=True):
        route, hotline = _unprompted(knows_access, chance)
        definition, chosen = _risks(knows_risks, chance)
        answers.append(
            AnswerPlan(
                client_id=uuid.UUID(int=chance.getrandbits(128), version=4),
                day=starts_on + timedelta(days=chance.randrange(DAYS)),
                language=chance.choice(languages),
                route_unprompted=route,
                hotline_unprompted=hotline,
                route_prompted=_prompted(route, chance),
                hotline_prompted=_prompted(hotline, chance),
                definition=definition,
                risks=tuple(chosen),
            )
        )
    return answers


def _knowing(people: int, share: float, chance: Random) -> list[bool | None]:
    """Exactly that share of those who answer, in any order; None refuses."""
    refusing = round(people * REFUSING)
    knowing = round((people - refusing) * share)
    found = [True] * knowing + [None] * refusing + [False] * (people - knowing - refusing)
    chance.shuffle(found)
    return found


def _unprompted(knows: bool | None, chance: Random) -> tuple[str, str]:
    if knows:
        return RIGHT, RIGHT
    if knows is None:
        return chance.choice((RIGHT, REFUSED)), REFUSED
    return chance.choice(HALF_KNOWN)


def _prompted(unprompted: str, chance: Random) -> str:
    """Who named it knows it; of the others many have heard of it."""
    if unprompted in (RIGHT, REFUSED):
        return unprompted
    return RIGHT if chance.random() < 0.55 else chance.choice((WRONG, DONT_KNOW))


def _risks(knows: bool | None, chance: Random) -> tuple[str, Sequence[str]]:
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
