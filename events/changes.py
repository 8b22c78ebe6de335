"""Changes of events, as sentences (communities/changes.py)."""

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.changes import (
    MOST,
    Change,
    ChangeSource,
    build_change_source,
    get_user_name,
    group_changes,
    mention_others,
)
from communities.models import Community, Office, Role
from events.models import EventAction, EventChange, EventStatus, PublicEvent
from tfc.registry import reverse_page

# Small corrections are left out; they are in each event's own history.
FEED_ACTIONS = (EventAction.PLANNED, EventAction.LOGGED, EventAction.HELD, EventAction.CANCELLED)


def get_community_changes(community: Community, role: Role, since: dt.datetime) -> list[ChangeSource]:
    """Return the changes of events; one change to many events of a series is one entry."""

    def describe_change(row: EventChange) -> Change:
        url = reverse("events:event-detail", args=[community.slug, row.event_id])
        return Change(row.at, _words(row), url, "calendar")

    def many(rows: Sequence[EventChange]) -> Change:
        return Change(
            rows[0].at,
            mention_others(_words(rows[-1])),
            reverse("events:event-list", args=[community.slug]),
            "calendar",
        )

    rows = EventChange.objects.filter(at__gte=since, action__in=FEED_ACTIONS, event__deleted_at=None)
    newest = rows.select_related("by", "event").order_by("-at", "-event__starts_at", "-pk")[:MOST]
    return [
        ChangeSource(
            newest,
            lambda changes: group_changes(
                changes, lambda row: (row.by_id, row.action, row.at), describe_change, many
            ),
        )
    ]


def _words(row: EventChange) -> str:
    template = {
        EventAction.PLANNED: _("%(name)s planned “%(event)s” for %(day)s."),
        EventAction.LOGGED: _("%(name)s logged “%(event)s” of %(day)s."),
        EventAction.HELD: _("%(name)s recorded that “%(event)s” of %(day)s was held."),
        EventAction.CANCELLED: _("%(name)s canceled “%(event)s” of %(day)s."),
    }[EventAction(row.action)]
    return template % _values(row)


def _values(row: EventChange) -> dict[str, str]:
    event, this_year = row.event, timezone.localdate().year
    # A date of another year needs its year: in November, "January 6" may be the last or the next.
    shown = "MONTH_DAY_FORMAT" if event.local_day.year == this_year else "DATE_FORMAT"
    return {"name": get_user_name(row.by), "event": str(event), "day": date_format(event.local_day, shown)}


def get_office_changes(office: Office, since: dt.datetime) -> list[ChangeSource]:
    """Return the public events that were held, by their start: an office reads no others, and not when they were
    recorded.
    """
    template = _("%(name)s held the public event “%(event)s”.")
    begun = PublicEvent.objects.filter(starts_at__range=(since, timezone.now()))
    begun = begun.filter(status=EventStatus.HELD).select_related("community")
    return [
        build_change_source(
            begun.order_by("-starts_at", "-pk"),
            lambda event: Change(
                event.starts_at,
                template % {"name": event.community.name, "event": str(event)},
                reverse_page("office-calendar", office.slug),
                "calendar",
            ),
        )
    ]
