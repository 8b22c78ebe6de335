"""Items 2 and 3: local research, and the focus that rests on it."""

from datetime import date
from decimal import Decimal

from tests.recompute.half_years import CommunityHalfYear, add_months
from tests.recompute.ratings import UNKNOWN, RecomputedFigure, make_value
from tests.recompute.raw_rows import Row

STEPS = ("design", "methods", "fieldwork", "ranked_findings", "community_check")
PEOPLE_OR_PLACES = 5
CONFIDENCE = 2


def compute_research_done(at: CommunityHalfYear) -> RecomputedFigure:
    """2: “steps / 5 (%)”; unknown with “no research record and no declaration; declared none = 0 of 5”."""
    researches = [research for research in at.get_rows("researches") if research.begun_on <= at.as_of]
    declared = at.is_declared_none("research_done")
    if researches and not declared:
        number = max(len(get_steps_done(at, research)) for research in researches)
        return make_value(number, number, len(STEPS))
    return make_value(0, 0, len(STEPS), state="declared_zero") if declared and not researches else UNKNOWN


def get_steps_done(at: CommunityHalfYear, research: Row) -> list[str]:
    """“Order of dates: begin ≤ design ≤ methods ≤ fieldwork finished ≤ ranked findings ≤ community check, none in the
    future; a step with an impossible date … does not count”.
    """
    uses = at.get_rows("research_methods", research_id=research.id)
    findings = [finding for finding in at.get_rows("findings") if finding.status != "withdrawn"]
    has_content = {
        "design": bool(research.question and research.places and research.people_to_hear),
        "methods": True,
        "fieldwork": _is_enough_heard(at, research, uses),
        "ranked_findings": any(_is_recent_and_sure(at, finding) for finding in findings),
        "community_check": True,
    }
    done, earliest = [], research.begun_on
    for step in STEPS:
        if step == "methods":
            day = _get_day_of_methods(uses, earliest)
        elif step == "community_check":
            day = _get_day_of_check(findings, earliest)
        else:
            day = _get_day(at, research, step)
        if day is not None and earliest <= day <= at.as_of:
            earliest = day
            if has_content[step]:
                done.append(step)
    return done


def _get_day(at: CommunityHalfYear, research: Row, step: str) -> date | None:
    days = [row.done_on for row in at.get_rows("research_steps", research_id=research.id) if row.step == step]
    return days[0] if days else None


def _get_day_of_methods(uses: list[Row], earliest: date) -> date | None:
    """Methods: “two different ones, each with a date and the number of people heard or places observed (≥ 1)”. The
    day of the second.
    """
    first_days: dict[str, date] = {}
    for use in uses:
        if use.begun_on is not None and use.begun_on >= earliest and _get_number([use]) >= 1:
            first_days[use.method] = min(use.begun_on, first_days.get(use.method, date.max))
    days = sorted(first_days.values())
    return days[1] if len(days) >= 2 else None


def _is_enough_heard(at: CommunityHalfYear, research: Row, uses: list[Row]) -> bool:
    """Fieldwork: “finished, ≥ 5 people heard or places observed in all”, between the design and the day on which it
    was finished.
    """
    first = _get_day(at, research, "design") or research.begun_on
    last = _get_day(at, research, "fieldwork") or date.min
    in_time = [use for use in uses if use.begun_on is not None and first <= use.begun_on <= last]
    return _get_number(in_time) >= PEOPLE_OR_PLACES


def _get_number(uses: list[Row]) -> int:
    return sum((use.people_heard or 0) + (use.places_observed or 0) for use in uses)


def _is_recent_and_sure(at: CommunityHalfYear, finding: Row) -> bool:
    """Ranked findings: “a finding of the last 24 months with confidence ≥ 2”."""
    earliest = add_months(at.as_of, -at.thresholds["finding_months"])
    return bool(earliest <= finding.observed_on <= at.as_of and finding.confidence >= CONFIDENCE)


def _get_day_of_check(findings: list[Row], earliest: date) -> date | None:
    """Community check: “a finding marked as checked with the community, with its date”."""
    days = [row.checked_on for row in findings if row.checked_on is not None and row.checked_on >= earliest]
    return min(days, default=None)


def compute_focus_chosen(at: CommunityHalfYear) -> RecomputedFigure:
    """3: “1 / 1, or ½ when more than two”. Unknown when “item 2 unknown. No focus although research is done, or
    research declared none: not met”. “One or two current focus sectors or organizations, each tied to a finding and a
    plan”.
    """
    research = compute_research_done(at)
    if not research.is_known:
        return UNKNOWN
    focuses = _get_current_focuses(at)
    if not focuses:
        return make_value(0, 0, 1, state=research.state)
    findings = {finding.id for finding in at.get_rows("findings")}
    complete = [
        focus
        for focus in focuses
        if focus.finding_id in findings and focus.plan and focus.plan_person and focus.plan_due is not None
    ]
    if len(complete) < len(focuses):
        return make_value(0, 0, 1)
    number: int | Decimal = 1 if len(focuses) <= 2 else Decimal("0.5")
    return make_value(number, number, 1)


def _get_current_focuses(at: CommunityHalfYear) -> list[Row]:
    """Decided by the as-of date and not ended by it."""
    decided = {row.id for row in at.get_rows("focus_decisions") if row.decided_on <= at.as_of}
    return [
        focus
        for focus in at.get_rows("focuses")
        if focus.decision_id in decided and (focus.ended_on is None or focus.ended_on > at.as_of)
    ]
