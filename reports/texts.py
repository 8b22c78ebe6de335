"""The narrative texts of a report version and the previous one. Call inside the report's scope."""

from reports.models import Report
from reports.narrative import NarrativeTexts


def load_narrative_texts(report: Report) -> NarrativeTexts:
    """Texts cannot change while a report is being published, so these are the ones that its authors saw."""
    earlier = Report.objects.all_versions(report).filter(version=report.version - 1)
    before = earlier.first() if report.version > 1 else None
    return NarrativeTexts(
        texts=get_texts(report),
        what_changed=report.what_changed,
        before=before.snapshot if before else None,
        texts_before=get_texts(before) if before else {},
        since=before.version if before else 0,
    )


def get_texts(report: Report) -> dict[str, str]:
    return dict(report.texts.values_list("section", "body"))
