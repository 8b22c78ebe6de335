"""What a community does with its survey: starts, answers and submits it. The office's steps are in decisions.py."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Community, User
from communities.models.communities import TAKES_PART
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

MAX_COUNT = 1_000_000  # of a count; more is a slip of the finger
# Where the instrument fixes of how many.
FIXED_DENOMINATORS = {"research_done": STEPS, "focus_chosen": 1, "sector_breadth": SECTOR_COUNT}


@transaction.atomic
def start_submission(*, community: Community, round_: Round, by: User) -> Submission:
    """The community's survey in this round, made with its first answer. SurveyError: "not_asked", "closed"."""
    existing_submission = Submission.objects.filter(community=community, round=round_).first()
    if existing_submission is not None:
        return existing_submission
    if community.stage not in TAKES_PART:
        raise SurveyError(_("Your community is not asked yet."), "not_asked")
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
    """Confirm the computed figure, or set her own beside it; her half-typed text for the part is then gone.

    A share is overridden by ``numerator`` and ``denominator``, or by ``value`` where only the percentage is known; a
    count by ``value``.

    ``revision``: that of the answer when the form was drawn, 0 without one. ``seen``: the fingerprint of the figure
    that the form showed. IllegalStepError, SurveyError "closed", SavedMeanwhileError, FigureChangedError, or
    ValidationError by field; the same answer sent twice is saved once.
    """
    definition = part_of(part)
    own = {
        "override_value": value,
        "override_numerator": numerator,
        "override_denominator": denominator,
        "reason": reason.strip(),
        "evidence": evidence.strip(),
    }
    answer_fields = _checked(definition, decision, own)
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


def _checked(part: Part, decision: str, own: dict[str, Any]) -> dict[str, Any]:
    """What is stored with the answer; ValidationError by field."""
    if decision == Decision.CONFIRMED:
        nothing = dict.fromkeys(("override_value", "override_numerator", "override_denominator"))
        return {"decision": decision, **nothing, "reason": "", "evidence": ""}
    if decision != Decision.OVERRIDDEN:
        raise ValidationError({"decision": _("Say whether the figure is right.")})
    if not may_be_overridden(part):
        raise ValidationError({"decision": _("What residents answered cannot be overridden.")})
    value, numerator, denominator = (
        own[f"override_{name}"] for name in ("value", "numerator", "denominator")
    )
    errors = {
        "value": own_figure_error(part, value, numerator, denominator),
        "reason": "" if own["reason"] else _("Say why your figure is the better one."),
        "evidence": "" if own["evidence"] else _("Enter where it can be checked."),
    }
    if any(errors.values()):
        raise ValidationError({name: text for name, text in errors.items() if text})
    return {"decision": decision, **own}


def own_figure_error(
    part: Part, value: Decimal | None, numerator: Decimal | None, denominator: int | None
) -> str:
    """What is wrong with an override in the unit of the part; empty when nothing is."""
    if value is None:
        return _("Enter your figure.")
    if part.unit != Unit.PERCENT:
        fits = 0 <= value <= MAX_COUNT and value == value.to_integral_value()
        return "" if fits else _("Enter a whole number, 0 or more.")
    if numerator is None or denominator is None:
        return "" if 0 <= value <= 100 else _("Enter a percentage from 0 to 100.")
    whole = FIXED_DENOMINATORS.get(part.code)
    if whole and denominator != whole:
        return _("The whole is %(whole)s here.") % {"whole": whole}
    if not 0 <= numerator <= denominator <= MAX_COUNT or denominator < 1:
        return _("The part cannot be larger than the whole, and the whole is 1 or more.")
    fits = numerator == numerator.to_integral_value() or part.code == "focus_chosen"
    return "" if fits else _("Enter a whole number, 0 or more.")


@transaction.atomic
def save_draft(
    *, submission: Submission, part: str, value: str, reason: str, evidence: str, by: User
) -> AnswerDraft | None:
    """Keep what a person is typing, as it is, for her alone; None when she took it all out again.

    Errors as for `save_answer`, but nothing typed is wrong yet.
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
    """Sign "none this half-year" and confirm it in one. SurveyError "contradicted" when records say otherwise.

    ValidationError of `declare_none` for a part that cannot be signed for; else the errors of `save_answer`.
    """
    # The submission's lock before the figures', in the order of all other steps.
    locked = lock_for_answers(submission)
    half_year = locked.round.period
    declare_none(community=community, half_year=half_year, part=part, by=by)
    figure = Figure.objects.for_half_year(half_year).of_part(part).get()
    if figure.state != State.DECLARED_ZERO:
        raise SurveyError(
            _("You said that there was none, but there are records of this half-year."), "contradicted"
        )
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
    """Take the signature back; an answer that confirmed it is then to be looked at again."""
    locked = lock_for_answers(submission)
    withdraw_declaration(community=community, half_year=locked.round.period, part=part, by=by)


@transaction.atomic
def submit_survey(
    *, submission: Submission, community: Community, by: User, early_reason: str = ""
) -> Submission:
    """Hand it in: the figures are computed anew, and frozen with the answers. In the community's scope.

    ``early_reason``: why the community closes the half-year before its last day is over; ignored afterwards.
    IllegalStepError, SurveyError "closed" or "not_ended", IncompleteError, FigureChangedError; nothing is handed in
    then.
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
    """The survey while answers may be changed, kept from others. IllegalStepError, SurveyError "closed"."""
    locked = lock_submission(submission, SubmissionState.DRAFT, SubmissionState.RETURNED)
    _must_be_open(locked.round)
    return locked


def _must_be_open(round_: Round) -> None:
    if not round_.is_open:
        raise SurveyError(_("Your office closed this half-year, so it cannot be changed."), "closed")
