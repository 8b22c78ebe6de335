"""Helpers for the tests of the directory."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from communities.models import Community
from support.models import OpeningHours, Service, ServiceConfirmation
from support.models.approval import DETAILS
from support.opening import Span
from tests.base import World, within
from tfc.tokens import hash_token

TOKEN = "a-token-that-only-the-provider-got-by-email"
# Part of a confidential address, which must be in no page or file for others.
SECRET = "17 Canary Lane"


def services(slug: str, rest: str = "") -> str:
    return f"/c/{slug}/services/{rest}"


def today(community: Community) -> dt.date:
    return timezone.now().astimezone(community.zone).date()


def days_ago(community: Community, days: int) -> dt.date:
    return today(community) - dt.timedelta(days=days)


def approved(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the service, approved by a second person if it is meant for the public pages."""
    if not fields.get("is_public") or "approved_at" in fields:
        return fields
    shown_items = {name: fields.get(name, "") for name in DETAILS}
    if not fields.get("address_is_public"):
        shown_items["address"] = ""
    return (
        fields
        | {"approved_at": timezone.now()}
        | {f"approved_{name}": text for name, text in shown_items.items()}
    )


def make(community: Community, name: str = "Safe House", *, hours: Any = (), **fields: Any) -> Service:
    values = {"name": name, "provider": "Hope Center", "kinds": ["housing"], "languages": ["en", "es"]}
    with within(community):
        service = Service.objects.create(**approved(values | fields))
        for hour in hours:
            OpeningHours.objects.create(
                service=service, weekday=hour.weekday, opens=hour.opens, closes=hour.closes
            )
    return service


def stored(community: Community, service: Service) -> Service:
    with within(community):
        return Service.objects.get(pk=service.pk)


def get_hours(community: Community, service: Service) -> list[Span]:
    with within(community):
        rows = OpeningHours.objects.filter(service=service).order_by("weekday", "opens")
        return [Span(row.weekday, row.opens, row.closes) for row in rows]


def how_many(community: Community) -> int:
    with within(community):
        return Service.objects.not_deleted().count()


def ask_service(world: World, service: Service, token: str = TOKEN, **fields: Any) -> ServiceConfirmation:
    """Create a link that was sent and may be answered."""
    values = {
        "way": "link",
        "token_hash": hash_token(token),
        "sent_at": timezone.now(),
        "expires_at": timezone.now() + dt.timedelta(days=14),
        "requested_by": world["hill-leader"],
    }
    with within(world.hill):
        return ServiceConfirmation.objects.create(service=service, **values | fields)


def again(world: World, confirmation: ServiceConfirmation) -> ServiceConfirmation:
    with within(world.hill):
        return ServiceConfirmation.objects.get(pk=confirmation.pk)


def span(weekday: int, opens: str, closes: str) -> Span:
    return Span(weekday, dt.time.fromisoformat(opens), dt.time.fromisoformat(closes))


def service_data(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "name": "Hill Shelter",
        "provider": "Hill Women's Center",
        "organization": "",
        "kinds": ["housing", "food"],
        "description": "Beds for a night or a month.",
        "eligibility": "Women over 18",
        "ineligibility": "No pets",
        "intake": "Call first.",
        "coverage": "Hill and Dale",
        "languages": ["en", "es"],
        "phone": "626 555 0142",
        "website": "shelter.example",
        "email": "desk@shelter.example",
        "address": SECRET,
        "is_public": "on",
        "hours-alike-0-opens": "09:00",
        "hours-alike-0-closes": "17:00",
        "hours-5-0-opens": "22:00",
        "hours-5-0-closes": "06:00",
    } | changes
