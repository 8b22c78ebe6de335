"""What is sent with an id of its own is there once within its owner, however often and at what moment it is sent."""

from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from tfc.sent_before import check_same_content
from tfc.tenancy import current_scope

Row = TypeVar("Row", bound=models.Model)


def here() -> dict[str, Any]:
    """The columns that say whose a shared row is: of the community or office whose scope is open."""
    scope = current_scope()
    return {"office_id": scope.office_id or scope.home_office_id, "community_id": scope.community_id}


def get_or_create_once(model: type[Row], client_id: UUID | None, values: dict[str, Any]) -> tuple[Row, bool]:
    """A new row, or the one that this ``client_id`` already made, and whether it is new.

    SentBeforeError where that has other content. Its own only: a shared row of others that was sent with this id is
    another one.
    """
    if client_id is None:
        return model._default_manager.create(**values), True
    row, is_new = model._default_manager.get_or_create(client_id=client_id, **here(), defaults=values)
    if not is_new:
        check_same_content(row, values)
    return row, is_new
