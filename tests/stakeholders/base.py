"""Helpers for the tests of organizations."""

import re
import uuid
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import Community
from stakeholders.models import Contact, Organization, Sector
from tests.base import within


def register(slug: str, rest: str = "") -> str:
    return f"/c/{slug}/organizations/{rest}"


def add(community: Community, name: str = "Hill High", **fields: Any) -> Organization:
    with within(community):
        return Organization.objects.create(**{"name": name, "sector": Sector.SCHOOLS} | fields)


def add_person(community: Community, organization: Organization, **fields: Any) -> Contact:
    with within(community):
        return Contact.objects.create(organization=organization, **{"name": "Ana Ruiz"} | fields)


def stored(community: Community, organization: Organization) -> Organization:
    with within(community):
        return Organization.objects.get(pk=organization.pk)


def stored_person(community: Community, contact: Contact) -> Contact:
    with within(community):
        return Contact.objects.get(pk=contact.pk)


def how_many(community: Community, model: type[Organization] | type[Contact]) -> int:
    with within(community):
        return model._default_manager.count()


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def shows(page: str, value: str) -> bool:
    """Return True if a list of names and values contains the value."""
    return re.search(rf"<dd>\s*{re.escape(value)}\s*</dd>", page) is not None


def organization_data(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "name": "Hill Radio",
        "sector": "media",
        "tie": "new",
        "languages": ["en", "es"],
        "phone": "626 555 0142",
        "website": "radio.example",
        "note": "They read our notices.",
    } | changes


def contact_data(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "name": "Ana Ruiz",
        "role": "Editor",
        "email": "ana@radio.example",
        "phone": "626 555 0143",
        "may_be_listed": "on",
    } | changes
