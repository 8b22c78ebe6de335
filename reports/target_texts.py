"""The targets of a report, masked for its readers: the goal, its date, the value, how it compares with the plan."""

import datetime as dt
from datetime import date
from fractions import Fraction
from math import ceil, floor

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community, Direction, Measure, Office, Owner, Target
from communities.models.targets import OFFICE_MEASURES
from evaluation.instrument import Part, Unit
from evaluation.measures import REASONS
from evaluation.measures.measured import Number, exact, sure
from evaluation.measures.plans import END_UNKNOWN, NOTHING_KNOWN, RANGE, Standing, Verdict, get_shortfall
from evaluation.target_points import BEFORE_RECORDS, NO_STAGES, Point
from evaluation.targets import (
    TargetProgress,
    follow_targets,
    get_status,
    get_target_part,
    get_target_unit,
    visible,
)
from evaluation.wording import day_text, known_coverage_text, overrides_text
from events.models import EventKind, Profession
from reports.schema import TargetResult
from tfc.disclosure import Reader
from tfc.number_text import number_text, percent_text
from tfc.periods import HalfYear, half_year_text
from tfc.text.punctuation import end_sentence, phrases, sentences


def describe_measure(measure: str, code: str, part: Part | None = None) -> str:
    if measure in OFFICE_MEASURES:
        return str(Measure(measure).label)
    if measure == Measure.EVENTS:
        kind = {"kind": dict(EventKind.choices).get(code, code)}
        return _("Events (%(kind)s)") % kind if code else _("Events with the community")
    if measure == Measure.PEOPLE:
        name = {"profession": dict(Profession.choices).get(code, code)}
        return _("Trained (%(profession)s)") % name if code else _("Professionals trained")
    return f"{part.label} {part.title}" if part else code


def amount_text(number: Number, unit: Unit) -> str:
    return percent_text(number) if unit == Unit.PERCENT else number_text(number)


def get_target_title(target: Target) -> str:
    """Return text such as "Communities started: at least 10 by Dec. 31, 2026"."""
    params = {
        "what": describe_measure(target.measure, target.code, get_target_part(target)),
        "goal": amount_text(sure(exact(target.goal_value)), get_target_unit(target)),
        "day": day_text(target.due_on),
    }
    if target.direction == Direction.DOWN:
        return _("%(what)s: at most %(goal)s by %(day)s") % params
    return _("%(what)s: at least %(goal)s by %(day)s") % params


def describe_scope(target: Target) -> str:
    """Return who set the target and which communities it covers."""
    if target.owner == Owner.COMMUNITY:
        return _("Set by %(community)s itself") % {"community": target.community}
    if target.community:
        return str(target.community)
    if target.measure == Measure.OASIS_EVENTS:
        return _("The office and all its communities")
    return _("All communities of the office")


def describe_rule(measure: str) -> str:
    """Return which communities count as started; "" for what its own name defines."""
    if measure != Measure.COMMUNITIES:
        return ""
    return _(
        "A community counts as started once its stage is leadership team or later "
        "and it has a coordinator and three other members."
    )


def point_text(point: Point, unit: Unit) -> str:
    """Return "58%, between 48% and 68%" for a part; "at least 9, at most 10" for a count."""
    if point.value is None or point.lower is None or point.lower == point.upper:
        return range_text(point.lower, point.upper, unit)
    if point.upper is None:
        return range_text(point.lower, None, unit)
    return _("%(value)s, between %(low)s and %(high)s") % {
        "value": amount_text(point.value, unit),
        "low": amount_text(point.lower, unit),
        "high": amount_text(point.upper, unit),
    }


def range_text(lower: Number | None, upper: Number | None, unit: Unit) -> str:
    # "At least 0", with no upper limit, says nothing: it is unknown, and must not read as none.
    if lower is None or (not lower and upper is None):
        return _("Unknown")
    low = amount_text(lower, unit)
    if upper is None:
        return _("at least %(low)s") % {"low": low}
    if upper == lower:
        return low
    if unit == Unit.PEOPLE and not lower:
        return _("unknown, 0 to %(high)s") % {"high": amount_text(upper, unit)}
    return _("at least %(low)s, at most %(high)s") % {"low": low, "high": amount_text(upper, unit)}


