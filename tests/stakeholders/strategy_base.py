"""Helpers for the tests of strategies."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from communities.models import Community, User
from stakeholders.models import Evidence, EvidenceFile, Organization, Strategy, StrategyStep
from tests.base import World, within
from tests.stakeholders.base import add


def today(community: Community) -> dt.date:
    return timezone.now().astimezone(community.zone).date()


def days_ago(community: Community, days: int) -> dt.date:
    return today(community) - dt.timedelta(days=days)


def page(rest: str = "", slug: str = "hill") -> str:
    return f"/c/{slug}/strategies/{rest}"


def url_for(strategy: Strategy, rest: str = "", slug: str = "hill") -> str:
    return page(f"{strategy.pk}/{rest}", slug)


def make(
    world: World,
    rung: str = "pledged",
    *,
    slug: str = "hill",
    since: int = 400,
    evidence: int | None = None,
    organization: Organization | None = None,
    **fields: Any,
) -> Strategy:
    """Create a strategy in stage ``rung`` for so many days, with evidence so many days old."""
    community: Community = getattr(world, slug)
    by: User = world[f"{slug}-leader"]
    organization = organization or add(community)
    with within(community):
        values = {"title": "Night bus", "purpose": "mitigate", "organization": organization, "created_by": by}
        strategy = Strategy.objects.create(**values | fields)
        StrategyStep.objects.create(strategy=strategy, rung=rung, on=days_ago(community, since), by=by)
    if evidence is not None:
        show(world, strategy, evidence, slug=slug)
    return strategy


def show(world: World, strategy: Strategy, age: int = 0, *, slug: str = "hill", **fields: Any) -> Evidence:
    """Add evidence, a link, so many days old."""
    community: Community = getattr(world, slug)
    values = {
        "kind": "link",
        "on": days_ago(community, age),
        "what": "The timetable",
        "link": "https://bus.example",
    }
    with within(community):
        return Evidence.objects.create(
            strategy=strategy, created_by=world[f"{slug}-leader"], **values | fields
        )


def attach(world: World, evidence: Evidence, content: bytes = b"%PDF-1.7 x") -> EvidenceFile:
    with within(world.hill):
        return EvidenceFile.objects.create(
            evidence=evidence,
            name="report.pdf",
            media_type="application/pdf",
            content=content,
            size=len(content),
            sha256="0" * 64,
        )


def rungs(community: Community, strategy: Strategy) -> list[tuple[str, dt.date]]:
    with within(community):
        return list(strategy.steps.order_by("id").values_list("rung", "on"))


def count(community: Community, model: Any, **wanted: Any) -> int:
    with within(community):
        return model.objects.filter(**wanted).count()


def strategy_data(community: Community, **changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "code": "own",
        "title": "Night bus",
        "purpose": "mitigate",
        "finding": "",
        "note": "Agreed with the manager.",
        "rung": "planned",
        "since": str(days_ago(community, 3)),
    } | changes
