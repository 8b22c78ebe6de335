"""What an office does with a submitted survey: return, accept and reopen it. In the office's scope."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import User
from evaluation.actions.figures import freeze_figures, unfreeze_figures
from evaluation.actions.overrides import review_overrides, withdraw_reviews
from evaluation.actions.public_tables import make_public_tables
from evaluation.actions.submission_steps import has_ended, lock_submission, move_submission
from evaluation.actions.survey_emails import email_coordinators
from evaluation.actions.survey_errors import NotEndedError, SurveyError
from evaluation.models import AcceptedVersion, StepState, Submission, SubmissionState
from evaluation.remarks import get_open_remarks
from evaluation.versions import make_content


@transaction.atomic
def return_submission(*, submission: Submission, reason: str, by: User) -> Submission:
    """Return a survey with a reason or open remarks; its figures follow the records again.

    IllegalStepError, SurveyError "closed" (the community could not answer then), ValidationError without a reason and
    an open remark.
    """
    locked = lock_submission(submission, SubmissionState.SUBMITTED)
    if not (reason.strip() or get_open_remarks([locked])):
        raise ValidationError({"reason": _("Enter a reason.")})
    _return_to_community(locked, reason.strip(), by, StepState.RETURNED)
    return locked


@transaction.atomic
def accept_submission(
    *, submission: Submission, by: User, choices: Mapping[str, str] | None = None, revision: int | None = None
) -> Submission:
    """Accept and lock a survey: its figures and answers no longer change.

    ``choices``: for each override by part, which CountingValue counts; ValidationError by part where one is missing.
    ``revision``: of the survey that the person has read. IllegalStepError; SurveyError "submitted_again" if it was
    returned and submitted since, "not_ended" while the half-year runs, unless the community closed it early with a
    reason. If the round is already closed, the public tables are made now.
    """
    locked = lock_submission(submission, SubmissionState.SUBMITTED)
    if revision not in (None, locked.revision):
        raise SurveyError(
            _("The survey was submitted again. Read it before you accept it."), "submitted_again"
        )
    if not can_be_accepted(locked):
        raise NotEndedError(locked.round.period)
    review_overrides(submission=locked, choices=choices or {}, by=by)
    freeze_figures(locked.community, locked.round.period)
    move_submission(locked, SubmissionState.ACCEPTED, by)
    make_public_tables(round_id=locked.round_id)
    email_coordinators(locked)
    return locked


def can_be_accepted(submission: Submission) -> bool:
    """Return True if the half-year has ended or the community closed it early."""
    return has_ended(submission.round.period, submission.community) or bool(submission.early_reason)


@transaction.atomic
def reopen_submission(*, submission: Submission, reason: str, by: User) -> AcceptedVersion:
    """Return an accepted survey to its community with a reason, and store the accepted version.

    IllegalStepError, SurveyError "closed", ValidationError without a reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Enter a reason.")})
    locked = lock_submission(submission, SubmissionState.ACCEPTED)
    version = AcceptedVersion.objects.create(
        community_id=locked.community_id,
        office_id=locked.office_id,
        submission=locked,
        number=locked.versions.count() + 1,
        accepted_at=locked.decided_at or timezone.now(),
        reopened_by=by,
        reason=reason.strip(),
        content=make_content(locked),
    )
    withdraw_reviews(locked)
    _return_to_community(locked, reason.strip(), by, StepState.REOPENED)
    return version


def _return_to_community(locked: Submission, reason: str, by: User, step: StepState) -> None:
    if not locked.round.is_open:
        raise SurveyError(_("Reopen the half-year first."), "closed")
    content = make_content(locked)
    unfreeze_figures(locked.community, locked.round.period)
    move_submission(locked, SubmissionState.RETURNED, by, reason, step=step, content=content)
    email_coordinators(locked)
