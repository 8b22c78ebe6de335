"""Every write to findings and to their location notes, inside the scope of the community whose they are.

A location note is written in a coordinator's scope alone: the database refuses it elsewhere.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from communities.models import User
from stakeholders.actions.saving import SavedMeanwhileError, add_row, edit_row, mark_row
from stakeholders.models import Finding, FindingLocation, LocationReading, ReadingWay


class LocationNotSavedError(Exception):
    """The database refused a location note; says which error it was, and nothing of the note."""


@transaction.atomic
def add_finding(*, by: User, client_id: UUID | None = None, **fields: Any) -> Finding:
    """The finding with ``fields``; sending the same ``client_id`` twice finds the one that is there."""
    return add_row(Finding, by, client_id, fields)


@transaction.atomic
def edit_finding(*, finding: Finding, by: User, revision: int, **fields: Any) -> None:
    """Change what was read as ``revision``; SavedMeanwhileError when that is no longer the stored one."""
    edit_row(finding, revision, fields)


@transaction.atomic
def delete_finding(*, finding: Finding, by: User) -> None:
    """Into the bin, with its location note; what was chosen because of it stays recorded."""
    mark_row(finding, deleted=True)


@transaction.atomic
def restore_finding(*, finding: Finding, by: User) -> None:
    mark_row(finding, deleted=False)


@sensitive_variables("note")
def write_location(*, finding: Finding, by: User, note: str, read: datetime | None) -> None:
    """Write the note, or change the one that was written at ``read``; SavedMeanwhileError when it is another now.

    A note that is there already is no error of the database, which would write the statement into its own log.
    """
    with _unquoted(), transaction.atomic():
        if read is None:
            made = FindingLocation(finding=finding, note=note, written_by=by)
            FindingLocation.objects.bulk_create([made], ignore_conflicts=True)
            saved = FindingLocation.objects.filter(finding=finding, note=note, written_by=by).exists()
        else:
            same = FindingLocation.objects.filter(finding=finding, written_at=read)
            saved = bool(same.update(note=note, written_by=by, written_at=timezone.now()))
    if not saved:
        raise SavedMeanwhileError


@contextmanager
def _unquoted() -> Iterator[None]:
    """What the database says of a failure, and the frames below, may quote the note: only its code goes on."""
    try:
        yield
    except DatabaseError as error:
        code = getattr(error.__cause__, "pgcode", None)
        raise LocationNotSavedError(f"{type(error).__name__} {code}") from None


@transaction.atomic
def remove_location(*, finding: Finding, by: User) -> None:
    """For good: nobody wants an undo that keeps it. Who read it stays known."""
    FindingLocation.objects.filter(finding=finding).delete()


@sensitive_variables("location")
@transaction.atomic
def read_location(*, finding: Finding, by: User) -> FindingLocation | None:
    """The note, once the reading of it is written down; None where there is none."""
    location = FindingLocation.objects.select_related("written_by").filter(finding=finding).first()
    if location is not None:
        LocationReading.objects.create(finding=finding, way=ReadingWay.PAGE, by=by)
    return location


@sensitive_variables("locations")
@transaction.atomic
def export_locations(*, findings: Iterable[Finding], by: User) -> dict[int, str]:
    """The notes of ``findings`` by the finding's id, each written down as a reading; two queries."""
    locations = list(FindingLocation.objects.filter(finding__in=findings))
    LocationReading.objects.bulk_create(
        LocationReading(finding_id=location.finding_id, way=ReadingWay.EXPORT, by=by)
        for location in locations
    )
    return {location.finding_id: location.note for location in locations}
