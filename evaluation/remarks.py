"""Remarks of an office on single questions of a survey, with the answers of the community.

A conversation is the steps of a survey that name the same question; the newest says whether it waits for the community
or its office, or is resolved.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluation.instrument import PARTS, Part
from evaluation.models import StepState, Submission, SubmissionState, SubmissionStep

# While the office reviews a survey, or its community corrects it.
DISCUSSED = (SubmissionState.SUBMITTED, SubmissionState.RETURNED)


@dataclass(frozen=True)
class Conversation:
    """The remarks and answers on one question, oldest first."""

    part: Part
    steps: Sequence[SubmissionStep]

    @property
    def state(self) -> str:
        return self.steps[-1].state

    @property
    def newest_remark(self) -> SubmissionStep:
        return next(step for step in reversed(self.steps) if step.state == StepState.REMARK)

    @property
    def is_open(self) -> bool:
        return self.state != StepState.RESOLVED

    @property
    def waits_for_community(self) -> bool:
        return self.state == StepState.REMARK


@dataclass(frozen=True)
class SurveyHistory:
    """The steps of a survey: ``steps`` through its states, newest first, and ``conversations`` by part code, in the
    order of the instrument.
    """

    steps: Sequence[SubmissionStep]
    conversations: Mapping[str, Conversation]

    @property
    def open_conversations(self) -> list[Conversation]:
        return [conversation for conversation in self.conversations.values() if conversation.is_open]


def split_steps(newest_first: Iterable[SubmissionStep]) -> SurveyHistory:
    steps = list(newest_first)
    conversations = {}
    for part in PARTS:
        if remarks := [step for step in reversed(steps) if step.part == part.code]:
            conversations[part.code] = Conversation(part, remarks)
    return SurveyHistory([step for step in steps if not step.part], conversations)


def get_conversation(submission: Submission | None, part: Part) -> Conversation | None:
    """Return the remarks on one question; None if there are none."""
    if submission is None:
        return None
    steps = submission.steps.filter(part=part.code).select_related("by").newest_first()
    return split_steps(steps).conversations.get(part.code)


def get_open_remarks(submissions: Iterable[Submission | int]) -> list[SubmissionStep]:
    """Return the newest step of each open conversation, in the order of the instrument."""
    open_steps = SubmissionStep.objects.filter(submission__in=submissions).open_remarks()
    order = [part.code for part in PARTS]
    return sorted(open_steps, key=lambda step: (step.submission_id, order.index(step.part)))
