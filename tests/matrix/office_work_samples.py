"""Samples of an office's own work: an event with an output."""

from datetime import date
from typing import Any

from communities.models import User
from events.models import OfficeEvent, OfficeOutput


def of_office(staff: User) -> dict[str, Any]:
    event = OfficeEvent.objects.create(
        kind="awareness", role="held", title="x", on=date(2026, 3, 2), place="x", people=60, at_least=True,
        created_by=staff,
    )  # fmt: skip
    OfficeOutput.objects.create(event=event, unit="items", quantity=160, at_least=True, what="x")
    return {"office_event_id": event.pk}
