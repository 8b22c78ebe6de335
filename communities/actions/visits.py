"""A person's own traces in a place: records opened last and last visits; also the keyboard shortcuts setting."""

import datetime as dt
from typing import Any

from django.utils import timezone

from communities.models import (
    Community,
    LastVisit,
    Office,
    OfficeLastVisit,
    OfficeRecentRecord,
    RecentRecord,
    User,
)

# A person who returns sooner is still on the same visit.
A_VISIT = dt.timedelta(hours=1)
# Stored times need no higher precision.
OFTEN_ENOUGH = dt.timedelta(minutes=10)


def note_opening(*, place: Community | Office, kind: str, record_id: int, by: User) -> None:
    """Record that a record was opened, in one statement; one opened before moves to the front."""
    key = "community" if isinstance(place, Community) else "office"
    model: Any = RecentRecord if isinstance(place, Community) else OfficeRecentRecord
    model.objects.bulk_create(
        [model(**{key: place}, user=by, kind=kind, record_id=record_id, at=timezone.now())],
        update_conflicts=True,
        unique_fields=[key, "user", "kind", "record_id"],
        update_fields=["at"],
    )


def away_since(at: dt.datetime | None, before: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    """Return when the person was last here before the visit at ``now``; None on the first visit. ``at``, ``before``:
    the stored times, None without a row.
    """
    return at if at and now - at > A_VISIT else before


def is_worth_noting(at: dt.datetime | None, now: dt.datetime) -> bool:
    return at is None or now - at > OFTEN_ENOUGH


def note_visit(
    *,
    place: Community | Office,
    at: dt.datetime | None,
    before: dt.datetime | None,
    by: User,
    now: dt.datetime,
) -> dt.datetime | None:
    """Return the result of `away_since`, and store this visit.

    Two pages opened at once may both begin the visit, with the same result.
    """
    key = "community" if isinstance(place, Community) else "office"
    model: Any = LastVisit if isinstance(place, Community) else OfficeLastVisit
    since = away_since(at, before, now)
    if at is None:
        model.objects.bulk_create([model(**{key: place}, user=by, at=now)], ignore_conflicts=True)
    elif is_worth_noting(at, now):
        model.objects.filter(user=by).update(at=now, before=since)
    return since


def choose_keys(*, wanted: bool, by: User) -> None:
    by.uses_keys = wanted
    by.save(update_fields=["uses_keys"])
