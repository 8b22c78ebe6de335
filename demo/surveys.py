"""The half-year surveys of the demo: who handed in when, what was returned, declared and overridden."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from communities.models.communities import TAKES_PART
from demo.calendar import FIRST, LAST
from demo.places import NEW, PATCHY, SHOWCASE, Place
from demo.seeded_random import dice
from evaluation.instrument import PARTS
from evaluation.models import SubmissionState
from tfc.periods import HalfYear

DRAFT, SUBMITTED, RETURNED, ACCEPTED = SubmissionState
H2024, H2025, H2026 = ((HalfYear(year, 1), HalfYear(year, 2)) for year in (2024, 2025, 2026))


@dataclass(frozen=True)
class RoundPlan:
    half_year: HalfYear
    opened_at: datetime
    due_on: date
    closed_at: datetime | None


@dataclass(frozen=True)
class StepPlan:
    """A step of a survey's way; returned and accepted are the staff's, the others the coordinator's."""

    state: SubmissionState
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class OverridePlan:
    """``whole``: of how many, where a share is overridden by both of its parts."""

    value: Decimal
    reason: str
    evidence: str
    whole: int | None = None


@dataclass(frozen=True)
class SurveyPlan:
    """``answered``: how many questions, from the first; ``roster``: the list of the team was confirmed."""

    half_year: HalfYear
    steps: tuple[StepPlan, ...]
    answered: int
    roster: bool
    overrides: Mapping[str, OverridePlan] = field(default_factory=dict)

    @property
    def state(self) -> SubmissionState:
        return self.steps[-1].state


# What happened to a survey, where the demo tells a story: the rest follows the dice.
STORIES: dict[tuple[str, HalfYear], tuple[SubmissionState, ...]] = {
    ("toledo", H2026[0]): (DRAFT, SUBMITTED, RETURNED),
    ("oakland", H2026[0]): (DRAFT, SUBMITTED),
    ("orlando", H2024[1]): (DRAFT,),
    ("orlando", H2026[0]): (DRAFT, SUBMITTED, RETURNED, SUBMITTED, ACCEPTED),
    ("exeter", H2025[1]): (DRAFT, SUBMITTED, ACCEPTED),
    ("san-diego", H2026[1]): (DRAFT,),
    ("denver", H2026[1]): (DRAFT, SUBMITTED),
    ("cincinnati", H2026[1]): (DRAFT, SUBMITTED, RETURNED),
    ("sacramento", H2026[1]): (DRAFT,),
    ("columbus", H2026[1]): (DRAFT,),
    ("miami", H2026[1]): (DRAFT,),
    ("leicester", H2026[1]): (DRAFT,),
}
HANDED_IN = (DRAFT, SUBMITTED, ACCEPTED)
SENT_BACK = (DRAFT, SUBMITTED, RETURNED, SUBMITTED, ACCEPTED)
# Signed "none this half-year": true in San Francisco and Exeter, contradicted by a record in Toledo.
DECLARED: dict[tuple[str, HalfYear], tuple[str, ...]] = {
    ("san-francisco", H2025[1]): ("professionals_trained",),
    ("exeter", H2025[1]): ("professionals_trained",),
    ("toledo", H2026[0]): ("professionals_trained",),
    ("inglewood", H2026[0]): ("research_done",),
}
# A survey that is submitted before its half-year ends says why.
EARLY_REASON = "Our meeting place closes in November, and the team pauses until the end of the half-year."
RETURN_REASONS = (
    "Three team meetings of the spring have no outcome yet. Please say whether they took place.",
    "Training is declared as none, but the register shows one. Please look at both.",
    "Please add where the value that you gave for the research can be checked.",
)
OVERRIDES = {
    "research_done": (
        (2, 3, 4, 5),
        5,
        "Our research was done on paper before this register began.",
        "Folder in the team's cupboard; slides of the March meeting.",
    ),
    "focus_chosen": (
        (1,),
        1,
        "The team chose its focus in a meeting, with a plan for each.",
        "Minutes of that team meeting.",
    ),
    # Nobody remembers of how many: percentages alone.
    "ready_to_refer": ((25, 38, 50), None, "We called the providers ourselves.", "List of calls with dates."),
    "resources_identified": ((2, 3, 4, 5), 8, "We keep a list of services.", "The list, printed in June."),
}
MISSING_MEETING = OverridePlan(
    Decimal(5),
    "One evening in a partner's hall was never entered.",
    "Sign-in sheet of that evening, in the team's folder.",
)


