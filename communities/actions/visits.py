"""A person's own traces in a place: what was opened last, when the home was seen last; and the keys of the keyboard."""

import datetime as dt
from typing import Any

from django.utils import timezone

from communities.models import Community, LastVisit, Office, OfficeLastVisit, OfficeOpened, Opened, User

# Whoever comes back sooner is still on the same visit.
A_VISIT = dt.timedelta(hours=1)
# So exact need it not be.
OFTEN_ENOUGH = dt.timedelta(minutes=10)


def note_opening(*, place: Community | Office, kind: str, record_id: int, by: User) -> None:
    """One statement; a record that was opened before moves to the front."""
    key = "community" if isinstance(place, Community) else "office"
    model: Any = Opened if isinstance(place, Community) else OfficeOpened
    model.objects.bulk_create(
        [model(**{key: place}, user=by, kind=kind, record_id=record_id, at=timezone.now())],
        update_conflicts=True,
        unique_fields=[key, "user", "kind", "record_id"],
        update_fields=["at"],
    )


def away_since(at: dt.datetime | None, before: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    """Since when somebody was away, as of the visit of ``now``; None on the first one. ``at``, ``before``: as they are
    stored, None without a row."""
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
    """What `away_since` gives, and this visit is written down.

    Two pages that are opened at once may both begin the visit, which is the same.
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
