"""What the towns of the demo found out, whom they chose and what these changed: a plan without the database."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from demo.finding_texts import LOCATIONS, TEXTS, FindingText
from demo.places import NEW, PATCHY, SHOWCASE, Place
from demo.register import OrganizationPlan
from demo.seeded_random import dice
from stakeholders.models import FindingStatus, Method, Rung, Step

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


MethodPlans = tuple[tuple[Method, date, int | None], ...]


@dataclass(frozen=True)
class ResearchPlan:
    """``steps``: the day on which each was done; ``methods``: when each was begun, and how many people were heard."""

    question: str
    begun_on: date
    closed_on: date | None
    steps: dict[Step, date]
    methods: MethodPlans
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
        return Discovery(researches=(_old(place, today),))
    begun = today - timedelta(days=chance.randint(300, 620))
    recent = _whole(place, chance, begun, today)
    earlier = (_old(place, today),) if place.pace == SHOWCASE else ()
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


ON_YOUTH = tuple(one for one in TEXTS if one.vulnerability in ("missing_from_school", "youth_leaving_care"))
QUESTION = "What makes people in our town easy to exploit?"


def _begun(place: Place, today: date) -> ResearchPlan:
    begun = max(place.team_since, today - timedelta(days=70))
    return ResearchPlan(QUESTION, begun, None, {Step.DESIGN: begun + timedelta(days=21)}, (), ())


def _old(place: Place, today: date) -> ResearchPlan:
    chance = dice("earlier research", place.slug)
    begun = today - timedelta(days=LONG_AGO_DAYS + 150)
    days = iter(begun + timedelta(days=number * 35) for number in range(1, 5))
    return ResearchPlan(
        "Who looks after young people in our town?",
        begun,
        begun + timedelta(days=200),
        {
            step: next(days)
            for step in (Step.DESIGN, Step.FIELDWORK, Step.RANKED_FINDINGS, Step.COMMUNITY_CHECK)
        },
        (
            (Method.INTERVIEW, begun + timedelta(days=40), chance.randint(26, 38)),
            (Method.OBSERVATION, begun + timedelta(days=55), None),
        ),
        tuple(
            _finding(text, chance, begun + timedelta(days=90 + number), checked=number == 0)
            for number, text in enumerate(ON_YOUTH)
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
    if Step.COMMUNITY_CHECK in steps:
        # The team asked the community about all of them together, after it had ranked them.
        findings = [
            replace(one, checked_on=steps[Step.COMMUNITY_CHECK]) if one.checked_on else one
            for one in findings
        ]
    if place.pace == SHOWCASE:
        findings = [_located(one, place_) for place_, one in enumerate(findings)]
    planned: MethodPlans = (
        (Method.INTERVIEW, begun + timedelta(days=40), chance.randint(25, 32)),
        (Method.LISTENING_GROUP, begun + timedelta(days=70), chance.randint(25, 45)),
        (Method.PUBLIC_DATA, begun + timedelta(days=45), None),
    )
    used = planned[: 2 + chance.randint(0, 1)]
    closed = None if place.pace == SHOWCASE else begun + timedelta(days=185)
    methods = (*used, *_also_used(findings, used, begun))
    return ResearchPlan(QUESTION, begun, closed, steps, methods, tuple(findings))


def _also_used(findings: list[FindingPlan], methods: MethodPlans, begun: date) -> MethodPlans:
    """The methods that findings name beside those planned, each begun before the first finding."""
    known = [method for method, _, _ in methods]
    used = [one.text.method for one in findings]
    heard = max((one.people_heard or 0 for one in findings), default=0)
    return tuple(
        (method, begun + timedelta(days=48), heard + 16 if method == Method.SURVEY else None)
        for method in Method
        if method in used and method not in known
    )


HEARING = (Method.INTERVIEW, Method.LISTENING_GROUP, Method.SURVEY)


def _finding(text: FindingText, chance: Random, day: date, *, checked: bool) -> FindingPlan:
    severity = max(1, min(5, text.severity + chance.choice((-1, 0, 0, 1))))
    confidence, people = chance.randint(2, 5), chance.choice((4, 3, 6, 9, 12, 17, 24))
    return FindingPlan(
        text=text,
        severity=severity,
        confidence=_confidence(confidence, text.method, checked=checked),
        people_heard=people if text.method in HEARING else None,
        observed_on=day,
        checked_on=day + timedelta(days=45) if checked else None,
    )


def _confidence(wanted: int, method: Method, *, checked: bool) -> int:
    """The nearest that what stands beside it bears out (stakeholders.scale_labels); all researches had two methods."""
    if wanted == 5 and not checked:
        return 4
    if wanted == 2 and method in HEARING:
        return 3
    return 2 if wanted == 3 and method not in HEARING else wanted


def _located(one: FindingPlan, number: int) -> FindingPlan:
    location = LOCATIONS.get(number, "")
    status = FindingStatus.EASED if number == 6 else FindingStatus.OPEN
    return FindingPlan(**{**vars(one), "location": location, "status": status})


def _how_many_focuses(place: Place, chance: Random) -> int:
    """One or two; where the records are patchy also three, which counts as partly."""
    if place.pace == SHOWCASE:
        return 2
    return chance.choice((1, 2, 3) if place.pace == PATCHY else (1, 2))


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