def rounds(now: datetime) -> list[RoundPlan]:
    """The six rounds of every office as far as they were opened by ``now``; the last one stays open."""
    planned = []
    half_year = FIRST
    while half_year <= LAST:
        closes = _at(half_year.last_day + timedelta(days=50))
        planned.append(
            RoundPlan(
                half_year=half_year,
                opened_at=_at(half_year.first_day + timedelta(days=13)),
                due_on=half_year.last_day + timedelta(days=31),
                closed_at=closes if half_year < LAST and closes <= now else None,
            )
        )
        half_year = half_year.next()
    return [one for one in planned if one.opened_at <= now]


def _at(day: date) -> datetime:
    return datetime.combine(day, time(17), UTC)


def surveys(place: Place, now: datetime) -> list[SurveyPlan]:
    """Of each round that asked the town, as far as somebody began to answer."""
    asked = (one for one in rounds(now) if _takes_part(place, one.half_year))
    found = (_survey(place, one.half_year, now) for one in asked)
    return [one for one in found if one is not None]


def _takes_part(place: Place, half_year: HalfYear) -> bool:
    reached = [stage for stage, since in place.stages if since <= half_year.last_day]
    return bool(reached) and reached[-1] in TAKES_PART


def _survey(place: Place, half_year: HalfYear, now: datetime) -> SurveyPlan | None:
    chance = dice("survey", place.slug, half_year)
    drawn = _drawn_states(place, half_year)
    states = STORIES.get((place.slug, half_year), drawn)
    steps = [one for one in _steps(place, half_year, states) if one.at <= now]
    if not steps:
        return None
    complete = steps[-1].state != DRAFT
    return SurveyPlan(
        half_year=half_year,
        steps=tuple(steps),
        answered=len(PARTS) if complete else chance.randint(3, 9),
        roster=complete and (place.pace == SHOWCASE or chance.random() < 0.9),
        overrides=_overrides(place, half_year) if complete else {},
    )


def _drawn_states(place: Place, half_year: HalfYear) -> tuple[SubmissionState, ...]:
    if half_year == LAST:
        return ()
    chance = dice("states", place.slug, half_year).random()
    if place.pace == SHOWCASE:
        return HANDED_IN
    if place.pace in (PATCHY, NEW):
        return HANDED_IN if chance < 0.55 else SENT_BACK if chance < 0.7 else (DRAFT,) if chance < 0.8 else ()
    return HANDED_IN if chance < 0.78 else SENT_BACK if chance < 0.95 else ()


def _steps(place: Place, half_year: HalfYear, states: tuple[SubmissionState, ...]) -> list[StepPlan]:
    chance = dice("steps", place.slug, half_year)
    open_round = half_year == LAST
    day = date(2026, 11, 4) if open_round else half_year.last_day + timedelta(days=chance.randint(2, 14))
    steps = []
    for state in states:
        reason = chance.choice(RETURN_REASONS) if state == RETURNED else ""
        if state == SUBMITTED and day <= half_year.last_day:
            reason = EARLY_REASON
        if (place.slug, half_year, state) == ("toledo", H2026[0], RETURNED):
            reason = RETURN_REASONS[1]
        at = datetime.combine(day, time(chance.randint(14, 23), chance.randint(0, 59)), UTC)
        steps.append(StepPlan(state, at, reason))
        day += timedelta(days=chance.randint(2, 6))
    return steps


def _overrides(place: Place, half_year: HalfYear) -> dict[str, OverridePlan]:
    chance = dice("overrides", place.slug, half_year)
    found = {}
    for part, (values, whole, reason, evidence) in OVERRIDES.items():
        often = 1.0 if place.pace == SHOWCASE and part in ("research_done", "focus_chosen") else 0.25
        if chance.random() < often and part not in DECLARED.get((place.slug, half_year), ()):
            value = values[-2] if place.pace == SHOWCASE and len(values) > 1 else chance.choice(values)
            found[part] = OverridePlan(Decimal(value), reason, evidence, whole)
    if (place.slug, half_year) == ("pasadena", H2025[1]):
        found["stakeholder_meetings"] = MISSING_MEETING
    return found
