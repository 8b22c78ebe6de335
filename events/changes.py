"""What changed among the events, as sentences (communities/changes.py)."""

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.changes import MOST, Change, Told, each, gathered, who
from communities.models import Community, Office, Role
from events.models import Deed, EventChange, EventStatus, PublicEvent

# Small corrections are in each event's own history.
TOLD = (Deed.PLANNED, Deed.LOGGED, Deed.HELD, Deed.CANCELLED)


def of_community(community: Community, role: Role, since: dt.datetime) -> list[Told]:
    """What one deed did to many events of a series is told once."""

    def one(row: EventChange) -> Change:
        url = reverse("events:event-detail", args=[community.slug, row.event_id])
        return Change(row.at, _words(row), url, "calendar")

    def many(rows: Sequence[EventChange]) -> Change:
        return Change(
            rows[0].at,
            _many_words(rows[-1]),
            reverse("events:event-list", args=[community.slug]),
            "calendar",
        )

    rows = EventChange.objects.filter(at__gte=since, deed__in=TOLD, event__deleted_at=None)
    newest = rows.select_related("by", "event").order_by("-at", "-event__starts_at", "-pk")[:MOST]
    return [Told(newest, lambda found: gathered(found, lambda row: (row.by_id, row.deed, row.at), one, many))]


def _words(row: EventChange) -> str:
    words = {
        Deed.PLANNED: _("%(name)s planned “%(event)s” for %(day)s."),
        Deed.LOGGED: _("%(name)s logged “%(event)s” of %(day)s."),
        Deed.HELD: _("%(name)s recorded that “%(event)s” of %(day)s was held."),
        Deed.CANCELLED: _("%(name)s cancelled “%(event)s” of %(day)s."),
    }[Deed(row.deed)]
    return words % _values(row)


def _many_words(row: EventChange) -> str:
    words = {
        Deed.PLANNED: _("%(name)s planned “%(event)s” for %(day)s, and others."),
        Deed.LOGGED: _("%(name)s logged “%(event)s” of %(day)s, and others."),
        Deed.HELD: _("%(name)s recorded that “%(event)s” of %(day)s was held, and others."),
        Deed.CANCELLED: _("%(name)s cancelled “%(event)s” of %(day)s, and others."),
    }[Deed(row.deed)]
    return words % _values(row)


def _values(row: EventChange) -> dict[str, str]:
    event, this_year = row.event, timezone.localdate().year
    # Of another year the year belongs to it: in November "January 6" may be the last or the next.
    shown = "MONTH_DAY_FORMAT" if event.local_day.year == this_year else "DATE_FORMAT"
    return {"name": who(row.by), "event": str(event), "day": date_format(event.local_day, shown)}


def of_office(office: Office, since: dt.datetime) -> list[Told]:
    """Public events that were held: an office reads no other, and of these not when somebody wrote them down."""
    words = _("%(name)s held the public event “%(event)s”.")
    begun = PublicEvent.objects.filter(starts_at__range=(since, timezone.now()))
    begun = begun.filter(status=EventStatus.HELD).select_related("community")
    return [
        each(
            begun.order_by("-starts_at", "-pk"),
            lambda one: Change(
                one.starts_at,
                words % {"name": one.community.name, "event": str(one)},
                reverse("dashboards:office-calendar", args=[office.slug]),
                "calendar",
            ),
        )
    ]
