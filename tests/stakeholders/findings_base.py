"""Helpers for the tests of findings."""

import uuid
from datetime import date
from typing import Any

from communities.models import Community, User
from stakeholders.models import Finding, FindingLocation, LocationReading
from tests.base import within

CANARY = "Canary-behind-the-laundry"


def findings(slug: str, rest: str = "") -> str:
    return f"/c/{slug}/findings/{rest}"


def add_finding(community: Community, summary: str = "Wages are held back.", **fields: Any) -> Finding:
    values = {
        "vulnerability": "wage_theft",
        "severity": 4,
        "confidence": 3,
        "method": "interview",
        "observed_on": date(2026, 3, 3),
    }
    with within(community):
        return Finding.objects.create(**values | {"summary": summary} | fields)


def stored(community: Community, finding: Finding) -> Finding:
    with within(community):
        return Finding.objects.get(pk=finding.pk)


def how_many(community: Community) -> int:
    with within(community):
        return Finding.objects.count()


def locate(community: Community, finding: Finding, by: User, note: str = CANARY) -> FindingLocation:
    with within(community, coordinator=True):
        return FindingLocation.objects.create(finding=finding, note=note, written_by=by)


def located(community: Community, finding: Finding) -> str | None:
    with within(community, coordinator=True):
        return FindingLocation.objects.filter(finding=finding).values_list("note", flat=True).first()


def readings(community: Community, finding: Finding) -> list[tuple[str, str]]:
    with within(community):
        rows = LocationReading.objects.filter(finding=finding).order_by("id")
        return [(row.by.name, row.way) for row in rows.select_related("by")]


def finding_data(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "vulnerability": "wage_theft",
        "summary": "Farms hold back the last wages.",
        "keep_summary": "",
        "severity": "4",
        "confidence": "3",
        "affected_groups": ["migrants", "workers"],
        "method": "interview",
        "observed_on": "2026-03-03",
        "people_heard": "12",
        "checked_on": "2026-04-04",
        "status": "open",
    } | changes
