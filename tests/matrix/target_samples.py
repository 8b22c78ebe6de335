"""Samples of targets, whose rows never change, and of workforces."""

from datetime import date
from typing import Any

from communities.models import Community, Office, Target, User, Workforce

VALUES = {
    "baseline_value": 0,
    "baseline_on": date(2026, 1, 1),
    "goal_value": 10,
    "due_on": date(2026, 12, 31),
}


def of_office(office: Office, staff: User) -> dict[str, Any]:
    """Create a target for all communities, with canaries that its communities may read."""
    texts = {"note": _canary(office.slug, "note"), "close_reason": _canary(office.slug, "close_reason")}
    target = Target.objects.create(owner="office", measure="communities", by=staff, **VALUES, **texts)
    return {"thread": target.thread}


def of_community(community: Community, by: User) -> dict[str, Any]:
    Workforce.objects.create(profession="police", people=140, source="x", year=2025, by=by)
    texts = {"note": _canary(community.slug, "note"), "close_reason": _canary(community.slug, "close_reason")}
    target = Target.objects.create(
        owner="community", community=community, measure="events", by=by, **VALUES, **texts
    )
    return {"thread": target.thread}


def canaries(slug: str) -> set[str]:
    return {_canary(slug, "note"), _canary(slug, "close_reason")}


def _canary(slug: str, column: str) -> str:
    return f"Canary-{slug}-target-{column}"