def describe_value(followed: TargetProgress) -> str:
    """Return text such as "9 of 10", "at least 7 of 10" or "Not known"."""
    latest = followed.latest
    if latest is None:
        return _("Unknown")
    params = {
        "reached": point_text(latest, followed.unit),
        "goal": amount_text(followed.plan.goal, followed.unit),
    }
    if latest.lower != latest.upper:
        text = _("%(reached)s; goal: %(goal)s") % params
    elif followed.unit != Unit.PERCENT:
        text = _("%(part)s of %(whole)s") % {"part": params["reached"], "whole": params["goal"]}
    else:
        text = params["reached"]
    return phrases((text, _overridden_text(latest)))


def _overridden_text(point: Point) -> str:
    """Return how many parts of a sum are overrides; of a single community's figure whether it is one."""
    if point.expected_count > 1:
        return overrides_text(point.overridden)
    return _("override") if point.overridden else ""


def is_too_close(verdict: Verdict | None) -> bool:
    """Return True if there is a value that may be on either side of the plan."""
    return verdict is not None and verdict.standing == Standing.UNKNOWN and verdict.reason == RANGE


def standing_text(verdict: Verdict) -> str:
    if is_too_close(verdict):
        return _("Inconclusive")
    return {
        Standing.NOT_BEGUN: _("Not started"),
        Standing.AHEAD: _("Ahead of plan"),
        Standing.ON_TRACK: _("On track"),
        Standing.BEHIND: _("Behind plan"),
        Standing.MET: _("Met"),
        Standing.MISSED: _("Missed"),
        Standing.UNKNOWN: _("Unknown"),
    }[verdict.standing]


def get_status_sentence(followed: TargetProgress) -> str:
    """Return the status in one sentence."""
    verdict = followed.verdict
    if verdict is None:
        return _("The office tracks this over all its communities.")
    if verdict.standing == Standing.NOT_BEGUN:
        return _("It begins on %(day)s.") % {"day": day_text(followed.plan.start)}
    if verdict.standing == Standing.UNKNOWN:
        return _unknown(followed)
    if verdict.on and verdict.standing == Standing.MET:
        return _("Met by %(day)s.") % {"day": day_text(verdict.on)}
    if verdict.standing == Standing.MISSED:
        return _("Not reached by %(day)s.") % {"day": day_text(followed.plan.due)}
    return _describe_plan(followed)


def _describe_plan(followed: TargetProgress) -> str:
    verdict = followed.verdict
    if verdict is None or verdict.planned is None or verdict.as_of is None:
        return ""
    planned, margin = _get_planned_bounds(followed, verdict.planned)
    params = {
        "planned": amount_text(planned, followed.unit),
        "day": day_text(verdict.as_of),
        "margin": number_text(margin),
    }
    if verdict.standing == Standing.ON_TRACK and _falls_short(followed, verdict.planned):
        return _on_track_all_the_same(followed) % params
    return _("The plan asks for %(planned)s by %(day)s.") % params


def _get_planned_bounds(followed: TargetProgress, planned: Fraction) -> tuple[Number, Number]:
    """Return the planned value and the margin that is still on track, in whole numbers for counts, so that the verdict
    stays the same.
    """
    plan = followed.plan
    if followed.unit == Unit.PERCENT:
        return planned, plan.margin
    if plan.up:
        return ceil(planned), ceil(planned) - ceil(planned - plan.margin)
    return floor(planned), floor(planned + plan.margin) - floor(planned)


def describe_planned_value(followed: TargetProgress, day: date) -> str:
    return amount_text(_get_planned_bounds(followed, followed.plan.at(day))[0], followed.unit)


def _falls_short(followed: TargetProgress, planned: Number) -> bool:
    reached = followed.latest
    if reached is None:
        return False
    if followed.plan.up:
        return reached.lower is not None and reached.lower < planned
    return reached.upper is not None and reached.upper > planned


