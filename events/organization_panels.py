"""What events add to the page of an organization (events/extensions.py)."""

import datetime as dt
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from events.models import Campaign, CampaignPartner, EventStatus, OrganizationPresence
from stakeholders.models import Organization
from stakeholders.organization_timeline import Source, TimelineReader
from stakeholders.timeline import Kind
from tfc.dates import add_months


def get_meeting_sources(reader: TimelineReader) -> list[Source]:
    """Return the held events at which the organization was, for its timeline."""
    rows = OrganizationPresence.objects.filter(
        organization=reader.organization, event__deleted_at=None, event__status=EventStatus.HELD
    )
    return [
        Source(
            Kind.EVENT,
            "calendar",
            rows.annotate(day=F("event__local_day")).select_related("event"),
            lambda row: (
                str(row.event),
                str(row.event.get_kind_display()) if row.event.title else "",
                reader.url("events:event-detail", row.event_id),
            ),
        )
    ]


def summarize_meetings(organization: Organization, day: dt.date, months: int) -> QuerySet[Any, Any]:
    """Query the day of the last held event with the organization, and the number of them in the last months."""
    held = Q(event__deleted_at=None, event__status=EventStatus.HELD, event__local_day__lte=day)
    there = OrganizationPresence.objects.filter(held, organization=organization).values("organization")
    recent = Q(event__local_day__gte=add_months(day, -months))
    return there.annotate(
        last=Max("event__local_day"), recent=Count("event", filter=recent, distinct=True)
    ).values_list("last", "recent")


def get_campaigns(organization: Organization) -> QuerySet[Campaign]:
    """Query the campaigns in which the organization takes part or decides, newest first."""
    joined = CampaignPartner.objects.filter(organization=organization).values("campaign")
    campaigns = Campaign.objects.not_deleted().filter(Q(pk__in=joined) | Q(decider=organization))
    return campaigns.with_stage(timezone.localdate()).select_related("decider").newest_first()
