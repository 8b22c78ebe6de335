"""What the towns of the demo found out, whom they chose and what these changed: a plan without the database."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from evaluation.demo.dice import dice
from evaluation.demo.finding_texts import LOCATIONS, TEXTS, FindingText
from evaluation.demo.places import NEW, PATCHY, SHOWCASE, Place
from evaluation.demo.register import OrganizationPlan
from stakeholders.models import FindingStatus, Method, Rung, Sector, Step

LONG_AGO_DAYS = 900  # older than the 24 months for which a finding counts


@dataclass(frozen=True)
class FindingPlan:
    text: FindingText
    severity: int
    confidence: int
    people_heard: int | None
    observed_on: date
    checked_on: date | None
    status: FindingStatus = FindingStatus.OPEN
    location: str = ""


@dataclass(frozen=True)
class ResearchPlan:
    """``steps``: the day on which each was done; ``methods``: when each was begun, and how many people were heard."""

    question: str
    begun_on: date
    closed_on: date | None
    steps: dict[Step, date]
    methods: tuple[tuple[Method, date, int | None], ...]
    findings: tuple[FindingPlan, ...]


@dataclass(frozen=True)
class StrategyPlan:
    """``organization``: its place in the register; ``choice``: which of the catalogue's strategies for its sector."""

    organization: int
    choice: int
    steps: tuple[tuple[Rung, date], ...]
    evidence: tuple[tuple[date, str], ...] = ()
    shared: bool = False


@dataclass(frozen=True)
class Discovery:
    """``focuses``: how many of the sectors that the findings point to most were chosen, on ``decided_on``."""

    researches: tuple[ResearchPlan, ...] = ()
    focuses: int = 0
    decided_on: date | None = None
    strategies: tuple[StrategyPlan, ...] = ()
    asked_without: tuple[int, ...] = field(default=())


def discovery(place: Place, organizations: list[OrganizationPlan], today: date) -> Discovery:
    """A steady town knows and acts, a patchy one stopped on the way or rests on old findings, a new one begins."""
    chance = dice("discovery", place.slug)
    if place.asleep_since or not place.cadences:
        return Discovery()
    if place.pace == NEW:
        return Discovery(researches=(_begun(place, today),) if chance.random() < 0.5 else ())
    if place.pace == PATCHY and chance.random() < 0.5:
        return Discovery(researches=(_old(place, chance, today),))
    begun = today - timedelta(days=chance.randint(300, 620))
    recent = _whole(place, chance, begun, today)
    earlier = (_old(place, chance, today),) if place.pace == SHOWCASE else ()
    decided = begun + timedelta(days=190)
    strategies = tuple(_strategies(place, organizations, chance, today))
    engaged = {one.organization for one in strategies}
    others = [number for number, one in enumerate(organizations) if number not in engaged and not one.deleted]
    return Discovery(
        researches=(*earlier, recent),
        focuses=_how_many_focuses(place, chance),
        decided_on=decided,
        strategies=strategies,
        asked_without=tuple(others[: 3 if place.pace == SHOWCASE else 1]),
    )


QUESTION = "What makes people in our town easy to exploit?"


def _begun(place: Place, today: date) -> ResearchPlan:
    begun = max(place.team_since, today - timedelta(days=70))
    return ResearchPlan(QUESTION, begun, None, {Step.DESIGN: begun + timedelta(days=21)}, (), ())


def _old(place: Place, chance: Random, today: date) -> ResearchPlan:
    begun = today - timedelta(days=LONG_AGO_DAYS + 150)
    days = iter(begun + timedelta(days=number * 35) for number in range(1, 5))
    return ResearchPlan(
        "Where do young people meet danger on their way home?",
        begun,
        begun + timedelta(days=200),
        {
            step: next(days)
            for step in (Step.DESIGN, Step.FIELDWORK, Step.RANKED_FINDINGS, Step.COMMUNITY_CHECK)
        },
        (
            (Method.INTERVIEW, begun + timedelta(days=40), chance.randint(8, 20)),
            (Method.OBSERVATION, begun + timedelta(days=55), None),
        ),
        tuple(
            _finding(text, chance, begun + timedelta(days=90 + number), checked=number == 0)
            for number, text in enumerate(chance.sample(TEXTS, 2))
        ),
    )


