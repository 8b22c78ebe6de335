"""Reading events and attendance."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from evaluation import measures
from evaluation.figure_queries.base import Reading
from evaluation.figure_queries.rows import EventRow, SignUpRow
from events.models import (
    CampaignStage,
    ConstituencyPresence,
    Event,
    EventKind,
    EventStatus,
    Headcount,
    MemberPresence,
    OrganizationPresence,
    TrainingSignUp,
)
from tfc.dates import add_months

# Codes, days and numbers of an event, and never free text.
READ = (
    "id",
    "revision",
    "kind",
    "hosting",
    "sponsored_by_oasis",
    "local_day",
    "status",
    "joint_key",
    "people_present",
)


def read_events(reading: Reading) -> None:
    first_day = reading.half_year.first_day
    since = min([first_day, *_first_days_of_windows(reading)])
    events = {}
    for community_id, *row in _events(reading, since).values_list("community_id", *READ):
        event, rows = _event_row(row), reading.rows[community_id]
        if event.day <= rows.as_of:
            events[event.id] = event
            rows.events.append(event)
    _read_members(reading, events, since)
    _read_organizations(reading, events)
    _read_earlier_presence(reading)
    _read_constituencies(reading, events)
    _read_headcounts(reading, events)
    _read_office_trainings(reading)
    _read_wins(reading)


def _read_wins(reading: Reading) -> None:
    days = (reading.half_year.first_day, reading.half_year.last_day)
    wins = CampaignStage.objects.using(reading.using).wins().order_by("id")
    wins = wins.filter(community_id__in=list(reading.rows), on__range=days)
    for community, identity, on, key in wins.values_list("community_id", "id", "on", "campaign__joint_key"):
        rows = reading.rows[community]
        if on <= rows.as_of:
            rows.wins.append((identity, 1))
            rows.joint_wins += [str(key)] if key else []


def _first_days_of_windows(reading: Reading) -> Iterator[date]:
    for rows in reading.rows.values():
        first = measures.first_day_needed(rows.cadence_declarations, reading.half_year, rows.as_of)
        if first is not None:
            yield first


def _events(reading: Reading, since: date) -> QuerySet[Event]:
    """Return held events and past events without outcome, but neither canceled nor deleted ones."""
    events = Event.objects.using(reading.using).filter(
        community_id__in=list(reading.rows), local_day__range=(since, reading.half_year.last_day)
    )
    return (events.held() | events.unresolved()).order_by("id")


def _event_row(row: Sequence[Any]) -> EventRow:
    identity, revision, kind, hosting, sponsored, day, status, joint_key, people = row
    return EventRow(
        id=identity,
        revision=revision,
        kind=kind,
        hosting=hosting,
        sponsored_by_oasis=sponsored,
        day=day,
        held=status == EventStatus.HELD,
        joint_key=str(joint_key) if joint_key else None,
        people_present=people,
    )


def _read_members(reading: Reading, events: dict[int, EventRow], since: date) -> None:
    kinds = (EventKind.TEAM_MEETING, EventKind.LEADERSHIP_TRAINING)
    present = reading.get_event_rows(MemberPresence, kinds, since)
    for event_id, membership_id in present.values_list("event_id", "membership_id"):
        if event_id in events:
            events[event_id].members.add(membership_id)


def _read_organizations(reading: Reading, events: dict[int, EventRow]) -> None:
    """Read organizations present at each meeting of the half-year, and the last event of each within the longest
    look-back.
    """
    months = max(rows.thresholds.evidence_months for rows in reading.rows.values())
    first_as_of = min(rows.as_of for rows in reading.rows.values())
    since = min(reading.half_year.first_day, add_months(first_as_of, -months))
    fields = ("community_id", "event_id", "event__local_day", "organization_id")
    present = reading.get_event_rows(OrganizationPresence, EventKind.values, since).values_list(
        *fields, "organization__sector", "organization__revision", "organization__deleted_at"
    )
    for community_id, event_id, day, organization_id, sector, revision, deleted_at in present:
        if event_id in events:
            events[event_id].sectors.add(sector)
            events[event_id].organizations[organization_id] = revision
        rows = reading.rows[community_id]
        if day <= rows.as_of and deleted_at is None:
            _revision, last = rows.organizations.get(organization_id, (revision, day))
            rows.organizations[organization_id] = revision, max(last, day)


def _read_earlier_presence(reading: Reading) -> None:
    """Read which organizations were present at any event before the half-year, without a time limit."""
    earlier = reading.get_rows(OrganizationPresence).filter(
        event__status=EventStatus.HELD,
        event__deleted_at=None,
        event__local_day__lt=reading.half_year.first_day,
    )
    pairs = earlier.order_by().values_list("community_id", "organization_id").distinct()
    for community_id, organization_id in pairs:
        reading.rows[community_id].present_earlier.add(organization_id)


def _read_constituencies(reading: Reading, events: dict[int, EventRow]) -> None:
    present = reading.get_event_rows(ConstituencyPresence, EventKind.values, reading.half_year.first_day)
    for event_id, constituency in present.values_list("event_id", "constituency"):
        if event_id in events:
            events[event_id].constituencies.add(constituency)


def _read_headcounts(reading: Reading, events: dict[int, EventRow]) -> None:
    kinds = (EventKind.TEAM_MEETING, EventKind.STAKEHOLDER_TRAINING)
    counted = reading.get_event_rows(Headcount, kinds, reading.half_year.first_day)
    for event_id, dimension, group, people in counted.values_list("event_id", "dimension", "group", "people"):
        if event_id in events:
            events[event_id].people[dimension][group] += people


def _read_office_trainings(reading: Reading) -> None:
    """Read sign-ups for office trainings of the half-year that were held, or are past without an outcome."""
    days = (reading.half_year.first_day, reading.half_year.last_day)
    over = Q(training__status=EventStatus.PLANNED, training__ends_at__lt=timezone.now())
    settled = Q(training__status=EventStatus.HELD)
    sign_ups = reading.get_rows(TrainingSignUp).filter(
        over | settled, withdrawn_at=None, training__local_day__range=days
    )
    attendance = ("attendances__id", "attendances__revision", "attendances__was_there")
    fields = ("community_id", "id", "revision", "membership_id", "training__local_day", *attendance)
    for (
        community_id,
        key,
        revision,
        membership_id,
        day,
        attended,
        attended_revision,
        was_there,
    ) in sign_ups.values_list(*fields):
        rows = reading.rows[community_id]
        if day <= rows.as_of:
            entry = None if attended is None else (attended, attended_revision)
            rows.sign_ups.append(SignUpRow((key, revision), membership_id, was_there, entry))
