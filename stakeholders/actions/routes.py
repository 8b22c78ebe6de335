"""Every write of an office's known routes; all run in the office's scope."""

from typing import Any
from uuid import UUID

from django.db import transaction

from communities.models import User
from stakeholders.actions.saving import add_row, edit_row, mark_row
from stakeholders.models import KnownRoute


@transaction.atomic
def add_route(*, by: User, client_id: UUID | None = None, **fields: Any) -> KnownRoute:
    """Add a route; sending the same ``client_id`` twice returns the existing one."""
    return add_row(KnownRoute, by, client_id, fields)


@transaction.atomic
def edit_route(*, route: KnownRoute, by: User, revision: int, **fields: Any) -> None:
    """Change a route; SavedMeanwhileError for a stale ``revision``."""
    edit_row(route, revision, fields)


@transaction.atomic
def delete_route(*, route: KnownRoute, by: User) -> None:
    mark_row(route, deleted=True)


@transaction.atomic
def restore_route(*, route: KnownRoute, by: User) -> None:
    mark_row(route, deleted=False)
