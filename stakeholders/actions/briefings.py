"""Every write to briefings and their shares; the PDF is made in stakeholders.actions.briefing_files."""

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
from stakeholders.models import Briefing, BriefingFinding, BriefingShare, BriefingStatus

NOT_GIVEN_BEFORE = _("This briefing was made on %(day)s. Enter that day or a later one.")


class AlreadyMadeError(Exception):
    """The briefing's PDF was made, so its text no longer changes."""


@transaction.atomic
def add_briefing(
    *, by: User, client_id: UUID | None = None, findings: Iterable[int], **fields: Any
) -> Briefing:
    """Create a draft with ``findings`` (their ids); sending the same ``client_id`` twice returns the existing one."""
    briefing = add_row(Briefing, by, client_id, fields)
    if not briefing.chosen.exists():
        _choose(briefing, findings)
    return briefing


@transaction.atomic
def edit_briefing(
    *, briefing: Briefing, by: User, revision: int, findings: Iterable[int], **fields: Any
) -> None:
    """Change a draft. SavedMeanwhileError for a stale ``revision``, AlreadyMadeError once there is a PDF."""
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
    """Move a briefing to the trash, with its shares."""
    mark_row(briefing, deleted=True)
    store_statuses(briefing)


@transaction.atomic
def restore_briefing(*, briefing: Briefing, by: User) -> None:
    mark_row(briefing, deleted=False)
    store_statuses(briefing)


def store_statuses(briefing: Briefing) -> None:
    """Store again what the office sees of a briefing's shares, after other requests that do the same."""
    briefing = Briefing.objects.select_for_update(of=("self",)).get(pk=briefing.pk)
    BriefingStatus.objects.filter(share__briefing=briefing).delete()
    shares = BriefingShare.objects.counting().filter(briefing=briefing)
    BriefingStatus.objects.bulk_create(
        BriefingStatus(
            share=share,
            audience=briefing.audience,
            shared_on=share.shared_on,
            answered_on=share.answered_on,
            followed_on=share.followed_on,
        )
        for share in shares.order_by("pk")
    )


@transaction.atomic
def add_share(*, briefing: Briefing, by: User, client_id: UUID | None = None, **fields: Any) -> BriefingShare:
    """Record to which office a briefing was given; sending the same ``client_id`` twice returns the existing row.

    ValidationError for a day before the briefing was made.
    """
    check_given(briefing, fields["shared_on"])
    share = add_row(BriefingShare, by, client_id, fields | {"briefing": briefing})
    store_statuses(briefing)
    return share


@transaction.atomic
def edit_share(*, share: BriefingShare, by: User, revision: int, **fields: Any) -> None:
    """Change a share. SavedMeanwhileError for a stale ``revision``. ValidationError as in `add_share`, except for a
    stored earlier day.
    """
    # Read from the database, since a form has written the typed values into ``share``.
    stored = BriefingShare.objects.select_related("briefing").get(pk=share.pk)
    if fields["shared_on"] != stored.shared_on:
        check_given(stored.briefing, fields["shared_on"])
    edit_row(share, revision, fields)
    store_statuses(stored.briefing)


def check_given(briefing: Briefing, shared_on: dt.date) -> None:
    """ValidationError if the briefing was made later or has not been made."""
    if briefing.made_at is None:
        raise ValidationError(_("Make the PDF first."))
    if shared_on < (made_on := timezone.localdate(briefing.made_at)):
        day = date_format(made_on, "DATE_FORMAT")
        raise ValidationError({"shared_on": ValidationError(NOT_GIVEN_BEFORE, params={"day": day})})


@transaction.atomic
def delete_share(*, share: BriefingShare, by: User) -> None:
    mark_row(share, deleted=True)
    store_statuses(share.briefing)


@transaction.atomic
def restore_share(*, share: BriefingShare, by: User) -> None:
    mark_row(share, deleted=False)
    store_statuses(share.briefing)
