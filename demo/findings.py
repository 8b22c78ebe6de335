"""The research of the demo's towns, their findings, and the strategies that followed: a plan without the database."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from demo.places import NEW, PATCHY, SHOWCASE, Place
from demo.register import OrganizationPlan, get_active_numbers
from demo.sources import make_random, read_json
from stakeholders.models import AffectedGroup, FindingStatus, Method, Step, StrategyLevel

LONG_AGO_DAYS = 900  # older than the 24 months for which a finding counts


@dataclass(frozen=True)
class FindingText:
    """Made up, and about no single person."""

    vulnerability: str
    severity: int
    groups: tuple[AffectedGroup, ...]
    method: Method
    summary: str


_DATA = read_json("findings.json")
TEXTS = tuple(
    FindingText(
        vulnerability=text["vulnerability"],
        severity=text["severity"],
        groups=tuple(map(AffectedGroup, text["groups"])),
        method=Method(text["method"]),
        summary=text["summary"],
    )
    for text in _DATA["findings"]
)
# For coordinators alone, by the number of the showcase's finding.
LOCATIONS = {int(number): location for number, location in _DATA["locations"].items()}


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
    places: str = "The bus station, the motels on the ring road and two high schools"
    people_to_hear: str = "Drivers, night clerks, teachers and young people who left care"


@dataclass(frozen=True)
class StrategyPlan:
    """``organization``: its place in the register; ``choice``: which of the catalogue's strategies for its sector."""

    organization: int
    choice: int
    steps: tuple[tuple[StrategyLevel, date], ...]
    evidence: tuple[tuple[date, str], ...] = ()
    shared: bool = False


@dataclass(frozen=True)
class Discovery:
    """``focuses``: how many of the sectors that the findings point to most were chosen, on ``decided_on``.

    ``focus_plan``: what is planned with them; without it, what the data file says for the sector and the finding.
    """

    researches: tuple[ResearchPlan, ...] = ()
    focuses: int = 0
    decided_on: date | None = None
    strategies: tuple[StrategyPlan, ...] = ()
    asked_without: tuple[int, ...] = ()
    focus_plan: str = ""
    focus_who: str = "The coordinator and two leaders"
    focus_days: int = 300


def build_discovery(place: Place, organizations: list[OrganizationPlan], today: date) -> Discovery:
    """A steady town knows and acts, a patchy one stopped on the way or rests on old findings, a new one begins."""
    chance = make_random("discovery", place.slug)
    if place.dormant_since or not place.cadences:
        return Discovery()
    if place.activity_level == NEW:
        return Discovery(researches=(_plan_new_research(place, today),) if chance.random() < 0.5 else ())
    if place.activity_level == PATCHY and chance.random() < 0.5:
        return Discovery(researches=(_plan_old_research(place, today),))
    begun = today - timedelta(days=chance.randint(300, 620))
    recent = _plan_full_research(place, chance, begun, today)
    earlier = (_plan_old_research(place, today),) if place.activity_level == SHOWCASE else ()
    decided = begun + timedelta(days=190)
    strategies = tuple(_draw_strategies(place, organizations, chance, today))
    engaged = {strategy.organization for strategy in strategies}
    others = [number for number in get_active_numbers(organizations) if number not in engaged]
    return Discovery(
        researches=(*earlier, recent),
        focuses=_count_focuses(place, chance),
        decided_on=decided,
        strategies=strategies,
        asked_without=tuple(others[: 3 if place.activity_level == SHOWCASE else 1]),
    )


ON_YOUTH = tuple(
    text for text in TEXTS if text.vulnerability in ("missing_from_school", "youth_leaving_care")
)
QUESTION = "What makes people in our town easy to exploit?"


def _plan_new_research(place: Place, today: date) -> ResearchPlan:
    begun = max(place.team_since, today - timedelta(days=70))
    return ResearchPlan(QUESTION, begun, None, {Step.DESIGN: begun + timedelta(days=21)}, (), ())


def _plan_old_research(place: Place, today: date) -> ResearchPlan:
    chance = make_random("earlier research", place.slug)
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
            _draw_finding(text, chance, begun + timedelta(days=90 + number), checked=number == 0)
            for number, text in enumerate(ON_YOUTH)
        ),
    )


