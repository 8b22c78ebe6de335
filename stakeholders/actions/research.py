"""Every write to a research; all run in the scope of the community that owns it."""

from typing import Any
from uuid import UUID

from django.db import transaction

from communities.models import User
from stakeholders.actions.saving import SavedMeanwhileError, add_row, edit_row, mark_row
from stakeholders.models import Research, ResearchMethod, ResearchStep


@transaction.atomic
def begin_research(*, by: User, client_id: UUID | None = None, **fields: Any) -> Research:
    """Add a research with ``fields``; sending the same ``client_id`` twice returns the existing one."""
    return add_row(Research, by, client_id, fields)


@transaction.atomic
def edit_research(*, research: Research, by: User, revision: int, **fields: Any) -> None:
    """Change a research; SavedMeanwhileError for a stale ``revision``."""
    edit_row(research, revision, fields)


@transaction.atomic
def reopen_research(*, research: Research, by: User) -> None:
    """Reopen a closed research; calling it again changes nothing."""
    if research.closed_on is not None:
        edit_row(research, research.revision, {"closed_on": None})


@transaction.atomic
def add_step(
    *, research: Research, step: str, by: User, client_id: UUID | None = None, **fields: Any
) -> ResearchStep:
    """Add the first record of a step. SavedMeanwhileError if another request added one since the page was read."""
    values = fields | {"created_by": by, "client_id": client_id}
    made, new = ResearchStep.objects.get_or_create(research=research, step=step, defaults=values)
    if not new and (client_id is None or made.client_id != client_id):
        raise SavedMeanwhileError
    return made


@transaction.atomic
def edit_step(*, step: ResearchStep, by: User, revision: int, **fields: Any) -> None:
    """Change a step; errors as in ``edit_research``."""
    edit_row(step, revision, fields)


@transaction.atomic
def add_method(
    *, research: Research, by: User, client_id: UUID | None = None, **fields: Any
) -> ResearchMethod:
    """Add one use of a method; sending the same ``client_id`` twice returns the existing one."""
    return add_row(ResearchMethod, by, client_id, fields | {"research": research})


@transaction.atomic
def edit_method(*, row: ResearchMethod, by: User, revision: int, **fields: Any) -> None:
    """Change a use of a method; ``fields`` may hold another ``method``. Errors as in ``edit_research``."""
    edit_row(row, revision, fields)


@transaction.atomic
def delete_method(*, row: ResearchMethod, by: User) -> None:
    """Move a use of a method to the trash. Its linked events stay unchanged."""
    mark_row(row, deleted=True)


@transaction.atomic
def restore_method(*, row: ResearchMethod, by: User) -> None:
    mark_row(row, deleted=False)
