"""Every write to briefings and to whom they were given; their PDF is made in stakeholders.actions.briefings."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from communities.models import User
from stakeholders.actions.saving import add_row, edit_row, mark_row
from stakeholders.models import Briefing, BriefingFinding, BriefingShare

NOT_GIVEN_BEFORE = _("This briefing was made on %(day)s. It cannot be given before that day.")


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
    """To whom it was given; sending the same ``client_id`` twice finds the row that is there.

    ValidationError for a day on which the briefing was not made yet.
    """
    check_given(briefing, fields["shared_on"])
    return add_row(BriefingShare, by, client_id, fields | {"briefing": briefing})


@transaction.atomic
def edit_share(*, share: BriefingShare, by: User, revision: int, **fields: Any) -> None:
    """SavedMeanwhileError when ``revision`` is no longer the stored one. ValidationError: as in `add_share`; an earlier
    day that is stored already stays."""
    # As stored: a form has written what was typed into ``share`` by now.
    stored = BriefingShare.objects.select_related("briefing").get(pk=share.pk)
    if fields["shared_on"] != stored.shared_on:
        check_given(stored.briefing, fields["shared_on"])
    edit_row(share, revision, fields)


def check_given(briefing: Briefing, shared_on: dt.date) -> None:
    """ValidationError where the briefing was made later, or was not made."""
    if briefing.made_at is None:
        raise ValidationError(_("Make the PDF first; then you can record to whom you gave it."))
    if shared_on < (made_on := timezone.localdate(briefing.made_at)):
        day = date_format(made_on, "DATE_FORMAT")
        raise ValidationError({"shared_on": ValidationError(NOT_GIVEN_BEFORE, params={"day": day})})


@transaction.atomic
def delete_share(*, share: BriefingShare, by: User) -> None:
    mark_row(share, deleted=True)


@transaction.atomic
def restore_share(*, share: BriefingShare, by: User) -> None:
    mark_row(share, deleted=False)