def _plan_full_research(place: Place, chance: Random, begun: date, today: date) -> ResearchPlan:
    steps = {
        Step.DESIGN: begun + timedelta(days=28),
        Step.FIELDWORK: begun + timedelta(days=120),
        Step.RANKED_FINDINGS: begun + timedelta(days=150),
        Step.COMMUNITY_CHECK: begun + timedelta(days=175),
    }
    if place.activity_level == PATCHY:
        del steps[Step.COMMUNITY_CHECK]
    number = 7 if place.activity_level == SHOWCASE else chance.randint(3, 5)
    texts = list(TEXTS[:number]) if place.activity_level == SHOWCASE else chance.sample(TEXTS, number)
    findings = [
        _draw_finding(text, chance, begun + timedelta(days=60 + 8 * order), checked=order % 2 == 0)
        for order, text in enumerate(texts)
    ]
    if Step.COMMUNITY_CHECK in steps:
        # The team asked the community about all of them together, after it had ranked them.
        findings = [
            replace(finding, checked_on=steps[Step.COMMUNITY_CHECK]) if finding.checked_on else finding
            for finding in findings
        ]
    if place.activity_level == SHOWCASE:
        findings = [_add_location(finding, number) for number, finding in enumerate(findings)]
    planned: MethodPlans = (
        (Method.INTERVIEW, begun + timedelta(days=40), chance.randint(25, 32)),
        (Method.LISTENING_GROUP, begun + timedelta(days=70), chance.randint(25, 45)),
        (Method.PUBLIC_DATA, begun + timedelta(days=45), None),
    )
    used = planned[: 2 + chance.randint(0, 1)]
    closed = None if place.activity_level == SHOWCASE else begun + timedelta(days=185)
    methods = (*used, *_get_extra_methods(findings, used, begun))
    return ResearchPlan(QUESTION, begun, closed, steps, methods, tuple(findings))


def _get_extra_methods(findings: list[FindingPlan], methods: MethodPlans, begun: date) -> MethodPlans:
    """The methods that findings name in addition to those planned, each begun before the first finding."""
    planned = [method for method, _, _ in methods]
    used = [finding.text.method for finding in findings]
    heard = max((finding.people_heard or 0 for finding in findings), default=0)
    return tuple(
        (method, begun + timedelta(days=48), heard + 16 if method == Method.SURVEY else None)
        for method in Method
        if method in used and method not in planned
    )


HEARING = (Method.INTERVIEW, Method.LISTENING_GROUP, Method.SURVEY)


def _draw_finding(text: FindingText, chance: Random, day: date, *, checked: bool) -> FindingPlan:
    severity = max(1, min(5, text.severity + chance.choice((-1, 0, 0, 1))))
    confidence, people = chance.randint(2, 5), chance.choice((4, 3, 6, 9, 12, 17, 24))
    return FindingPlan(
        text=text,
        severity=severity,
        confidence=_limit_confidence(confidence, text.method, checked=checked),
        people_heard=people if text.method in HEARING else None,
        observed_on=day,
        checked_on=day + timedelta(days=45) if checked else None,
    )


def _limit_confidence(wanted: int, method: Method, *, checked: bool) -> int:
    """The nearest that the rest of the finding supports (stakeholders.scale_labels); each research had two methods."""
    if wanted == 5 and not checked:
        return 4
    if wanted == 2 and method in HEARING:
        return 3
    return 2 if wanted == 3 and method not in HEARING else wanted


def _add_location(finding: FindingPlan, number: int) -> FindingPlan:
    status = FindingStatus.EASED if number == 6 else FindingStatus.OPEN
    return replace(finding, location=LOCATIONS.get(number, ""), status=status)


def _count_focuses(place: Place, chance: Random) -> int:
    """One or two; where the records are patchy also three, which counts as partly."""
    if place.activity_level == SHOWCASE:
        return 2
    return chance.choice((1, 2, 3) if place.activity_level == PATCHY else (1, 2))


def _draw_strategies(
    place: Place, organizations: list[OrganizationPlan], chance: Random, today: date
) -> list[StrategyPlan]:
    """On every rung; a strategy of the showcase is close to lapsing, and in each town one lapsed."""
    wanted = 12 if place.activity_level == SHOWCASE else 5 if place.activity_level != PATCHY else 2
    active = get_active_numbers(organizations)
    chosen = chance.sample(active, min(wanted, len(active)))
    return [_draw_strategy(number, order, chance, today) for order, number in enumerate(chosen)]


def _draw_strategy(organization: int, number: int, chance: Random, today: date) -> StrategyPlan:
    ladder = list(StrategyLevel)
    reached = (3, 2, 0, 2, 1, 3, 2, 2, 0, 1, 3, 2)[number % 12]
    last = today - timedelta(days={1: 400, 3: 345}.get(number, chance.randint(20, 240)))
    steps = tuple(
        (ladder[level], last - timedelta(days=45 * (reached - level))) for level in range(reached + 1)
    )
    evidence: tuple[tuple[date, str], ...] = ()
    if reached >= 2:
        evidence = ((last, _DATA["evidence"][number % len(_DATA["evidence"])]),)
    return StrategyPlan(organization, chance.randint(0, 2), steps, evidence, shared=number in (0, 5))
