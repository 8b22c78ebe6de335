"""Every write to briefings and to whom they were given; their PDF is made in evaluation.actions.briefings."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from communities.models import User
from stakeholders.actions.saving import add_row, edit_row, mark_row
from stakeholders.models import Briefing, BriefingFinding, BriefingShare


class AlreadyMadeError(Exception):
    """The briefing's PDF was made; what was given out does not change any more."""


@transaction.atomic
def add_briefing(
    *, by: User, client_id: UUID | None = None, findings: Iterable[int], **fields: Any
) -> Briefing:
    """A draft with ``findings`` (their ids); sending the same ``client_id`` twice finds the one that is there."""
    briefing = add_row(Briefing, by, client_id, fields)
    if not briefing.chosen.exists():
        _choose(briefing, findings)
    return briefing


@transaction.atomic
def edit_briefing(
    *, briefing: Briefing, by: User, revision: int, findings: Iterable[int], **fields: Any
) -> None:
    """SavedMeanwhileError when ``revision`` is no longer the stored one, AlreadyMadeError once there is a PDF."""
    if Briefing.objects.select_for_update().get(pk=briefing.pk).made_at:
        raise AlreadyMadeError
    edit_row(briefing, revision, fields)
    briefing.chosen.all().delete()
    _choose(briefing, findings)


def _choose(briefing: Briefing, findings: Iterable[int]) -> None:
    BriefingFinding.objects.bulk_create(
        BriefingFinding(briefing=briefing, finding_id=finding_id) for finding_id in findings
    )


@transaction.atomic
def delete_briefing(*, briefing: Briefing, by: User) -> None:
    """Into the bin, with what was recorded about its way."""
    mark_row(briefing, deleted=True)


@transaction.atomic
def restore_briefing(*, briefing: Briefing, by: User) -> None:
    mark_row(briefing, deleted=False)


@transaction.atomic
def add_share(*, briefing: Briefing, by: User, client_id: UUID | None = None, **fields: Any) -> BriefingShare:
    """To whom it was given; sending the same ``client_id`` twice finds the row that is there."""
    return add_row(BriefingShare, by, client_id, fields | {"briefing": briefing})


@transaction.atomic
def edit_share(*, share: BriefingShare, by: User, revision: int, **fields: Any) -> None:
    """SavedMeanwhileError when ``revision`` is no longer the stored one."""
    edit_row(share, revision, fields)


@transaction.atomic
def delete_share(*, share: BriefingShare, by: User) -> None:
    mark_row(share, deleted=True)


@transaction.atomic
def restore_share(*, share: BriefingShare, by: User) -> None:
    mark_row(share, deleted=False)
