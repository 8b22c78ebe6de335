"""Helpers for the tests of research."""

import uuid
from datetime import date
from typing import Any

from communities.models import Community
from stakeholders.models import Finding, Research, ResearchMethod, ResearchStep
from tests.base import within

BEGUN = date(2026, 1, 5)


def begin(community: Community, question: str = "Where do newcomers sleep?", **fields: Any) -> Research:
    with within(community):
        design = {"places": "The bus station", "people_to_hear": "Drivers"}
        return Research.objects.create(**{"question": question, "begun_on": BEGUN} | design | fields)


def add_step(community: Community, research: Research, step: str = "design", **fields: Any) -> ResearchStep:
    with within(community):
        return ResearchStep.objects.create(research=research, step=step, **fields)


def add_method(community: Community, research: Research, **fields: Any) -> ResearchMethod:
    with within(community):
        return ResearchMethod.objects.create(research=research, **{"method": "interview"} | fields)


def add_finding(community: Community, **fields: Any) -> Finding:
    values = {
        "vulnerability": "wage_theft",
        "summary": "Pay is cut.",
        "severity": 4,
        "confidence": 3,
        "method": "interview",
        "observed_on": date(2026, 2, 2),
    }
    with within(community):
        return Finding.objects.create(**values | fields)


def stored(community: Community, row: Any) -> Any:
    with within(community):
        return type(row).objects.get(pk=row.pk)


def how_many(community: Community, model: Any) -> int:
    with within(community):
        return model.objects.count()


def url(slug: str, rest: str = "") -> str:
    return f"/c/{slug}/research/{rest}"


def shown_at(research: Research, slug: str = "hill") -> str:
    return url(slug, f"?research={research.pk}")


def begin_data(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "question": "How do newcomers find work?",
        "places": "The square",
        "people_to_hear": "Foremen",
        "begun_on": "2026-01-05",
    } | changes


def step_data(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "begun_on": "2026-01-06",
        "done_on": "2026-02-07",
        "led_by": "",
        "note": "Six questions.",
    } | changes


def method_data(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "method": "survey",
        "begun_on": "2026-01-06",
        "done_on": "2026-02-07",
        "people_heard": "31",
        "places_observed": "2",
        "note": "In front of the library.",
    } | changes


def again(data: dict[str, Any], revision: int) -> dict[str, Any]:
    """Return the same fields as an edit of ``revision``."""
    return {name: value for name, value in data.items() if name != "client_id"} | {"revision": revision}
