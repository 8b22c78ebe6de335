"""Every write to a research. All run inside the scope of the community whose research it is."""

from typing import Any
from uuid import UUID

from django.db import transaction

from communities.models import User
from stakeholders.actions.saving import SavedMeanwhileError, add_row, edit_row, mark_row
from stakeholders.models import Research, ResearchMethod, ResearchStep


@transaction.atomic
def begin_research(*, by: User, client_id: UUID | None = None, **fields: Any) -> Research:
    """A research with ``fields``; sending the same ``client_id`` twice finds the one that is there."""
    return add_row(Research, by, client_id, fields)


@transaction.atomic
def edit_research(*, research: Research, by: User, revision: int, **fields: Any) -> None:
    """Change what was read as ``revision``; SavedMeanwhileError when that is no longer the stored one."""
    edit_row(research, revision, fields)


@transaction.atomic
def reopen_research(*, research: Research, by: User) -> None:
    """It goes on. Twice is the same as once."""
    if research.closed_on is not None:
        edit_row(research, research.revision, {"closed_on": None})


@transaction.atomic
def add_step(
    *, research: Research, step: str, by: User, client_id: UUID | None = None, **fields: Any
) -> ResearchStep:
    """The first record of a step. SavedMeanwhileError when somebody else made one since the page was read."""
    values = fields | {"created_by": by, "client_id": client_id}
    made, new = ResearchStep.objects.get_or_create(research=research, step=step, defaults=values)
    if not new and (client_id is None or made.client_id != client_id):
        raise SavedMeanwhileError
    return made


@transaction.atomic
def edit_step(*, step: ResearchStep, by: User, revision: int, **fields: Any) -> None:
    """As ``edit_research``."""
    edit_row(step, revision, fields)


@transaction.atomic
def add_method(
    *, research: Research, by: User, client_id: UUID | None = None, **fields: Any
) -> ResearchMethod:
    """One use of a method; sending the same ``client_id`` twice finds the one that is there."""
    return add_row(ResearchMethod, by, client_id, fields | {"research": research})


@transaction.atomic
def edit_method(*, row: ResearchMethod, by: User, revision: int, **fields: Any) -> None:
    """As ``edit_research``. ``fields`` may hold another ``method``."""
    edit_row(row, revision, fields)


@transaction.atomic
def delete_method(*, row: ResearchMethod, by: User) -> None:
    """Into the bin. The events that it links to stay as they are."""
    mark_row(row, deleted=True)


@transaction.atomic
def restore_method(*, row: ResearchMethod, by: User) -> None:
    mark_row(row, deleted=False)
