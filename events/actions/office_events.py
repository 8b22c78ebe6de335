"""Every write of an office's own events; all run in the office's scope."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from communities.models import User
from events.counts import OutputLine
from events.models import OfficeEvent, OfficeOutput
from stakeholders.actions.saving import add_row, edit_row, mark_row


@transaction.atomic
def add_office_event(
    *, by: User, outputs: Iterable[OutputLine], client_id: UUID | None = None, **fields: Any
) -> OfficeEvent:
    """Add an event; sending the same ``client_id`` twice returns the existing one."""
    event = add_row(OfficeEvent, by, client_id, fields)
    _store_outputs(event, outputs)
    return event


@transaction.atomic
def edit_office_event(
    *, event: OfficeEvent, by: User, revision: int, outputs: Iterable[OutputLine], **fields: Any
) -> None:
    """Change an event; SavedMeanwhileError for a stale ``revision``."""
    edit_row(event, revision, fields)
    _store_outputs(event, outputs)


@transaction.atomic
def delete_office_event(*, event: OfficeEvent, by: User) -> None:
    mark_row(event, deleted=True)


@transaction.atomic
def restore_office_event(*, event: OfficeEvent, by: User) -> None:
    mark_row(event, deleted=False)


def get_output_lines(event: OfficeEvent) -> list[OutputLine]:
    rows = event.outputs.order_by("id").values_list("unit", "quantity", "at_least", "what")
    return [OutputLine(*row) for row in rows]


def _store_outputs(event: OfficeEvent, outputs: Iterable[OutputLine]) -> None:
    lines = list(outputs)
    if lines != get_output_lines(event):
        event.outputs.all().delete()
        OfficeOutput.objects.bulk_create(OfficeOutput(event=event, **vars(line)) for line in lines)
