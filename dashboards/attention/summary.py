"""What a community's office reads of records that it may not read itself: days and numbers of events.

Written by a worker with the figures' login. No number of people, no text that the community wrote.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth
from django.utils import timezone

from communities.models import AuditEntry, Community, Verb
from dashboards.attention.reasons import Facts
from events.models import Event, EventKind

A_YEAR = dt.timedelta(days=365)
CHANGES = (Verb.ADDED, Verb.CHANGED, Verb.DELETED)


def get_summaries(
    communities: Sequence[Community], facts: Mapping[int, Facts], now: dt.datetime, *, using: str
) -> dict[int, dict[str, Any]]:
    """Return for each community "last_meeting" and "last_record" as days or None, and "months" with [team meetings,
    other events] by "2026-11" for a year. Two queries.
    """
    ids = [community.pk for community in communities]
    months, records = _count_events(ids, now, using), _get_last_records(ids, using)
    summaries = {}
    for community in communities:
        last_meeting, record_at = facts[community.pk].last_meeting, records.get(community.pk)
        summaries[community.pk] = {
            "last_meeting": last_meeting.isoformat() if last_meeting else None,
            "last_record": (
                timezone.localdate(record_at, timezone=community.zone).isoformat() if record_at else None
            ),
            "months": months[community.pk],
        }
    return summaries


def _count_events(ids: Sequence[int], now: dt.datetime, using: str) -> dict[int, dict[str, list[int]]]:
    first = (now - A_YEAR).date().replace(day=1)
    events = Event.objects.using(using).held().filter(community__in=ids, local_day__gte=first).order_by()
    is_meeting = Q(kind=EventKind.TEAM_MEETING)
    counted = (
        events.annotate(month=TruncMonth("local_day"))
        .values("community_id", "month")
        .annotate(meetings=Count("pk", filter=is_meeting), others=Count("pk", filter=~is_meeting))
    )
    months: dict[int, dict[str, list[int]]] = defaultdict(dict)
    for row in counted:
        months[row["community_id"]][f"{row['month']:%Y-%m}"] = [row["meetings"], row["others"]]
    return months


def _get_last_records(ids: Sequence[int], using: str) -> dict[int, dt.datetime]:
    """Return when people of each community last changed a record, by the audit log."""
    changes = AuditEntry.objects.using(using).filter(
        community_id=OuterRef("pk"), office_id=None, actor__isnull=False, verb__in=CHANGES
    )
    last = Subquery(changes.newest_first().values("at")[:1])
    communities = Community.objects.using(using).filter(pk__in=ids).order_by().annotate(last=last)
    return dict(communities.exclude(last=None).values_list("pk", "last"))
