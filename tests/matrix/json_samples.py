"""Canaries in JSON columns that contain people's texts, and the JSON columns without any, with the reason."""

from typing import Any

from communities.models import User
from events.models import Event, EventAction, EventChange
from stakeholders.models import Briefing, BriefingFinding
from tests.matrix.record_samples import NOON

# Each is written where its row is created: here, or in the samples of its subject.
WORDS = {
    "communities.ImportBatch.table": "the headings of the file",
    "communities.ImportRow.before": "what the row replaced",
    "communities.ImportRow.cells": "the file",
    "communities.ImportRow.reasons": "what was wrong with a cell, which it names",
    "reports.ArchiveRun.outcome": "names of those who left",
    "evaluation.CustomItemVersion.texts": "the office's own question",
    "events.EventChange.fields": "what stood there before and after",
    "stakeholders.Briefing.snapshot": "the text of which the file was made",
    "stakeholders.OrganizationMerge.dropped": "rows that both had",
    "support.DirectoryImport.changed": "what stood there before",
}
OF_AN_OFFICE = "evaluation.CustomItemVersion.texts"
# They contain texts of other columns with those columns' canaries.
BY_OTHERS = {
    "communities.AuditDetails.details": "the pages of the audit are asked like all others",
    "communities.Office.hotlines": "public on the pages of all towns, for everybody",
    "communities.ImportBatch.failure": "a remark about a cell, shown where the cells are",
    "communities.ImportBatch.notes": "remarks about cells, shown where the cells are",
    "communities.ImportBatch.questions": "about cells, shown where the cells are",
    "communities.ImportBatch.readings": "what was answered to these questions",
    "communities.ImportBatch.sheets": "gone as soon as one is chosen, before there are rows",
    "communities.ImportRow.doubts": "remarks about cells, shown with them",
    "events.CampaignShare.stages": "the stages of the campaign, which are rows of their own",
    "evaluation.AcceptedVersion.content": "answers and texts of questions, which are rows of their own",
    "evaluation.SubmissionStep.content": "answers and texts of questions, which are rows of their own",
    "reports.Report.snapshot": "tests/security/isolation/test_reports.py",
}
# Codes, numbers, dates, ids.
WORDLESS = {
    "communities": "ImportBatch.counts ImportBatch.facts ImportBatch.likely ImportBatch.mapping ImportRow.facts"
    " PersonRequest.counts PersonRequest.history Target.baseline_receipt",
    "dashboards": "Alert.matches CommunityAttention.past_reasons CommunityAttention.reasons "
    "CommunityAttention.summary OfficeSummary.attention OfficeSummary.half_years",
    "evaluation": "Answer.computed EventRollup.results Figure.details Figure.interval Figure.joint Figure.receipt "
    "FigureTotal.measured FigureTotal.ratings FigureTotal.states FigureTotal.versions PublicTable.content "
    "QualityCount.counts Refresh.since_stored StandingRollup.changes "
    "StandingRollup.ratings SubmittedRecords.digests",
    "events": "HistoricalActivity.sectors",
    "library": "Material.sectors Story.needs Story.sectors",
    "reports": "Report.choice",
    "residents": "AwarenessAnswer.risks SetAsideAnswer.risks",
    "stakeholders": "Finding.affected_groups FocusDecision.suggestion Organization.languages OrganizationMerge.moved",
    "support": "DirectoryImport.added PathwayCheck.accepts Service.kinds Service.languages",
}


def wordless() -> set[str]:
    return {f"{app}.{name}" for app, names in WORDLESS.items() for name in names.split()}


def canary(slug: str, column: str) -> str:
    """``column``: as in WORDS."""
    return "-".join(("Canary", slug, *column.lower().split(".")[1:]))


def canaries(slug: str, *, is_office: bool) -> set[str]:
    return {canary(slug, column) for column in WORDS if (column == OF_AN_OFFICE) == is_office}


def texts(slug: str) -> dict[str, Any]:
    """The texts of a question, which is immutable."""
    return {"en": {"title": canary(slug, OF_AN_OFFICE), "help": "", "options": []}}


def dropped(slug: str) -> dict[str, Any]:
    """Return a text in place of the table's name: a row would have to be restored when the merge is undone."""
    return {canary(slug, "stakeholders.OrganizationMerge.dropped"): []}


def changed(slug: str) -> dict[str, Any]:
    return {"1": {"name": ["x", canary(slug, "support.DirectoryImport.changed")]}}


def outcome(slug: str) -> dict[str, Any]:
    return {"former": [canary(slug, "reports.ArchiveRun.outcome")]}


def of_community(slug: str, event: Event, finding_id: int, by: User) -> None:
    moved = {"title": ["x", canary(slug, "events.EventChange.fields")]}
    EventChange.objects.create(event=event, action=EventAction.CHANGED, by=by, at=NOON, fields=moved)
    snapshot = {"opening": [canary(slug, "stakeholders.Briefing.snapshot")]}
    briefing = Briefing.objects.create(
        title="x", audience="mayor", created_by=by, made_at=NOON, snapshot=snapshot
    )
    BriefingFinding.objects.create(briefing=briefing, finding_id=finding_id)
