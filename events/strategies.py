"""Events and strategies: organizations met but never asked about a strategy, and events that can be evidence."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from events.models import Event, EvidenceEvent, OrganizationPresence
from events.models.events import EventQuerySet
from stakeholders.models import (
    Evidence,
    EvidenceKind,
    Organization,
    OrganizationQuerySet,
    Strategy,
    StrategyAssessment,
)
from tfc.dates import add_months

ENGAGED_MONTHS = 12
MOST_EVENTS = 50


def get_unasked_organizations(day: dt.date) -> OrganizationQuerySet:
    """Return organizations at a held event of the last twelve months that have neither a strategy
    nor an assessment.
    """
    first = add_months(day, -ENGAGED_MONTHS)
    met = OrganizationPresence.objects.filter(
        organization=OuterRef("pk"), event__in=Event.objects.held().filter(local_day__range=(first, day))
    )
    return Organization.objects.not_deleted().filter(
        Exists(met),
        ~Exists(Strategy.objects.not_deleted().filter(organization=OuterRef("pk"))),
        ~Exists(StrategyAssessment.objects.filter(organization=OuterRef("pk"))),
    )


def events_to_show(strategy: Strategy, day: dt.date) -> EventQuerySet:
    """Return held events up to ``day`` that can be evidence: those with the organization (``there``) first, newest
    first.
    """
    there = OrganizationPresence.objects.filter(event=OuterRef("pk"), organization=strategy.organization_id)
    events = Event.objects.held().filter(local_day__lte=day).annotate(there=Exists(there))
    return events.order_by("-there", "-starts_at", "-id")


def get_evidence_events(evidence: "QuerySet[Evidence]") -> "QuerySet[EvidenceEvent]":
    """Return the events linked to evidence of kind "event"; some may be in the trash."""
    rows = EvidenceEvent.objects.filter(evidence__in=evidence.filter(kind=EvidenceKind.EVENT))
    return rows.select_related("event")
