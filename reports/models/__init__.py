"""Reports with their texts, files and links; community archives; and the jobs that make them."""

from reports.models.archives import ArchiveKind, ArchiveRun
from reports.models.reports import Job, JobState, Report, ReportFile, ReportShare, ReportText, Scope

__all__ = [
    "ArchiveKind",
    "ArchiveRun",
    "Job",
    "JobState",
    "Report",
    "ReportFile",
    "ReportShare",
    "ReportText",
    "Scope",
]
