"""Coordinators' overrides, and whether they count instead of the computed figures."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from django.db.models import QuerySet

from communities.thresholds import parse_thresholds
from evaluation.instrument import Part, Rule, Unit, part
from evaluation.measures import Measurement, Override, may_be_overridden, override_counts, rate
from evaluation.measures.measured import exact, sure
from evaluation.models import (
    Answer,
    CountingValue,
    Decision,
    Submission,
    SubmissionState,
)
from evaluation.models.figures import FigureKey
from tfc.periods import HalfYear

HANDED_IN = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)


def get_override(answer: Answer) -> Override | None:
    """Return the override of an answer, and whether it counts; None when there is none.

    ``answer`` must come from `with_choice`.
    """
    if answer.decision != Decision.OVERRIDDEN or answer.override_value is None:
        return None
    definition = part(answer.part)
    if not may_be_overridden(definition):
        return None
    value, denominator = answer.override_value, None
    percent_only = definition.unit == Unit.PERCENT and answer.override_numerator is None
    if percent_only:
        denominator = 100
    elif definition.unit == Unit.PERCENT:
        value, denominator = sure_parts(answer)
    override = Override(
        sure(exact(value)),
        denominator,
        answer.reason,
        answer.evidence,
        percent_only=percent_only,
        counts=(answer.choice or answer.counts) == CountingValue.OVERRIDE,
        reviewed=answer.choice is not None,
    )
    if override.reviewed or definition.rule != Rule.TARGET:
        return override
    return replace(override, counts=_has_lower_rating(answer, definition, override))


def _has_lower_rating(answer: Answer, definition: Part, override: Override) -> bool:
    """Return whether an override counts by the targets of now; until the survey is submitted, as it is stored.

    Only targets may change after a survey is submitted: the other thresholds of a half-year that has begun are fixed.
    """
    if answer.half_year is None or answer.computed is None:
        return override.counts
    period = HalfYear.parse(answer.half_year)
    thresholds = parse_thresholds(answer.settings, [period])[period]
    computed = Measurement.from_json({**answer.computed, "unit": definition.unit, "details": {}})
    return override_counts(definition, computed, rate(definition, computed, thresholds), override, thresholds)


def sure_parts(answer: Answer) -> tuple[Decimal, int]:
    """Return numerator and denominator of an overridden share; ValueError if either is missing."""
    if answer.override_numerator is None or answer.override_denominator is None:
        raise ValueError(f"The override of {answer.part} has no parts.")
    return answer.override_numerator, answer.override_denominator


def get_submission_overrides(submission: Submission, answers: Iterable[Answer]) -> dict[FigureKey, Override]:
    """Return the overrides of one survey, loaded with its round; none for a draft."""
    if submission.state not in HANDED_IN:
        return {}
    overrides = {
        (answer.community_id, submission.round.half_year, answer.part): get_override(answer)
        for answer in answers
    }
    return {key: override for key, override in overrides.items() if override is not None}


def get_overrides(
    half_years: Iterable[HalfYear],
    *,
    community_ids: Iterable[int] | None = None,
    office_id: int | None = None,
    part: str = "",
    using: str = "default",
) -> dict[FigureKey, Override]:
    """Return the overrides of all communities in the open scope, from submitted surveys, of all items or of ``part``;
    one query.

    Drafts are excluded: the coordinator's page uses `get_override` on their answers. With the figures' login, which
    sees every community, name the communities or the office.
    """
    answers = get_override_answers(using).filter(
        submission__round__half_year__in=[str(half_year) for half_year in half_years]
    )
    if community_ids is not None:
        answers = answers.filter(community_id__in=community_ids)
    if office_id is not None:
        answers = answers.filter(submission__round__office=office_id)
    if part:
        answers = answers.filter(part=part)
    return collect_overrides(answers)


def get_override_answers(using: str = "default") -> "QuerySet[Answer]":
    """Return the answers that override a figure, to be read together with other queries; see `collect_overrides`."""
    handed_in = Answer.objects.using(using).filter(
        decision=Decision.OVERRIDDEN, submission__state__in=HANDED_IN
    )
    return handed_in.with_choice().select_related("submission__round")


def collect_overrides(answers: Iterable[Answer]) -> dict[FigureKey, Override]:
    """Return the overrides from the answers of `get_override_answers`."""
    overrides = {}
    for answer in answers:
        override = get_override(answer)
        if override is not None:
            overrides[(answer.community_id, answer.submission.round.half_year, answer.part)] = override
    return overrides
