"""Is it working: rounds, submissions, figures, jobs and reports."""

from evaluation.models.figures import Declaration, Figure, ThresholdSetting
from evaluation.models.reports import Job, JobState, Report, ReportFile
from evaluation.models.rounds import (
    Answer,
    AnswerDraft,
    Decision,
    Round,
    Submission,
    SubmissionState,
    SubmissionStep,
)

__all__ = [
    "Answer",
    "AnswerDraft",
    "Decision",
    "Declaration",
    "Figure",
    "Job",
    "JobState",
    "Report",
    "ReportFile",
    "Round",
    "Submission",
    "SubmissionState",
    "SubmissionStep",
    "ThresholdSetting",
]
