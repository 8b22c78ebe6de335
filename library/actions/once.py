"""A row with a client id is stored one time per owner, even if sent repeatedly or simultaneously."""

from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from tfc.sent_before import check_same_content
from tfc.tenancy import current_scope

Row = TypeVar("Row", bound=models.Model)


def get_owner_columns() -> dict[str, Any]:
    """Return the owner columns of a shared row: the community or office of the current scope."""
    scope = current_scope()
    return {"office_id": scope.office_id or scope.home_office_id, "community_id": scope.community_id}


def get_or_create_once(model: type[Row], client_id: UUID | None, values: dict[str, Any]) -> tuple[Row, bool]:
    """Return the row for this ``client_id``, and True if it is new.

    Raises SentBeforeError if the stored content differs. Only the owner's rows count: another owner's row with this id
    is a different one.
    """
    if client_id is None:
        return model._default_manager.create(**values), True
    row, is_new = model._default_manager.get_or_create(
        client_id=client_id, **get_owner_columns(), defaults=values
    )
    if not is_new:
        check_same_content(row, values)
    return row, is_new
