"""Models of the evaluation: rounds, submissions, figures, roll-ups and custom questions."""

from evaluation.models.custom import CustomAnswer, CustomItem, CustomItemVersion, CustomKind, CustomState
from evaluation.models.deliverables import DeliverableLink
from evaluation.models.figures import Comparison, Declaration, Figure, Group
from evaluation.models.public_tables import PublicTable
from evaluation.models.quality import QualityAnswer, QualityCount
from evaluation.models.rollups import (
    EventRollup,
    FigureTotal,
    Refresh,
    StaleMark,
    StandingRollup,
)
from evaluation.models.rounds import (
    AcceptedVersion,
    Answer,
    AnswerDraft,
    CountingValue,
    Decision,
    OverrideReview,
    Round,
    StepState,
    Submission,
    SubmissionState,
    SubmissionStep,
    SubmittedRecords,
)

__all__ = [
    "AcceptedVersion",
    "Answer",
    "AnswerDraft",
    "Comparison",
    "CountingValue",
    "CustomAnswer",
    "CustomItem",
    "CustomItemVersion",
    "CustomKind",
    "CustomState",
    "Decision",
    "Declaration",
    "DeliverableLink",
    "EventRollup",
    "Figure",
    "FigureTotal",
    "Group",
    "OverrideReview",
    "PublicTable",
    "QualityAnswer",
    "QualityCount",
    "Refresh",
    "Round",
    "StaleMark",
    "StandingRollup",
    "StepState",
    "Submission",
    "SubmissionState",
    "SubmissionStep",
    "SubmittedRecords",
]
