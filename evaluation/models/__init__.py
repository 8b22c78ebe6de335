"""Is it working: rounds, submissions, figures, jobs and reports."""

from evaluation.models.archives import ArchiveKind, ArchiveRun
from evaluation.models.awareness import (
    AnswerSource,
    AwarenessAnswer,
    AwarenessTotal,
    AwarenessWave,
    OwnWords,
    Sampling,
    SetAsideAnswer,
    Turned,
    TurnedAway,
)
from evaluation.models.custom import CustomAnswer, CustomItem, CustomItemVersion, CustomKind, CustomState
from evaluation.models.figures import Declaration, Figure, ThresholdSetting
from evaluation.models.overviews import Comparison, Group, PinnedCommunity
from evaluation.models.public_tables import PublicTable
from evaluation.models.quality import QualityAnswer, QualityCount
from evaluation.models.reports import Job, JobState, Report, ReportFile, ReportShare, ReportText, Scope
from evaluation.models.rollups import (
    EventRollup,
    EventTotal,
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
from evaluation.models.subscriptions import Frequency, SentView, ViewSubscription

__all__ = [
    "AcceptedVersion",
    "Answer",
    "AnswerDraft",
    "AnswerSource",
    "ArchiveKind",
    "ArchiveRun",
    "AwarenessAnswer",
    "AwarenessTotal",
    "AwarenessWave",
    "Comparison",
    "CountingValue",
    "CustomAnswer",
    "CustomItem",
    "CustomItemVersion",
    "CustomKind",
    "CustomState",
    "Decision",
    "Declaration",
    "EventRollup",
    "EventTotal",
    "Figure",
    "FigureTotal",
    "Frequency",
    "Group",
    "Job",
    "JobState",
    "OverrideReview",
    "OwnWords",
    "PinnedCommunity",
    "PublicTable",
    "QualityAnswer",
    "QualityCount",
    "Refresh",
    "Report",
    "ReportFile",
    "ReportShare",
    "ReportText",
    "Round",
    "Sampling",
    "Scope",
    "SentView",
    "SetAsideAnswer",
    "StaleMark",
    "StandingRollup",
    "StepState",
    "Submission",
    "SubmissionState",
    "SubmissionStep",
    "SubmittedRecords",
    "ThresholdSetting",
    "Turned",
    "TurnedAway",
    "ViewSubscription",
]