def _whole(place: Place, chance: Random, begun: date, today: date) -> ResearchPlan:
    steps = {
        Step.DESIGN: begun + timedelta(days=28),
        Step.FIELDWORK: begun + timedelta(days=120),
        Step.RANKED_FINDINGS: begun + timedelta(days=150),
        Step.COMMUNITY_CHECK: begun + timedelta(days=175),
    }
    if place.pace == PATCHY:
        del steps[Step.COMMUNITY_CHECK]
    number = 7 if place.pace == SHOWCASE else chance.randint(3, 5)
    texts = list(TEXTS[:number]) if place.pace == SHOWCASE else chance.sample(TEXTS, number)
    findings = [
        _finding(text, chance, begun + timedelta(days=60 + 8 * place_), checked=place_ % 2 == 0)
        for place_, text in enumerate(texts)
    ]
    if place.pace == SHOWCASE:
        findings = [_located(one, place_) for place_, one in enumerate(findings)]
    methods = (
        (Method.INTERVIEW, begun + timedelta(days=40), chance.randint(11, 32)),
        (Method.LISTENING_GROUP, begun + timedelta(days=70), chance.randint(14, 45)),
        (Method.PUBLIC_DATA, begun + timedelta(days=45), None),
    )
    closed = None if place.pace == SHOWCASE else begun + timedelta(days=185)
    return ResearchPlan(QUESTION, begun, closed, steps, methods[: 2 + chance.randint(0, 1)], tuple(findings))


def _finding(text: FindingText, chance: Random, day: date, *, checked: bool) -> FindingPlan:
    return FindingPlan(
        text=text,
        severity=max(1, min(5, text.severity + chance.choice((-1, 0, 0, 1)))),
        confidence=chance.randint(2, 5),
        people_heard=chance.choice((None, 3, 6, 9, 12, 17, 24)),
        observed_on=day,
        checked_on=day + timedelta(days=45) if checked else None,
    )


def _located(one: FindingPlan, number: int) -> FindingPlan:
    location = LOCATIONS.get(number, "")
    status = FindingStatus.EASED if number == 6 else FindingStatus.OPEN
    return FindingPlan(**{**vars(one), "location": location, "status": status})


def _how_many_focuses(place: Place, chance: Random) -> int:
    """One or two; where the records are patchy also three, which counts as partly."""
    if place.pace == SHOWCASE:
        return 2
    return chance.choice((1, 2, 3) if place.pace == PATCHY else (1, 2))


# What, by sector; who and by when stand in every plan.
FOCUS_PLANS = {
    Sector.SCHOOLS: "Meet the principals, offer our lessons, and have two schools teach them this year.",
    Sector.LOCAL_BUSINESS: "Visit every hotel on the main road with the checklist, and return after three months.",
    Sector.CONSUMERS: "Ask twenty shops where their goods come from, and publish who answered.",
    Sector.MEDIA: "Agree with both papers on rules for reporting, and on the hotline under every article.",
    Sector.FAITH_NGOS: "Write down who takes in whom, in which language, and try it with one call each.",
    Sector.FIRST_RESPONDERS: "Bring the card with questions to every station, and train two shifts.",
    Sector.LAW_ENFORCEMENT: "A training for the night shift, and one person at the desk whom every team may call.",
    Sector.LOCAL_LEGISLATURES: "Bring the briefing to the committee, and ask for a rule before the summer.",
}
FOCUS_WHO = "The coordinator and two leaders"
FOCUS_DAYS = 300


WHAT_SHOWS_IT = (
    "Photo of the poster in the entrance hall",
    "The program of the teachers' day, with our lesson in it",
    "The rule as it was adopted, on the council's page",
    "Sign-in sheet of the staff training, without names",
    "The article, with the hotline number under it",
)


def _strategies(
    place: Place, organizations: list[OrganizationPlan], chance: Random, today: date
) -> list[StrategyPlan]:
    """On every rung; one of the showcase's is close to lapsing, and one of each town lapsed."""
    wanted = 12 if place.pace == SHOWCASE else 5 if place.pace != PATCHY else 2
    known = [number for number, one in enumerate(organizations) if not one.deleted]
    chosen = chance.sample(known, min(wanted, len(known)))
    return [_strategy(number, place_, chance, today) for place_, number in enumerate(chosen)]


def _strategy(organization: int, number: int, chance: Random, today: date) -> StrategyPlan:
    ladder = list(Rung)
    reached = (3, 2, 0, 2, 1, 3, 2, 2, 0, 1, 3, 2)[number % 12]
    last = today - timedelta(days={1: 400, 3: 345}.get(number, chance.randint(20, 240)))
    steps = tuple((ladder[rung], last - timedelta(days=45 * (reached - rung))) for rung in range(reached + 1))
    evidence: tuple[tuple[date, str], ...] = ()
    if reached >= 2:
        evidence = ((last, WHAT_SHOWS_IT[number % len(WHAT_SHOWS_IT)]),)
    return StrategyPlan(organization, chance.randint(0, 2), steps, evidence, shared=number in (0, 5))
