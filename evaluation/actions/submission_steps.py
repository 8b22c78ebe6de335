"""The steps of a survey through its states.

Every step locks the submission's row first, so that concurrent steps see each other's result.
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Community, User
from evaluation.actions.survey_errors import IllegalStepError
from evaluation.models import StepState, Submission, SubmissionState, SubmissionStep
from tfc.periods import HalfYear


def has_ended(half_year: HalfYear, community: Community) -> bool:
    """Return True if the last day of the half-year is over in the community's time zone."""
    return timezone.localdate(timezone=community.zone) > half_year.last_day


def lock_submission(submission: Submission, *states: SubmissionState) -> Submission:
    """Lock the submission's row until the transaction ends and return it; IllegalStepError if its state is not in
    ``states``.
    """
    rows = Submission.objects.select_for_update(of=("self",)).select_related("round", "community__office")
    locked = rows.get(pk=submission.pk)
    if locked.state not in states:
        raise IllegalStepError(locked, state_sentence(locked))
    return locked


def state_sentence(submission: Submission) -> str:
    return {
        SubmissionState.DRAFT: _("This survey has not been submitted yet."),
        SubmissionState.SUBMITTED: _("This survey is already submitted."),
        SubmissionState.RETURNED: _("This survey was returned to its community."),
        SubmissionState.ACCEPTED: _("This survey is accepted and locked."),
    }[SubmissionState(submission.state)]


def move_submission(
    submission: Submission,
    state: SubmissionState,
    by: User,
    reason: str = "",
    *,
    step: str = "",
    content: Any = None,
) -> None:
    """Store the new state and record the step; ``step`` is a StepState where it differs from the state."""
    submission.state = state
    if state == SubmissionState.SUBMITTED:
        submission.submitted_at, submission.decided_at = timezone.now(), None
    else:
        submission.decided_at = timezone.now()
    submission.save(update_fields=["state", "submitted_at", "decided_at"])
    record_step(submission, by, reason, step=step, content=content)


def record_step(
    submission: Submission, by: User, reason: str = "", *, step: str = "", part: str = "", content: Any = None
) -> None:
    SubmissionStep.objects.create(
        community_id=submission.community_id,
        office_id=submission.office_id,
        submission=submission,
        state=StepState(step or submission.state),
        part=part,
        reason=reason,
        content=content,
        by=by,
    )
