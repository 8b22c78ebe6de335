"""Samples of research, findings, focus, strategies, contributions, partner surveys and briefings: one of each."""

import hashlib
from datetime import date
from typing import Any

from communities.models import Community, User
from events.models import Event, EvidenceEvent, OfficeUnit, ResearchEvent
from stakeholders.models import (
    Briefing,
    BriefingFile,
    BriefingFinding,
    BriefingShare,
    BriefingStatus,
    Contribution,
    DistinctPair,
    Evidence,
    EvidenceFile,
    Finding,
    FindingLocation,
    FocusDecision,
    FocusStakeholder,
    InfluenceWeight,
    LocationReading,
    Organization,
    OrganizationMerge,
    OwnVulnerability,
    Research,
    ResearchMethod,
    ResearchStep,
    Sector,
    SharedEvidence,
    SpotCheck,
    Strategy,
    StrategyAssessment,
    StrategyStep,
    TrustAnswer,
    TrustInvitation,
    TrustRound,
)
from tests.base import within
from tests.documents.document_samples import PDF
from tests.matrix.json_samples import dropped
from tfc.tokens import hash_token

DAY = date(2026, 3, 3)


def of_office(by: User) -> dict[str, Any]:
    own = OwnVulnerability.objects.create(group="labor", title_en="x", added_by=by)
    InfluenceWeight.objects.create(
        vulnerability="wage_theft", sector=Sector.MEDIA, weight=2, reason="x", set_by=by
    )
    unit = OfficeUnit.objects.create(title_en="x", added_by=by)
    return {"own_id": own.pk, "unit_id": unit.pk, "vulnerability": "wage_theft"}


def of_community(
    community: Community, by: User, organization: Organization, event: Event, token: str
) -> dict[str, Any]:
    research = Research.objects.create(question="x", begun_on=DAY, created_by=by)
    ResearchStep.objects.create(research=research, step="design", done_on=DAY, created_by=by)
    method = ResearchMethod.objects.create(research=research, method="interview", begun_on=DAY, created_by=by)
    ResearchEvent.objects.create(event=event, method=method)
    finding = Finding.objects.create(
        research=research, vulnerability="wage_theft", summary="x", severity=4, confidence=3,
        method="interview", observed_on=DAY, people_heard=12, created_by=by,
    )  # fmt: skip
    LocationReading.objects.create(finding=finding, way="page", by=by)
    other = Organization.objects.create(name="x", sector=Sector.SCHOOLS, created_by=by)
    gone = Organization.objects.create(name="x", sector=Sector.SCHOOLS, created_by=by)
    merge = OrganizationMerge.objects.create(
        target=other, source=gone, by=by, dropped=dropped(community.slug)
    )
    DistinctPair.objects.create(first=organization, second=other, by=by)
    decision = FocusDecision.objects.create(verdict="accepted", decided_on=DAY, created_by=by)
    focus = FocusStakeholder.objects.create(
        decision=decision, sector=Sector.MEDIA, organization=organization, finding=finding, created_by=by
    )
    return {
        "research_id": research.pk,
        "step": "design",
        "method_id": method.pk,
        "finding_id": finding.pk,
        "other_id": other.pk,
        "merge_id": merge.pk,
        "decision_id": decision.pk,
        "focus_id": focus.pk,
        "sector": Sector.MEDIA,
        "first": Sector.MEDIA,
        "second": Sector.SCHOOLS,
        **_strategy(community, by, organization, finding, event),
        **_given(by, organization, finding, token),
    }


def _strategy(
    community: Community, by: User, organization: Organization, finding: Finding, event: Event
) -> dict[str, Any]:
    strategy = Strategy.objects.create(
        organization=organization, title="x", purpose="mitigate", finding=finding, created_by=by
    )
    StrategyStep.objects.create(strategy=strategy, rung="implementing", on=DAY, by=by)
    StrategyAssessment.objects.create(organization=organization, on=DAY, by=by)
    evidence = Evidence.objects.create(strategy=strategy, kind="file", on=DAY, what="x", created_by=by)
    EvidenceFile.objects.create(
        evidence=evidence,
        name="x.pdf",
        media_type="application/pdf",
        content=PDF,
        size=len(PDF),
        sha256=hashlib.sha256(PDF).hexdigest(),
    )
    EvidenceEvent.objects.create(event=event, evidence=evidence)
    shared = SharedEvidence.objects.create(
        office_id=community.office_id, evidence=evidence, organization_name="x", sector=Sector.MEDIA,
        strategy_title="x", rung="implementing", on=DAY, what="x", file_name="x.pdf",
        media_type="application/pdf", content=PDF, shared_by=by,
    )  # fmt: skip
    return {"strategy_id": strategy.pk, "evidence_id": evidence.pk, "shared_id": shared.pk}


def spot_check(community: Community, shared_id: int, by: User) -> None:
    """Create a spot check in the office's scope, which alone may write it."""
    SpotCheck.objects.create(
        community=community,
        office_id=community.office_id,
        shared_id=shared_id,
        verdict="unclear",
        note="x",
        by=by,
    )


def _given(by: User, organization: Organization, finding: Finding, token: str) -> dict[str, Any]:
    contribution = Contribution.objects.create(
        kind="money", sector=Sector.MEDIA, organization=organization, amount=120, currency="USD", what="x",
        received_on=DAY, created_by=by,
    )  # fmt: skip
    trust = TrustRound.objects.create(year=2026, closes_on=date(2036, 1, 1), created_by=by)
    TrustInvitation.objects.create(round=trust, organization=organization, token_hash=hash_token(token))
    TrustAnswer.objects.create(round=trust, sector=Sector.MEDIA, other=Sector.SCHOOLS, score=2)
    briefing = Briefing.objects.create(title="x", audience="mayor", created_by=by)
    BriefingFinding.objects.create(briefing=briefing, finding=finding)
    BriefingFile.objects.create(
        briefing=briefing, name="x.pdf", content=PDF, size=len(PDF), sha256=hashlib.sha256(PDF).hexdigest()
    )
    share = BriefingShare.objects.create(briefing=briefing, recipient="x", shared_on=DAY, created_by=by)
    BriefingStatus.objects.create(share=share, audience=briefing.audience, shared_on=DAY)
    return {
        "contribution_id": contribution.pk,
        "trust_round_id": trust.pk,
        "briefing_id": briefing.pk,
        "share_id": share.pk,
    }


def locate(community: Community, finding_id: int, by: User) -> str:
    """A location note with a canary, written as a coordinator; nobody else may ever see it."""
    canary = f"Canary-{community.slug}-findinglocation-note"
    with within(community, coordinator=True):
        FindingLocation.objects.create(finding_id=finding_id, note=canary, written_by=by)
    return canary
