"""What a community does with its survey: start, answer and submit it. The office's steps are in decisions.py."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Community, User
from evaluation import survey
from evaluation.actions.figures import (
    declare_none,
    freeze_figures,
    refresh_figures,
    withdraw_declaration,
)
from evaluation.actions.overrides import decide_counting_values
from evaluation.actions.submission_steps import has_ended, lock_submission, move_submission, record_step
from evaluation.actions.submitted_records import store_submitted_records
from evaluation.actions.survey_emails import email_staff
from evaluation.actions.survey_errors import (
    FigureChangedError,
    IncompleteError,
    NotEndedError,
    SavedMeanwhileError,
    SurveyError,
)
from evaluation.instrument import Part, Unit
from evaluation.instrument import part as part_of
from evaluation.measures import State, may_be_overridden
from evaluation.measures.gatherings import SECTOR_COUNT
from evaluation.measures.research import STEPS
from evaluation.models import (
    Answer,
    AnswerDraft,
    Decision,
    Figure,
    Round,
    Submission,
    SubmissionState,
)

MAX_COUNT = 1_000_000  # of a count; more is a typing error
# Parts whose denominator is fixed by the instrument.
FIXED_DENOMINATORS = {"research_done": STEPS, "focus_chosen": 1, "sector_breadth": SECTOR_COUNT}


@transaction.atomic
def start_submission(*, community: Community, round_: Round, by: User) -> Submission:
    """Return the community's survey of this round; create it if needed. SurveyError: "not_asked", "closed"."""
    existing_submission = Submission.objects.filter(community=community, round=round_).first()
    if existing_submission is not None:
        return existing_submission
    expected = Round.objects.filter(pk=round_.pk).asking(community.pk)
    if not expected.exists():
        raise SurveyError(_("Your community does not take part in this half-year."), "not_asked")
    _must_be_open(round_)
    submission, made = Submission.objects.get_or_create(
        community=community, round=round_, defaults={"office_id": community.office_id}
    )
    if made:
        record_step(submission, by)
    return submission


@transaction.atomic
def save_answer(
    *,
    submission: Submission,
    part: str,
    decision: str,
    revision: int,
    shown_fingerprint: str,
    by: User,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: int | None = None,
    reason: str = "",
    evidence: str = "",
) -> Answer:
    """Store an answer that confirms or overrides the computed figure, and delete the coordinator's draft for the part.

    A share is overridden by ``numerator`` and ``denominator``, or by ``value`` where only the percentage is known; a
    count by ``value``.

    ``revision``: of the answer when the form was rendered, 0 without one. ``shown_fingerprint``: of the figure shown
    in the form. IllegalStepError, SurveyError "closed", SavedMeanwhileError, FigureChangedError, or ValidationError by
    field; the same answer sent twice is saved once.
    """
    definition = part_of(part)
    own = {
        "override_value": value,
        "override_numerator": numerator,
        "override_denominator": denominator,
        "reason": reason.strip(),
        "evidence": evidence.strip(),
    }
    answer_fields = _check_answer(definition, decision, own)
    locked = lock_for_answers(submission)
    stored = Answer.objects.select_related("by").filter(submission=locked, part=part).first()
    if stored is not None and stored.revision != revision:
        if stored.by_id == by.pk and all(
            getattr(stored, name) == answer_fields[name] for name in answer_fields
        ):
            return stored
        raise SavedMeanwhileError(stored)
    figure = Figure.objects.for_half_year(locked.round.period).of_part(part).first()
    measured = survey.get_measurement(figure, definition)
    if survey.fingerprint(measured) != shown_fingerprint:
        raise FigureChangedError([definition])
    answer = stored or Answer(office_id=locked.office_id, submission=locked, part=part)
    for name, content in answer_fields.items():
        setattr(answer, name, content)
    answer.computed, answer.by = survey.get_figure_snapshot(measured), by
    answer.save()
    AnswerDraft.objects.filter(submission=locked, part=part, by=by).delete()
    return answer


def _check_answer(part: Part, decision: str, own: dict[str, Any]) -> dict[str, Any]:
    """Return the fields to store with the answer; ValidationError by field."""
    if decision == Decision.CONFIRMED:
        nothing = dict.fromkeys(("override_value", "override_numerator", "override_denominator"))
        return {"decision": decision, **nothing, "reason": "", "evidence": ""}
    if decision != Decision.OVERRIDDEN:
        raise ValidationError({"decision": _("Choose one.")})
    if not may_be_overridden(part):
        raise ValidationError({"decision": _("Residents' answers cannot be overridden.")})
    value, numerator, denominator = (
        own[f"override_{name}"] for name in ("value", "numerator", "denominator")
    )
    errors = {
        "value": get_override_error(part, value, numerator, denominator),
        "reason": "" if own["reason"] else _("Enter a reason."),
        "evidence": "" if own["evidence"] else _("Fill in this field."),
    }
    if any(errors.values()):
        raise ValidationError({name: text for name, text in errors.items() if text})
    return {"decision": decision, **own}


