"""Every write of partnerships; all run in the scope of the community or the office that takes part."""

from typing import Any, TypeAlias
from uuid import UUID

from django.db import transaction

from communities.models import User
from stakeholders.actions.saving import add_row, edit_row, mark_row
from stakeholders.models import OfficePartnership, Partnership

AnyPartnership: TypeAlias = Partnership | OfficePartnership


@transaction.atomic
def add_partnership(*, by: User, client_id: UUID | None = None, **fields: Any) -> Partnership:
    """Add a partnership; sending the same ``client_id`` twice returns the existing one."""
    return add_row(Partnership, by, client_id, fields)


@transaction.atomic
def add_office_partnership(*, by: User, client_id: UUID | None = None, **fields: Any) -> OfficePartnership:
    return add_row(OfficePartnership, by, client_id, fields)


@transaction.atomic
def edit_partnership(*, partnership: AnyPartnership, by: User, revision: int, **fields: Any) -> None:
    """Change a partnership; SavedMeanwhileError for a stale ``revision``."""
    edit_row(partnership, revision, fields)


@transaction.atomic
def delete_partnership(*, partnership: AnyPartnership, by: User) -> None:
    mark_row(partnership, deleted=True)


@transaction.atomic
def restore_partnership(*, partnership: AnyPartnership, by: User) -> None:
    mark_row(partnership, deleted=False)
