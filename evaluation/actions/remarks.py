"""Remarks on single questions of a survey: the office asks and resolves, the community answers."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Community, User
from evaluation.actions.submission_steps import lock_submission, record_step
from evaluation.actions.survey_emails import email_answer, email_remark
from evaluation.actions.survey_errors import SurveyError
from evaluation.instrument import Part
from evaluation.models import StepState, Submission
from evaluation.remarks import DISCUSSED, get_conversation


@transaction.atomic
def add_remark(*, submission: Submission, part: Part, text: str, by: User) -> None:
    """Ask the community about a question, in the office's scope; its coordinators get an email at once.

    IllegalStepError unless the survey is submitted or returned; ValidationError without a text. The same remark sent
    twice is stored once.
    """
    if _store(submission, part, StepState.REMARK, text, by):
        email_remark(submission, part)


@transaction.atomic
def answer_remark(*, submission: Submission, community: Community, part: Part, text: str, by: User) -> None:
    """Answer the office's remark, in the community's scope; the staff get an email. Errors as for `add_remark`, and
    SurveyError "resolved" if there is no open remark.
    """
    if _store(submission, part, StepState.REPLY, text, by):
        email_answer(submission, community, part)


@transaction.atomic
def resolve_remark(*, submission: Submission, part: Part, by: User) -> None:
    """Close the conversation, in the office's scope; a further remark opens it again. No effect if it is resolved."""
    lock_submission(submission, *DISCUSSED)
    conversation = get_conversation(submission, part)
    if conversation is not None and conversation.is_open:
        record_step(submission, by, step=StepState.RESOLVED, part=part.code)


def _store(submission: Submission, part: Part, state: StepState, text: str, by: User) -> bool:
    """Return False if the newest entry is the same."""
    if not text.strip():
        raise ValidationError({"text": _("Enter a text.")})
    locked = lock_submission(submission, *DISCUSSED)
    conversation = get_conversation(locked, part)
    if state == StepState.REPLY and not (conversation and conversation.is_open):
        raise SurveyError(_("This remark is resolved."), "resolved")
    newest = conversation.steps[-1] if conversation else None
    if newest and (newest.state, newest.reason, newest.by_id) == (state, text.strip(), by.pk):
        return False
    record_step(locked, by, text.strip(), step=state, part=part.code)
    return True
