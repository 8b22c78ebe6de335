"""Correct an event from a spreadsheet row, through the actions of its own pages, and undo the correction."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from communities.models import User
from events.actions.planning import update_event
from events.actions.recording import get_attendance, record_event
from events.actions.saving import Details, get_event_time, get_field_values
from events.counts import Attendance, Headcounts, OutputLine, check_counts
from events.models import Event, EventStatus
from tfc.spreadsheets.values import Count

TIMES = ("starts", "ends", "ends_day")


@dataclass(frozen=True)
class Correction:
    """``details``: fields of Details by name, and "starts" and "ends". ``people`` may be a lower bound; ``headcounts``
    are merged with the groups already counted.
    """

    details: Mapping[str, Any] = field(default_factory=dict)
    people: Count | None = None
    headcounts: Headcounts = field(default_factory=dict)


@transaction.atomic
def correct_event(
    *, event: Event, revision: int, correction: Correction, by: User
) -> tuple[Event, dict[str, Any]]:
    """Apply a correction; return the event and the values before it, as JSON. Raises ConflictError
    or ValidationError.
    """
    before: dict[str, Any] = {}
    if correction.details:
        there = _get_details(event)
        names = [*correction.details, *(["ends_day"] if "ends" in correction.details else [])]
        before["details"] = {name: _to_json_value(there, name) for name in names}
        wanted = _with(there, correction.details)
        event = update_event(event=event, details=wanted, revision=revision, by=by)
        revision = event.revision
    if correction.people is not None or correction.headcounts:
        came = get_attendance(event)
        before["came"] = {
            "people_present": came.people_present,
            "headcounts": came.headcounts,
            "outputs": [vars(line) for line in came.outputs],
        }
        event = record_event(
            event=event, attendance=_apply_correction(came, correction), revision=revision, by=by
        )
    return event, before


def check_correction(event: Event, correction: Correction) -> None:
    """Raise the ValidationError of a correction that the event as it is now refuses; nothing is changed."""
    if correction.details:
        details = _with(_get_details(event), correction.details)
        get_field_values(details, timezone.now(), held=event.status == EventStatus.HELD)
    check_counts(_apply_correction(get_attendance(event), correction))


@transaction.atomic
def correct_back(*, event: Event, revision: int, before: Mapping[str, Any], by: User) -> Event:
    """Restore what ``correct_event`` replaced; ConflictError if the event was changed since."""
    if "details" in before:
        details = {name: _from_json_value(name, value) for name, value in before["details"].items()}
        wanted = _with(_get_details(event), details)
        event = update_event(event=event, details=wanted, revision=revision, by=by)
        revision = event.revision
    if "came" in before:
        lines = tuple(OutputLine(**line) for line in before["came"]["outputs"])
        came = replace(get_attendance(event), **{**before["came"], "outputs": lines})
        event = record_event(event=event, attendance=came, revision=revision, by=by)
    return event


def _get_details(event: Event) -> Details:
    names = ("kind", "title", "place", "note", "hosting", "sponsored_by_oasis", "is_public")
    return Details(when=get_event_time(event), **{name: getattr(event, name) for name in names})


def _to_json_value(details: Details, name: str) -> Any:
    value = getattr(details.when if name in TIMES else details, name)
    return value.isoformat() if isinstance(value, dt.time | dt.date) else value


def _from_json_value(name: str, value: Any) -> Any:
    if name == "ends_day" and value:
        return dt.date.fromisoformat(value)
    return dt.time.fromisoformat(value) if name in TIMES and value else value


def _with(details: Details, changes: Mapping[str, Any]) -> Details:
    """Return the details with the changes; a new end time drops the old last day, so that it falls on the first
    possible day.
    """
    times = {name: value for name, value in changes.items() if name in TIMES}
    when = replace(details.when, **(({"ends_day": None} if "ends" in times else {}) | times))
    return replace(
        details, when=when, **{name: value for name, value in changes.items() if name not in TIMES}
    )


def _apply_correction(came: Attendance, correction: Correction) -> Attendance:
    """Return the attendance with the corrected counts. "60+" is stored as an output, and people present becomes
    unknown.
    """
    headcounts = {dimension: dict(groups) for dimension, groups in came.headcounts.items()}
    for dimension, groups in correction.headcounts.items():
        headcounts.setdefault(dimension, {}).update(groups)
    people = correction.people
    if people is None:
        return replace(came, headcounts=headcounts)
    return replace(came, headcounts=headcounts).with_people(people.value, at_least=people.at_least)
