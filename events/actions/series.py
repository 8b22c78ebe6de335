"""Recurring events: each is a row of its own at local wall time, so that 7 p.m. stays 7 p.m."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communities.models import User
from events.actions.planning import update_event
from events.actions.saving import (
    TYPED,
    Details,
    apply,
    changes,
    check_revision,
    create_once,
    has_details,
    lock,
    record_change,
    refuse_unless_planned,
    shown,
    was_sent_before,
)
from events.models import Event, EventAction, EventSeries
from events.recurrence import move_recurrence, recurrence


@transaction.atomic
def plan_series(
    *, details: Details, repeat: str, until: dt.date, by: User, client_id: UUID | None = None
) -> Event:
    """Create up to 104 planned events and return the first; ValidationError when one of them has no possible time."""
    when = details.when
    today = timezone.now().astimezone(when.zone).date()

    def create() -> Event:
        schedule = recurrence(repeat, when.day, until, today=today)
        series = EventSeries.objects.create(rule=schedule.rule, until=until, created_by=by)
        events = [_occurrence(details, day, series, by) for day in schedule.days]
        # The form's id is stored on the first event, so that sending it twice finds the series.
        events[0].client_id = client_id
        Event.objects.bulk_create(events)
        record_change(events, EventAction.PLANNED, by)
        return events[0]

    def is_same(event: Event) -> bool:
        schedule = recurrence(repeat, when.day, until, today=today)
        series = event.series
        return (
            series is not None
            and (series.rule, series.until) == (schedule.rule, until)
            and has_details(event, on_day(details, schedule.days[0]), held=False)
        )

    return create_once(client_id, create, is_same)


def _occurrence(details: Details, day: dt.date, series: EventSeries, by: User) -> Event:
    event = Event(series=series, series_day=day, created_by=by)
    apply(event, on_day(details, day), held=False)
    return event


def on_day(details: Details, day: dt.date) -> Details:
    """Return the details with the same times on another day; the last day moves by as many days."""
    when = details.when
    ends_day = when.ends_day and when.ends_day + (day - when.day)
    return replace(details, when=replace(when, day=day, ends_day=ends_day))


@transaction.atomic
def change_series(*, event: Event, details: Details, revision: int | None, by: User) -> Event:
    """Change an event and all later ones of its series that are still planned and were not moved individually.

    When its day changes, the rest becomes a new series with the same rhythm from the new day on.
    """
    stored = lock(event)
    if not stored.series_id:
        return update_event(event=event, details=details, revision=revision, by=by)
    if was_sent_before(stored, details, revision):
        return stored
    check_revision(stored, revision)
    refuse_unless_planned(stored)
    events = list(Event.objects.later_in_series(stored).select_for_update().order_by("series_day", "id"))
    days: dict[int, dt.date] = {later_event.pk: later_event.local_start.date() for later_event in events}
    if details.when.day != stored.local_start.date():
        days = _move_series(stored, events, details.when.day, by)
    changed: dict[int, dict[str, Any]] = {}
    for later_event in events:
        before = shown(later_event)
        apply(later_event, on_day(details, days[later_event.pk]), held=False)
        later_event.updated_at = timezone.now()
        changed[later_event.pk] = changes(before, shown(later_event))
    touched = [later_event for later_event in events if changed[later_event.pk]]
    Event.objects.bulk_update(
        touched,
        [*TYPED, "starts_at", "ends_at", "time_zone", "series", "series_day", "moved", "updated_at"],
    )
    record_change(touched, EventAction.CHANGED, by, fields=changed)
    return Event.objects.get(pk=stored.pk)


def _move_series(first: Event, events: list[Event], day: dt.date, by: User) -> dict[int, dt.date]:
    """Give ``events`` the days of a new series from ``day`` on. Events that are left out still
    count as an occurrence.
    """
    old = first.series
    assert old is not None and first.series_day is not None  # noqa: S101, PT018 - later_in_series holds it
    later = Event.objects.filter(series=old, series_day__gte=first.series_day).order_by("series_day", "id")
    places = {pk: place for place, pk in enumerate(later.values_list("pk", flat=True))}
    schedule = move_recurrence(old.rule, day, len(places))
    series = EventSeries.objects.create(rule=schedule.rule, until=schedule.days[-1], created_by=by)
    old.until = first.series_day - dt.timedelta(days=1)
    old.save()
    for event in events:
        event.series, event.series_day, event.moved = series, schedule.days[places[event.pk]], False
    return {event.pk: schedule.days[places[event.pk]] for event in events}
