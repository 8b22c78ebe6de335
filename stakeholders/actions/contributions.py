"""Every write of contributions; all run in the scope of the community that received them."""

from typing import Any
from uuid import UUID

from django.db import transaction

from communities.models import User
from stakeholders.actions.saving import add_row, edit_row, mark_row
from stakeholders.models import Contribution


@transaction.atomic
def add_contribution(*, by: User, client_id: UUID | None = None, **fields: Any) -> Contribution:
    """Add a contribution; sending the same ``client_id`` twice returns the existing one."""
    return add_row(Contribution, by, client_id, fields)


@transaction.atomic
def edit_contribution(*, contribution: Contribution, by: User, revision: int, **fields: Any) -> None:
    """Change a contribution; SavedMeanwhileError for a stale ``revision``."""
    edit_row(contribution, revision, fields)


@transaction.atomic
def delete_contribution(*, contribution: Contribution, by: User) -> None:
    mark_row(contribution, deleted=True)


@transaction.atomic
def restore_contribution(*, contribution: Contribution, by: User) -> None:
    mark_row(contribution, deleted=False)
