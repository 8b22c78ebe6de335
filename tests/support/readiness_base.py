"""Helpers for the tests of pathways and check calls."""

import datetime as dt
import uuid
from typing import Any

from communities.models import Membership, User
from support.models import Pathway, PathwayCheck, Service
from tests.base import World, within
from tests.support.services_base import services, today


def url(service: Service, rest: str = "", slug: str = "hill") -> str:
    return services(slug, f"{service.pk}/{rest}")


def membership(user: User) -> Membership:
    return Membership.objects.get(user=user)


def pathways(world: World) -> list[Pathway]:
    with within(world.hill):
        return list(Pathway.objects.select_related("contact").order_by("id"))


def checks(world: World) -> list[PathwayCheck]:
    with within(world.hill):
        return list(PathwayCheck.objects.select_related("service").order_by("id"))


def called(world: World, service: Service, on: dt.date | None = None, **fields: Any) -> PathwayCheck:
    values = {
        "answered": True,
        "called_by": membership(world["hill-leader"]),
        "accepts": [["physical", "en"]],
    }
    with within(world.hill):
        return PathwayCheck.objects.create(service=service, on=on or today(world.hill), **values | fields)


def pathway_data(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "steps": "Ask whether the person is safe.\nCall the desk.",
        "who_calls": "Our contact calls the desk.",
        "contact": str(membership(world["hill-member"]).pk),
        "contact_trained_on": today(world.hill).isoformat(),
    } | changes


def check_data(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "on": today(world.hill).isoformat(),
        "called_by": str(membership(world["hill-leader"]).pk),
        "agreed": "on",
        "answered": "yes",
        "accepts": ["physical:es", "physical:en"],
    } | changes
