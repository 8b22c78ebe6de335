"""Helpers for the tests of focus stakeholders."""

import datetime as dt
import re
import uuid
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from communities.models import Community
from stakeholders.models import Finding, FocusDecision, FocusStakeholder
from tests.base import within


def page(slug: str, rest: str = "") -> str:
    return f"/c/{slug}/focus/{rest}"


def local_today(community: Community) -> dt.date:
    return timezone.now().astimezone(community.zone).date()


def find(community: Community, vulnerability: str = "wage_theft", **fields: Any) -> Finding:
    """Create a finding, by default 4 × 3: businesses 36, police and legislatures 24, consumers, media and NGOs 12."""
    recent = local_today(community) - dt.timedelta(days=30)
    values = {
        "severity": 4,
        "confidence": 3,
        "method": "interview",
        "observed_on": recent,
        "summary": "Heard.",
    }
    with within(community):
        return Finding.objects.create(vulnerability=vulnerability, **(values | fields))


def decide(community: Community, **fields: Any) -> FocusDecision:
    values = {"verdict": "accepted", "decided_on": local_today(community) - dt.timedelta(days=9)}
    with within(community):
        return FocusDecision.objects.create(**(values | fields))


def choose(community: Community, finding: Finding | None = None, **fields: Any) -> FocusStakeholder:
    """Create a focus with a plan, decided nine days ago."""
    decision = fields.pop("decision", None) or decide(community)
    values = {
        "sector": "local_business",
        "plan": "Visit the markets.",
        "plan_person": "Ana",
        "plan_due": local_today(community) + dt.timedelta(days=60),
    }
    with within(community):
        return FocusStakeholder.objects.create(decision=decision, finding=finding, **(values | fields))


def focuses(community: Community) -> list[FocusStakeholder]:
    with within(community):
        return list(FocusStakeholder.objects.select_related("decision", "organization").order_by("id"))


def decisions(community: Community) -> list[FocusDecision]:
    with within(community):
        return list(FocusDecision.objects.order_by("id"))


def row(number: int, community: Community, finding: Finding, sector: str, **changes: Any) -> dict[str, Any]:
    values = {
        "sector": sector,
        "organization": "",
        "finding": finding.pk,
        "plan": "Visit the markets.",
        "plan_person": "Ana and Kim",
        "plan_due": (local_today(community) + dt.timedelta(days=60)).isoformat(),
    }
    return {f"row{number}-{name}": value for name, value in (values | changes).items()}


def begun(response: Any, **changes: Any) -> dict[str, Any]:
    """Return the hidden fields of the decision on the opened page."""
    form = response.context["form"]
    values = {
        "client_id": str(uuid.uuid4()),
        "shown_version": form["shown_version"].value(),
        "decided_on": form["decided_on"].value().isoformat(),
        "reason": "",
    }
    return values | changes


def get_text(response: HttpResponse) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)
