"""Samples of candidates, their scores and decisions, and of a new community's mentor."""

from datetime import UTC, date, datetime
from typing import Any

from communities.models import (
    Candidate,
    CandidateMove,
    Community,
    FormationDecision,
    Office,
    Pairing,
    SetupProgress,
    SiteAssessment,
    User,
)

DAY = date(2026, 3, 3)


def of_office(office: Office, staff: User) -> dict[str, Any]:
    """A candidate being scored, and a decided one; the first two communities are paired."""
    candidate = Candidate.objects.create(name="x", proposed_by="x", stage="scoring", created_by=staff)
    SiteAssessment.objects.create(
        candidate=candidate,
        assessor=staff,
        **{f"{name}_score": 2 for name in ("routes", "leaders", "networks")},
        **{f"{name}_reason": "x" for name in ("routes", "leaders", "networks")},
    )
    towns = list(Community.objects.filter(office=office).order_by("pk")[:2])
    if len(towns) == 2:
        Pairing.objects.create(newcomer=towns[0], mentor=towns[1], since=DAY, reason="x", by=staff)
    history = {"record_kind": "communities_candidate", "record_id": candidate.pk}
    return {"candidate_id": candidate.pk, **history}


def unchanging(office: Office) -> set[str]:
    """Immutable rows, written with their canaries after those of the others."""
    candidate = Candidate.objects.get(office=office)
    canaries = {f"Canary-{office.slug}-{name}" for name in ("candidatemove-note", "formationdecision-reason")}
    CandidateMove.objects.create(
        candidate=candidate,
        stage="scoring",
        on=DAY,
        by=candidate.created_by,
        note=f"Canary-{office.slug}-candidatemove-note",
    )
    decided = Candidate.objects.create(
        name="y", proposed_by="y", stage="decided", created_by=candidate.created_by
    )
    FormationDecision.objects.create(
        candidate=decided,
        verdict="not_now",
        decided_on=DAY,
        by=candidate.created_by,
        reason=f"Canary-{office.slug}-formationdecision-reason",
    )
    return canaries


def of_community(community: Community) -> None:
    SetupProgress.objects.create(
        office_id=community.office_id, done=["team"], counted_at=datetime(2026, 3, 3, tzinfo=UTC)
    )
