"""Helpers for the tests of briefings."""

import datetime as dt
import uuid
from typing import Any

from communities.models import Community
from stakeholders.briefings.snapshot import digest, get_current_snapshot
from stakeholders.models import Briefing, BriefingFinding, BriefingShare, Finding, FindingLocation
from tests.base import World, within

DAY = dt.date(2026, 3, 3)
NOON = dt.datetime(2026, 3, 3, 20, tzinfo=dt.UTC)


def url(slug: str = "hill", rest: str = "") -> str:
    return f"/c/{slug}/briefings/{rest}"


def find(community: Community, **fields: Any) -> Finding:
    fields_sent = {
        "vulnerability": "wage_theft",
        "summary": "Cleaners wait for their wages.",
        "severity": 4,
        "confidence": 3,
        "affected_groups": ["workers"],
        "method": "interview",
        "observed_on": DAY,
    } | fields
    with within(community):
        return Finding.objects.create(**fields_sent)


def locate(world: World, finding: Finding, note: str) -> None:
    with within(world.hill, coordinator=True):
        FindingLocation.objects.create(finding=finding, note=note, written_by=world["hill-coordinator"])


def draft(community: Community, *findings: Finding, **fields: Any) -> Briefing:
    inputs = {"title": "Fair wages", "audience": "mayor", "opening": "We listened.", "asks": "Please act."}
    with within(community):
        briefing = Briefing.objects.create(**inputs | fields)
        for finding in findings:
            BriefingFinding.objects.create(briefing=briefing, finding=finding)
    return briefing


def get_digest(community: Community, briefing: Briefing) -> str:
    """Return the digest that the preview sends along."""
    with within(community):
        return digest(get_current_snapshot(briefing, community, NOON))


def stored(community: Community, briefing: Briefing) -> Briefing:
    with within(community):
        return Briefing.objects.with_shares().get(pk=briefing.pk)


def share(community: Community, briefing: Briefing, **fields: Any) -> BriefingShare:
    with within(community):
        fields_sent = {"recipient": "Mayor's office", "shared_on": DAY} | fields
        return BriefingShare.objects.create(briefing=briefing, **fields_sent)


def briefing_data(*findings: Finding, **changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "title": "Fair wages",
        "audience": "mayor",
        "language": "en",
        "opening": "We listened to cleaners.",
        "asks": "Please inspect.",
        "findings": [finding.pk for finding in findings],
    } | changes
