"""Every write to findings and their location notes, in the scope of the community that owns them.

A location note can be written only in a coordinator's scope: the database refuses it elsewhere.
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
    """The database refused a location note; the message has the code of the error, and nothing of the note."""


@transaction.atomic
def add_finding(*, by: User, client_id: UUID | None = None, **fields: Any) -> Finding:
    """Add the finding with ``fields``; sending the same ``client_id`` twice returns the existing one."""
    return add_row(Finding, by, client_id, fields)


@transaction.atomic
def edit_finding(*, finding: Finding, by: User, revision: int, **fields: Any) -> None:
    """Change a finding; SavedMeanwhileError for a stale ``revision``."""
    edit_row(finding, revision, fields)


@transaction.atomic
def delete_finding(*, finding: Finding, by: User) -> None:
    """Move a finding to the trash, with its location note; focus stakeholders chosen because of it stay recorded."""
    mark_row(finding, deleted=True)


@transaction.atomic
def restore_finding(*, finding: Finding, by: User) -> None:
    mark_row(finding, deleted=False)


@sensitive_variables("note")
def write_location(*, finding: Finding, by: User, note: str, read: datetime | None) -> None:
    """Write the note, or change the one written at ``read``; SavedMeanwhileError when it is another one now.

    A conflicting insert is ignored, since a database error would log the statement with the note.
    """
    with _hide_database_details(), transaction.atomic():
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
def _hide_database_details() -> Iterator[None]:
    """Replace a database error by its code alone, since its message and its frames may contain the note."""
    try:
        yield
    except DatabaseError as error:
        code = getattr(error.__cause__, "pgcode", None)
        raise LocationNotSavedError(f"{type(error).__name__} {code}") from None


@transaction.atomic
def remove_location(*, finding: Finding, by: User) -> None:
    """Delete the note permanently: an undo would have to store it. Its readings stay recorded."""
    FindingLocation.objects.filter(finding=finding).delete()


@sensitive_variables("location")
@transaction.atomic
def read_location(*, finding: Finding, by: User) -> FindingLocation | None:
    """Record the reading, and return the note; None where there is none."""
    location = FindingLocation.objects.select_related("written_by").filter(finding=finding).first()
    if location is not None:
        LocationReading.objects.create(finding=finding, way=ReadingWay.PAGE, by=by)
    return location


@sensitive_variables("locations")
@transaction.atomic
def export_locations(*, findings: Iterable[Finding], by: User) -> dict[int, str]:
    """Return the notes of ``findings`` by the finding's id, and record each as a reading; two queries."""
    locations = list(FindingLocation.objects.filter(finding__in=findings))
    LocationReading.objects.bulk_create(
        LocationReading(finding_id=location.finding_id, way=ReadingWay.EXPORT, by=by)
        for location in locations
    )
    return {location.finding_id: location.note for location in locations}
