"""Rows, form data and later states for the tests of contributions."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from communities.models import Community
from stakeholders.models import Contribution
from tests.base import within

HILL = "/c/hill/contributions/"


def day(days_ago: int = 0) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days_ago)


def give(community: Community, **fields: Any) -> Contribution:
    values = {"kind": "money", "sector": "media", "amount": "120.50", "currency": "USD", "what": "Check"}
    with within(community):
        return Contribution.objects.create(**values | {"received_on": day(3)} | fields)


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "kind": "money",
        "what": "Check for posters",
        "amount": "99.50",
        "currency": "USD",
        "organization": "",
        "sector": "media",
        "received_on": day(3).isoformat(),
    } | changes


def get_all(community: Community) -> list[Contribution]:
    with within(community):
        return list(Contribution.objects.order_by("pk"))


def stored(community: Community, row: Contribution) -> Contribution:
    with within(community):
        return Contribution.objects.get(pk=row.pk)


def get_lines(row: dict[str, Any]) -> list[list[str]]:
    return [lines for lines, _url, _kind in row["cells"]]
