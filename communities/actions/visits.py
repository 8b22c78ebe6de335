"""A person's own traces in a place: what was opened last, when the home was seen last; and the keys of the keyboard."""

import datetime as dt
from typing import Any

from django.utils import timezone

from communities.models import Community, LastVisit, Office, OfficeOpened, Opened, User

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


def note_visit(
    *, community: Community, at: dt.datetime | None, before: dt.datetime | None, by: User, now: dt.datetime
) -> dt.datetime | None:
    """Since when this person was away, as of this visit; None on the first one. ``at``, ``before``: of LastVisit, as
    they are stored, None without a row.

    Two pages that are opened at once may both begin the visit, which is the same.
    """
    if at is None:
        LastVisit.objects.bulk_create(
            [LastVisit(community=community, user=by, at=now)], ignore_conflicts=True
        )
        return None
    since = at if now - at > A_VISIT else before
    if now - at > OFTEN_ENOUGH:
        LastVisit.objects.filter(user=by).update(at=now, before=since)
    return since


def choose_keys(*, wanted: bool, by: User) -> None:
    by.uses_keys = wanted
    by.save(update_fields=["uses_keys"])