def get_override_error(
    part: Part, value: Decimal | None, numerator: Decimal | None, denominator: int | None
) -> str:
    """Return what is wrong with an override in the part's unit; empty when it is valid."""
    if value is None:
        return _("Enter a number.")
    if part.unit != Unit.PERCENT:
        fits = 0 <= value <= MAX_COUNT and value == value.to_integral_value()
        return "" if fits else _("Enter a whole number, 0 or more.")
    if numerator is None or denominator is None:
        return "" if 0 <= value <= 100 else _("Enter a percentage from 0 to 100.")
    whole = FIXED_DENOMINATORS.get(part.code)
    if whole and denominator != whole:
        return _("Use %(whole)s as the whole.") % {"whole": whole}
    if not 0 <= numerator <= denominator <= MAX_COUNT or denominator < 1:
        return _("The part cannot be larger than the whole, and the whole is 1 or more.")
    fits = numerator == numerator.to_integral_value() or part.code == "focus_chosen"
    return "" if fits else _("Enter a whole number, 0 or more.")


@transaction.atomic
def save_draft(
    *, submission: Submission, part: str, value: str, reason: str, evidence: str, by: User
) -> AnswerDraft | None:
    """Store what a person is typing, unvalidated and visible only to that person; return None if the fields are empty.

    Errors as for `save_answer`, except that the text is not validated.
    """
    locked = lock_for_answers(submission)
    mine: dict[str, Any] = {"submission": locked, "part": part_of(part).code, "by": by}
    if not any(text.strip() for text in (value, reason, evidence)):
        AnswerDraft.objects.filter(**mine).delete()
        return None
    typed = {"value": value[:40], "reason": reason[:2000], "evidence": evidence[:2000]}
    return AnswerDraft.objects.update_or_create(**mine, defaults=typed)[0]


@transaction.atomic
def answer_none(*, submission: Submission, community: Community, part: str, by: User) -> Answer:
    """Declare "none this half-year" and confirm it in one step. SurveyError "contradicted" when records contradict it.

    ValidationError of `declare_none` for a part that cannot be declared; else the errors of `save_answer`.
    """
    # Take the submission's lock before the figures' lock, in the same order as all other steps.
    locked = lock_for_answers(submission)
    half_year = locked.round.period
    declare_none(community=community, half_year=half_year, part=part, by=by)
    figure = Figure.objects.for_half_year(half_year).of_part(part).get()
    if figure.state != State.DECLARED_ZERO:
        raise SurveyError(_("You reported zero, but there are records of this half-year."), "contradicted")
    answer = Answer.objects.filter(submission=locked, part=part).first()
    return save_answer(
        submission=locked,
        part=part,
        decision=Decision.CONFIRMED,
        revision=answer.revision if answer else 0,
        shown_fingerprint=survey.fingerprint(figure.to_measured()),
        by=by,
    )


@transaction.atomic
def withdraw_none(*, submission: Submission, community: Community, part: str, by: User) -> None:
    """Delete the declaration; an answer that confirmed it must then be checked again."""
    locked = lock_for_answers(submission)
    withdraw_declaration(community=community, half_year=locked.round.period, part=part, by=by)


@transaction.atomic
def submit_survey(
    *, submission: Submission, community: Community, by: User, early_reason: str = ""
) -> Submission:
    """Submit the survey: compute the figures again and freeze them with the answers. In the community's scope.

    ``early_reason``: why the community closes the half-year before its last day is over; ignored afterwards. Nothing
    is submitted on IllegalStepError, SurveyError "closed" or "not_ended", IncompleteError or FigureChangedError.
    """
    locked = lock_for_answers(submission)
    reason = "" if has_ended(locked.round.period, community) else early_reason.strip()
    if not (reason or has_ended(locked.round.period, community)):
        raise NotEndedError(locked.round.period)
    moment = timezone.now()
    refresh_figures([community], locked.round.period)
    current_survey = survey.get_survey(community, locked.round)
    missing = [entry.part for entry in current_survey.entries if entry.decision == Decision.OPEN]
    if missing:
        raise IncompleteError(missing)
    changed = [entry.part for entry in current_survey.entries if entry.changed]
    if changed:
        raise FigureChangedError(changed)
    freeze_figures(community, locked.round.period)
    decide_counting_values(locked)
    store_submitted_records(locked, moment=moment)
    move_submission(locked, SubmissionState.SUBMITTED, by, reason)
    email_staff(locked, community)
    return locked


def lock_for_answers(submission: Submission) -> Submission:
    """Lock and return the survey if its answers may be changed. IllegalStepError, SurveyError "closed"."""
    locked = lock_submission(submission, SubmissionState.DRAFT, SubmissionState.RETURNED)
    _must_be_open(locked.round)
    return locked


def _must_be_open(round_: Round) -> None:
    if not round_.is_open:
        raise SurveyError(_("Your office closed this half-year. Ask it to reopen it."), "closed")
