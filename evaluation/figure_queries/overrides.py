"""Coordinators' overrides, and whether they count instead of the computed figures."""

from collections.abc import Collection, Iterable
from decimal import Decimal

from django.db.models import QuerySet

from evaluation.instrument import Unit, part
from evaluation.measures import Override, may_be_overridden
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
    """The override of an answer, and whether it counts; None when there is none.

    ``answer`` comes `with_choice`.
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
    return Override(
        sure(exact(value)),
        denominator,
        answer.reason,
        answer.evidence,
        percent_only=percent_only,
        counts=(answer.choice or answer.counts) == CountingValue.OVERRIDE,
        reviewed=answer.choice is not None,
    )


def sure_parts(answer: Answer) -> tuple[Decimal, int]:
    """Numerator and denominator of a share that was overridden by both; ValueError where one is missing."""
    if answer.override_numerator is None or answer.override_denominator is None:
        raise ValueError(f"The override of {answer.part} has no parts.")
    return answer.override_numerator, answer.override_denominator


def get_submission_overrides(submission: Submission, answers: Iterable[Answer]) -> dict[FigureKey, Override]:
    """Those of one survey, whose round comes with it; a draft has none."""
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
    using: str = "default",
) -> dict[FigureKey, Override]:
    """The values of all communities that the open scope shows, from surveys that were handed in; one query.

    A draft is the coordinator's own: her page takes `override_of` of its answers. With the figures' login, which
    sees every community, say which, or of which office.
    """
    answers = own_values(using).filter(
        submission__round__half_year__in=[str(half_year) for half_year in half_years]
    )
    if community_ids is not None:
        answers = answers.filter(community_id__in=community_ids)
    if office_id is not None:
        answers = answers.filter(submission__round__office=office_id)
    return collect_overrides(answers)


def overrides_on_page(half_year: HalfYear, community_ids: Collection[int]) -> dict[FigureKey, Override]:
    """As `overrides_of`, of one half-year and a page of communities."""
    of_round = own_values().filter(submission__round__half_year=str(half_year))
    return collect_overrides(of_round.filter(community__in=community_ids))


def own_values(using: str = "default") -> "QuerySet[Answer]":
    """The answers that put an own value in the place of a figure, for a question together with others; see
    `told_overrides`."""
    handed_in = Answer.objects.using(using).filter(
        decision=Decision.OVERRIDDEN, submission__state__in=HANDED_IN
    )
    return handed_in.with_choice().select_related("submission__round")


def collect_overrides(answers: Iterable[Answer]) -> dict[FigureKey, Override]:
    """From the answers of `own_values`."""
    overrides = {}
    for answer in answers:
        override = get_override(answer)
        if override is not None:
            overrides[(answer.community_id, answer.submission.round.half_year, answer.part)] = override
    return overrides
