"""Samples of an office's own work: an event with an output, a partnership, and a grant with its parts."""

from datetime import date
from typing import Any

from communities.models import Community, Office, User
from evaluation.models import DeliverableLink
from events.models import OfficeEvent, OfficeOutput
from stakeholders.models import Deliverable, Grant, OfficePartnership, SubGrant


def of_office(office: Office, staff: User) -> dict[str, Any]:
    event = OfficeEvent.objects.create(
        kind="awareness", role="held", title="x", on=date(2026, 3, 2), place="x", people=60, at_least=True,
        created_by=staff,
    )  # fmt: skip
    OfficeOutput.objects.create(event=event, unit="items", quantity=160, at_least=True, what="x")
    partnership = OfficePartnership.objects.create(
        kind="coalition",
        name="x",
        role="member",
        partner_name="x",
        starts_on=date(2026, 1, 1),
        created_by=staff,
    )
    grant = Grant.objects.create(
        title="x", funder="x", number="x", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), amount=900,
        currency="USD", note="x", created_by=staff,
    )  # fmt: skip
    deliverable = Deliverable.objects.create(
        grant=grant, title="x", quantity=9, unit="x", due_on=date(2026, 12, 31), created_by=staff
    )
    DeliverableLink.objects.create(deliverable=deliverable, measure="events")
    return {
        "office_event_id": event.pk,
        "own_partnership_id": partnership.pk,
        "grant_id": grant.pk,
        "deliverable_id": deliverable.pk,
        "sub_grant_id": _pass_on(office, grant, staff),
    }


def _pass_on(office: Office, grant: Grant, staff: User) -> int:
    """Create a sub-grant to each community; return the last one, 0 at an office without communities."""
    number = 0
    for community in Community.objects.filter(office=office):
        number = SubGrant.objects.create(
            grant=grant, recipient=community, amount=100, currency="USD", on=date(2026, 2, 1), purpose="x",
            created_by=staff,
        ).pk  # fmt: skip
    return number