def _on_track_all_the_same(followed: TargetProgress) -> str:
    """Explain why a value close to the plan is on track: a delay cannot be distinguished from chance."""
    if followed.unit == Unit.PERCENT:
        return ngettext(
            "The plan asks for %(planned)s by %(day)s; within %(margin)s point is on track.",
            "The plan asks for %(planned)s by %(day)s; within %(margin)s points is on track.",
            1 if followed.plan.margin == 1 else 2,
        )
    return _("The plan asks for %(planned)s by %(day)s; within %(margin)s is on track.")


def _unknown(followed: TargetProgress) -> str:
    verdict = followed.verdict
    reason = verdict.reason if verdict else NOTHING_KNOWN
    if reason == RANGE and verdict:
        missed = verdict.recorded == Standing.MISSED
        if followed.target.measure == Measure.PART:
            return (
                _("The target lies within the range, so the result is inconclusive.")
                if missed
                else _("The plan lies within the range, so the result is inconclusive.")
            )
        return (
            _("Not reached by the records. Unknown records could change that.")
            if missed
            else _("Behind plan by the records. Unknown records could change that.")
        )
    if reason == END_UNKNOWN:
        return _("The final status is unknown.")
    why = next((point.reason for point in reversed(followed.points) if point.reason), "")
    return reason_text(why) or _("Unknown so far.")


def reason_text(code: str) -> str:
    if code == BEFORE_RECORDS:
        return _("Records do not go back that far.")
    if code == NO_STAGES:
        return _("No community stage is recorded.")
    return str(REASONS.get(code, ""))


def format_point_day(point: Point) -> str:
    return half_year_text(point.half_year) if point.half_year else day_text(point.day)


def describe_coverage(point: Point) -> str:
    """Return for how many communities the value is known, and how many of its parts are overrides; of a single
    community only whether it is an override.
    """
    if point.expected_count <= 1:
        return _overridden_text(point)
    coverage = known_coverage_text(point.value_count, point.expected_count)
    return phrases((coverage, _overridden_text(point)))


# Reports leave the community.
READER = Reader.NETWORK
MOST = 30


def gather_targets(
    office: Office, community: Community | None, half_year: HalfYear, as_of: dt.date
) -> list[TargetProgress]:
    """Return targets active in the half-year: for a community its own and those its office set for it, for an office
    its own.
    """
    running = Target.objects.filter(
        Q(closed_on=None) | Q(closed_on__gte=half_year.first_day),
        office=office,
        baseline_on__lte=as_of,
        due_on__gte=half_year.first_day,
    )
    targets = running.filter(community=community) if community else running.filter(owner=Owner.OFFICE)
    latest_targets = targets.latest_versions().soonest_first().select_related("community")
    return follow_targets(list(visible(latest_targets, READER)[:MOST]), reader=READER, as_of=as_of)


def target_results(targets: list[TargetProgress]) -> list[TargetResult]:
    return [
        {
            "title": get_target_title(followed_target.target),
            "about": _describe_contents(followed_target.target),
            "reached_text": describe_value(followed_target),
            "standing": get_status(followed_target),
            "standing_text": standing_text(followed_target.verdict) if followed_target.verdict else "",
            "sentence": get_status_sentence(followed_target),
        }
        for followed_target in targets
    ]


def _describe_contents(target: Target) -> str:
    scope, rule = describe_scope(target), describe_rule(target.measure)
    return sentences((end_sentence(scope), rule)) if rule else scope


def describe_progress(followed: TargetProgress) -> str:
    """Return “12 of 60, behind plan by 8”."""
    value, verdict, latest = describe_value(followed), followed.verdict, followed.latest
    if verdict is None:
        return value
    if latest and latest.lower is not None and verdict.planned:
        missing = {
            "number": amount_text(get_shortfall(followed.plan, latest.lower, verdict.planned), followed.unit)
        }
        if verdict.standing == Standing.BEHIND:
            return phrases((value, _("behind plan by %(number)s") % missing))
        if verdict.recorded == Standing.BEHIND:
            return phrases((value, _("behind plan by %(number)s by the records") % missing))
    return phrases((value, standing_text(verdict)))
