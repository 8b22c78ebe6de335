"""What follows from the records: declarations, figures, and the surveys with their answers."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from communities.models import Community, RosterConfirmation, User
from demo.plan import Town
from demo.surveys import ACCEPTED, REMARKS, RETURNED, SUBMITTED, OverridePlan, SurveyPlan
from evaluation.actions.figures import freeze_figures
from evaluation.actions.overrides import decide_counting_values, get_overrides_to_review, review_overrides
from evaluation.actions.submitted_records import store_submitted_records
from evaluation.forms.own_figures import OwnFigure, make_share
from evaluation.instrument import PARTS
from evaluation.models import (
    Answer,
    Decision,
    Declaration,
    Figure,
    Round,
    StepState,
    Submission,
    SubmissionState,
    SubmissionStep,
)
from evaluation.survey import get_figure_snapshot, get_measurement
from tfc.periods import HalfYear


def store_results(
    town: Town, community: Community, rounds: dict[HalfYear, Round], coordinator: User, staff: User
) -> None:
    """In the community's scope, after its figures."""
    for survey in town.surveys:
        _store_survey(survey, community, rounds[survey.half_year], coordinator, staff)


def store_signatures(town: Town, coordinator: User) -> None:
    """ "None this half-year", and lists of the team that were looked through, on the days when it was done."""
    for half_year, part in town.declared:
        made = Declaration.objects.create(half_year=str(half_year), part=part, by=coordinator)
        Declaration.objects.filter(pk=made.pk).update(at=_get_time_after(half_year))
    for survey in town.surveys:
        if survey.roster:
            signed = RosterConfirmation.objects.create(half_year=str(survey.half_year), by=coordinator)
            RosterConfirmation.objects.filter(pk=signed.pk).update(at=survey.steps[0].at)


def _get_time_after(half_year: HalfYear) -> datetime:
    return datetime.combine(half_year.last_day + timedelta(days=2), time(20), UTC)


def _store_survey(
    survey: SurveyPlan, community: Community, round_: Round, coordinator: User, staff: User
) -> None:
    submitted = [step.at for step in survey.steps if step.state == SUBMITTED]
    decided = [step.at for step in survey.steps if step.state in (RETURNED, ACCEPTED)]
    submission = Submission.objects.create(
        office_id=community.office_id,
        round=round_,
        state=survey.state,
        submitted_at=submitted[-1] if submitted else None,
        decided_at=decided[-1] if decided and survey.state != SUBMITTED else None,
    )
    SubmissionStep.objects.bulk_create(
        SubmissionStep(
            office_id=community.office_id,
            submission=submission,
            by=staff if step.state in (RETURNED, ACCEPTED) else coordinator,
            **vars(step),
        )
        for step in survey.steps
    )
    _store_remarks(submission, community.slug, coordinator, staff)
    _store_answers(survey, submission, coordinator)
    decide_counting_values(submission)
    if survey.state in (SUBMITTED, ACCEPTED):
        freeze_figures(community, survey.half_year)
        if round_.is_open:
            store_submitted_records(submission, moment=timezone.now())


def _store_remarks(submission: Submission, slug: str, coordinator: User, staff: User) -> None:
    """After it was submitted, an hour apart."""
    at = submission.submitted_at
    for town, half_year, part, state, text in REMARKS:
        if at and (town, half_year) == (slug, submission.round.half_year):
            at += timedelta(hours=1)
            SubmissionStep.objects.create(
                office_id=submission.office_id,
                submission=submission,
                part=part,
                state=state,
                reason=text,
                by=staff if state == StepState.REMARK else coordinator,
                at=at,
            )


def _store_answers(survey: SurveyPlan, submission: Submission, coordinator: User) -> None:
    figures = Figure.objects.for_half_year(survey.half_year).by_part()
    Answer.objects.bulk_create(
        _make_answer(survey, submission, code, figures[code], coordinator)
        for code in [part.code for part in PARTS][: survey.answered]
    )
    Answer.objects.filter(submission=submission).update(
        saved_at=next((step.at for step in survey.steps if step.state == SUBMITTED), survey.steps[0].at)
    )


def _get_own_figure(override: OverridePlan) -> OwnFigure:
    if override.denominator:
        return make_share(override.value, override.denominator)
    return OwnFigure(override.value)


def store_reviews(staff: User) -> None:
    """In the office's scope: of each accepted survey the staff keep what counted before they decided."""
    for submission in Submission.objects.filter(state=SubmissionState.ACCEPTED, reviews=None).order_by("pk"):
        review_overrides(
            submission=submission,
            choices={answer.part: answer.counts for answer in get_overrides_to_review(submission)},
            by=staff,
        )


def _make_answer(
    survey: SurveyPlan, submission: Submission, code: str, figure: Figure, coordinator: User
) -> Answer:
    override = survey.overrides.get(code)
    own = _get_own_figure(override) if override else None
    return Answer(
        office_id=submission.office_id,
        submission=submission,
        part=code,
        decision=Decision.OVERRIDDEN if override else Decision.CONFIRMED,
        override_value=own.value if own else None,
        override_numerator=own.numerator if own else None,
        override_denominator=own.denominator if own else None,
        reason=override.reason if override else "",
        evidence=override.evidence if override else "",
        computed=get_figure_snapshot(get_measurement(figure, figure.definition)),
        by=coordinator,
    )
