"""The half-year surveys of the demo: who handed in when, what was returned, declared and overridden."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from communities.models.communities import TAKES_PART
from demo.calendar import FIRST, LAST
from demo.places import NEW, PATCHY, SHOWCASE, Place
from demo.sources import make_random, read_json
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
    """``denominator``: of how many, where a share is overridden by both of its parts."""

    value: Decimal
    reason: str
    evidence: str
    denominator: int | None = None


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


DATA = read_json("surveys.json")
# What happened to a survey, where the demo tells a story: the rest is drawn.
STORIES = {
    (slug, HalfYear.parse(half_year)): tuple(map(SubmissionState, states))
    for slug, half_year, states in DATA["stories"]
}
HANDED_IN = (DRAFT, SUBMITTED, ACCEPTED)
SENT_BACK = (DRAFT, SUBMITTED, RETURNED, SUBMITTED, ACCEPTED)
# Signed "none this half-year": true in San Francisco and Exeter, contradicted by a record in Toledo.
DECLARED: dict[tuple[str, HalfYear], tuple[str, ...]] = {
    (slug, HalfYear.parse(half_year)): tuple(parts) for slug, half_year, parts in DATA["declared"]
}
# ``denominator``: none where only percentages are known.
OVERRIDES = DATA["overrides"]
RETURN_REASONS = DATA["return_reasons"]
# On single questions: the town, the half-year, the question, who writes, and the text.
REMARKS = DATA["remarks"]


def build_rounds(now: datetime) -> list[RoundPlan]:
    """The six rounds of every office as far as they were opened by ``now``; the last one stays open."""
    planned = []
    half_year = FIRST
    while half_year <= LAST:
        closes = _get_moment(half_year.last_day + timedelta(days=50))
        planned.append(
            RoundPlan(
                half_year=half_year,
                opened_at=_get_moment(half_year.first_day + timedelta(days=13)),
                due_on=half_year.last_day + timedelta(days=31),
                closed_at=closes if half_year < LAST and closes <= now else None,
            )
        )
        half_year = half_year.next()
    return [plan for plan in planned if plan.opened_at <= now]


def _get_moment(day: date) -> datetime:
    return datetime.combine(day, time(17), UTC)


def build_surveys(place: Place, now: datetime) -> list[SurveyPlan]:
    """Of each round that asked the town, where the town began to answer."""
    half_years = [plan.half_year for plan in build_rounds(now) if _takes_part(place, plan.half_year)]
    drawn = (_draw_survey(place, half_year, now) for half_year in half_years)
    return [survey for survey in drawn if survey is not None]


def _takes_part(place: Place, half_year: HalfYear) -> bool:
    reached = [stage for stage, since in place.stages if since <= half_year.last_day]
    return bool(reached) and reached[-1] in TAKES_PART


def _draw_survey(place: Place, half_year: HalfYear, now: datetime) -> SurveyPlan | None:
    chance = make_random("survey", place.slug, half_year)
    states = STORIES.get((place.slug, half_year), _draw_states(place, half_year))
    steps = [step for step in _draw_steps(place, half_year, states) if step.at <= now]
    if not steps:
        return None
    complete = steps[-1].state != DRAFT
    return SurveyPlan(
        half_year=half_year,
        steps=tuple(steps),
        answered=len(PARTS) if complete else chance.randint(3, 9),
        roster=complete and (place.activity_level == SHOWCASE or chance.random() < 0.9),
        overrides=_draw_overrides(place, half_year) if complete else {},
    )


def _draw_states(place: Place, half_year: HalfYear) -> tuple[SubmissionState, ...]:
    if half_year == LAST:
        return ()
    chance = make_random("states", place.slug, half_year).random()
    if place.activity_level == SHOWCASE:
        return HANDED_IN
    if place.activity_level in (PATCHY, NEW):
        return HANDED_IN if chance < 0.55 else SENT_BACK if chance < 0.7 else (DRAFT,) if chance < 0.8 else ()
    return HANDED_IN if chance < 0.78 else SENT_BACK if chance < 0.95 else ()


def _draw_steps(place: Place, half_year: HalfYear, states: tuple[SubmissionState, ...]) -> list[StepPlan]:
    chance = make_random("steps", place.slug, half_year)
    open_round = half_year == LAST
    day = date(2026, 11, 4) if open_round else half_year.last_day + timedelta(days=chance.randint(2, 14))
    steps = []
    for state in states:
        reason = chance.choice(RETURN_REASONS) if state == RETURNED else ""
        if state == SUBMITTED and day <= half_year.last_day:
            reason = DATA["early_reason"]  # submitted before the half-year ends
        if (place.slug, half_year, state) == ("toledo", H2026[0], RETURNED):
            reason = RETURN_REASONS[1]
        at = datetime.combine(day, time(chance.randint(14, 23), chance.randint(0, 59)), UTC)
        steps.append(StepPlan(state, at, reason))
        day += timedelta(days=chance.randint(2, 6))
    return steps


def _draw_overrides(place: Place, half_year: HalfYear) -> dict[str, OverridePlan]:
    chance = make_random("overrides", place.slug, half_year)
    overrides = {}
    for part, text in OVERRIDES.items():
        values = text["values"]
        often = (
            1.0 if place.activity_level == SHOWCASE and part in ("research_done", "focus_chosen") else 0.25
        )
        if chance.random() < often and part not in DECLARED.get((place.slug, half_year), ()):
            value = (
                values[-2] if place.activity_level == SHOWCASE and len(values) > 1 else chance.choice(values)
            )
            overrides[part] = OverridePlan(
                Decimal(value), text["reason"], text["evidence"], text["denominator"]
            )
    if (place.slug, half_year) == ("pasadena", H2025[1]):
        text = DATA["missing_meeting"]
        overrides["stakeholder_meetings"] = OverridePlan(
            Decimal(text["value"]), text["reason"], text["evidence"]
        )
    return overrides
