"""What people wrote for a version of a report, and for the one before it. Inside the report's scope."""

from reports.models import Report
from reports.narrative import Written


def written_for(report: Report) -> Written:
    """Texts do not change while a report is being published, so what is read then is what its writers saw."""
    earlier = Report.objects.versions_of(report).filter(version=report.version - 1)
    before = earlier.first() if report.version > 1 else None
    return Written(
        texts=texts_of(report),
        what_changed=report.what_changed,
        before=before.snapshot if before else None,
        texts_before=texts_of(before) if before else {},
        since=before.version if before else 0,
    )


def texts_of(report: Report) -> dict[str, str]:
    return dict(report.texts.values_list("section", "body"))
