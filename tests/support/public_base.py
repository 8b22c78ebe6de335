"""Helpers for the tests of the public pages."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from communities.models import Community, User
from events.actions import plan_event
from events.models import Event
from support.models import Interest, PublicProfile, Service
from tests.base import World, within
from tests.events.base import days_ago, details
from tests.support.services_base import approved

STATIC = Path(settings.BASE_DIR) / "static"
LIMIT = 50_000
PAGES = ("", "help/", "safety/", "figures/", "volunteer/")
WITHOUT_FORM = PAGES[:4]


def page(rest: str = "", slug: str = "hill") -> str:
    return f"/p/{slug}/{rest}"


def publish(community: Community, by: User, **texts: Any) -> PublicProfile:
    with within(community):
        return PublicProfile.objects.create(
            is_published=True, updated_by=by, **({"about_en": "We stand by our neighbors."} | texts)
        )


def public_event(world: World, **values: Any) -> Event:
    shown_items: dict[str, Any] = {"kind": "awareness", "title": "Open evening", "place": "Library"}
    shown_items |= {"is_public": True} | values
    with within(world.hill):
        return plan_event(
            details=details(world.hill, days_ago(world.hill, -3), **shown_items), by=world["hill-leader"]
        )


def service(community: Community, **values: Any) -> Service:
    fields = {
        "name": "Safe House",
        "provider": "Shelter Org",
        "kinds": ["housing"],
        "languages": ["es"],
        "phone": "626-555-0142",
        "address": "1 Hidden Street",
        "is_public": True,
        "confirmed_on": timezone.now().date(),
    }
    with within(community):
        return Service.objects.create(**approved(fields | values))


def interests(community: Community) -> list[Interest]:
    with within(community, coordinator=True):
        return list(Interest.objects.order_by("id"))


def get_text(response: Any) -> str:
    return " ".join(response.content.decode().split())
